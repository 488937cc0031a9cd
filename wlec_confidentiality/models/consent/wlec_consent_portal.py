# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.chatter import notices
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar
from odoo.addons.wlec_confidentiality.tools import consent_text

from .waiting import wait_for

_TODO = "mail.mail_activity_data_todo"


class WlecConsentPortal(models.Model):
    """Asking the client in the portal, and the client's own answer there."""

    _inherit = "wlec.consent"

    asked_at = fields.Datetime(string="Client asked on", readonly=True, copy=False)
    tell_by_email = fields.Boolean(
        string="Tell the client by e-mail", copy=False, groups="base.group_user",
        help="The mail says only that there is something to decide. Leave it off unless the file says that e-mail is safe.",
    )  # fmt: skip
    is_settled = fields.Boolean(compute="_compute_is_settled")
    signature = ConfidentialChar(string="Name typed as signature", readonly=True)

    def _workflow_fields(self):
        return super()._workflow_fields() | {"asked_at", "signature"}

    def _shown_sql(self, alias):
        """What is being prepared is the caseworker's: the client sees it from the moment they are asked."""
        return SQL("(%(t)s.state <> 'requested' OR %(t)s.asked_at IS NOT NULL)", t=SQL.identifier(alias))

    def _is_settled(self):
        """What the client is being asked stays as it is, too, until the question is taken back."""
        return super()._is_settled() or bool(self.asked_at)

    @api.depends("state", "asked_at")
    def _compute_is_settled(self):
        for consent in self:
            consent.is_settled = consent._is_settled()

    # ---- asking
    def _portal_logins(self):
        partner = self.sudo().case_id.partner_id
        domain = [("partner_id", "=", partner.id), ("share", "=", True)]
        return self.env["res.users"].sudo().search(domain) if partner else self.env["res.users"]

    def _guard_ask(self):
        if self.asked_at:
            return self.env._("The client has been asked already.")
        if self.method != "portal":
            return self.env._("Choose “In the portal” as the way it is given first.")
        return self._guard_complete()

    def _guard_take_back(self):
        return None if self.asked_at else self.env._("The client has not been asked.")

    def action_ask(self):
        """Put the exact text before the client in the portal."""
        for consent in self:
            consent.check_access("write")
            values = {"asked_at": fields.Datetime.now(), "wording_hash": consent.wording_id.text_hash}
            consent._transition("ask", **values, **consent._statement_values())
            if consent.tell_by_email:
                consent._send_news()

    def action_take_back(self):
        self._transition(
            "take_back", asked_at=False, wording_hash=False, statement=False, statement_hash=False
        )

    def _send_news(self):
        if self._has_client_address():
            notices.send(self, "wlec_confidentiality.wlec_consent_news_client")

    def _has_client_address(self):
        """Asked of the database: the address itself is opened when the mail is handed over, and not before."""
        domain = [("id", "=", self.sudo().case_id.partner_id.id), ("email", "!=", False)]
        return bool(self.env["res.partner"].sudo().search_count(domain))

    # ---- the client's answer
    def _is_client(self):
        """Whether the person logged in is the client themselves."""
        user = self.env.user.sudo()
        return user.share and user.partner_id == self.sudo().case_id.partner_id

    def _guard_portal(self):
        if not self._may_answer() or not self.asked_at:
            return self.env._(
                "Only the client answers here, or somebody with authority who was asked for them."
            )
        return None

    def _guard_accept(self):
        return self._guard_portal() or self._guard_complete()

    def _decide(self, agrees, typed, seen):
        """The client's answer.

        :param typed: the name they typed
        :param seen: the fingerprint of the text that was on the page they answered from
        :return: what is wrong, as a code (``settled``, ``changed``, ``name``, ``lapsed``), or nothing
        """
        self.ensure_one()
        self.check_access("read")
        consent = self.sudo()
        wait_for(consent)
        consent.invalidate_recordset()
        if consent.state != "requested" or not consent.asked_at:
            return "settled"
        if not agrees:
            consent._transition("decline", ended_at=fields.Datetime.now())
            return None
        with consent._reading_for_itself():
            if seen != consent.statement_hash:
                return "changed"
        if not consent_text.same_name(typed, self.env.user.partner_id.name):
            return "name"
        if consent._guard_complete():
            return "lapsed"
        consent._transition(
            "accept",
            given_at=fields.Datetime.now(),
            given_by_id=self.env.uid,
            signature=consent_text.signature(typed),
        )
        return None

    def _withdraw(self):
        """The client takes it back. Pressed twice, or in a second window: it is withdrawn, and that is that."""
        self.ensure_one()
        self.check_access("read")
        consent = self.sudo()
        wait_for(consent)
        consent.invalidate_recordset()
        if consent.state == "given" and consent._may_answer():
            consent._transition("withdraw", ended_at=fields.Datetime.now())

    def _after_transition(self, action):
        super()._after_transition(action)
        summaries = {
            "accept": self.env._("The client has consented in the portal"),
            "decline": self.env._("The client has said no in the portal"),
            "withdraw": self.env._("The client has withdrawn a consent in the portal"),
        }
        if action in summaries and self._is_client():
            self._tell_caseworker(summaries[action])

    def _tell_caseworker(self, summary, deadline=None):
        for consent in self.sudo():
            with unsealed.log_line():
                consent.activity_schedule(
                    _TODO, date_deadline=deadline, summary=summary, user_id=consent.case_id.caseworker_id.id
                )

    def _may_answer(self):
        """Whether it is for the person logged in to say yes or no here."""
        return self._is_client()

    # ---- what the client sees
    def _portal_values(self):
        """What the portal shows of one consent besides the exact text: no field of ours slips in by accident."""
        self.ensure_one()
        consent = self.sudo()
        waiting = consent.state == "requested" and bool(consent.asked_at)
        return {
            "id": consent.id,
            "name": consent.name,
            "recipient": consent._recipient_for_list(),
            "purpose": consent.purpose_id.name or "",
            "valid_from": consent.valid_from,
            "valid_to": consent.valid_to,
            "state": consent.state,
            "state_label": consent._portal_state_label(),
            "wording": consent.wording_id.display_name,
            "can_decide": waiting,
            "can_withdraw": consent.state == "given",
            "events": [
                event._portal_line() for event in consent.event_ids.sorted("id") if event._is_for_client()
            ],
            "receipts": [receipt._portal_line() for receipt in consent.receipt_ids.sorted("id")],
        }

    def _recipient_for_list(self):
        """A name that was typed in is sealed: the exact text says it, a list does not open it."""
        return self.env._("A person by name") if self.recipient_kind == "person" else self._recipient_name()

    def _portal_state_label(self):
        _ = self.env._
        return {
            "requested": _("You are asked"), "given": _("You said yes"), "refused": _("You said no"),
            "withdrawn": _("You took it back"), "revoked": _("We no longer use it"), "expired": _("It has run out"),
            "invalidated": _("It was recorded by mistake"),
        }[self.state]  # fmt: skip
