# SPDX-License-Identifier: LGPL-3.0-or-later
import contextlib

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .waiting import wait_for

# Steps that leave the state as it is, and what they are called in the history.
_EVENTS = {"confirm": "confirmed", "ask": "asked", "take_back": "taken_back"}


class WlecConsentSteps(models.Model):
    """The steps of a consent: asked for, given, and the ways it ends."""

    _inherit = "wlec.consent"

    # ---- what is still needed
    def _filled(self, field_name):
        """Whether a confidential field holds something, asked without opening it."""
        return bool(self.filtered_domain([(field_name, "!=", False)]))

    def _missing(self):
        """Sentences that say what is needed before the consent can be recorded as given; empty: nothing."""
        self.ensure_one()
        _ = self.env._
        recipient = {"agency": self.agency_id, "partner": self.partner_id}.get(self.recipient_kind)
        if self.recipient_kind == "person":
            recipient = self._filled("recipient_name")
        today = fields.Date.context_today(self)
        checks = [
            (recipient, _("Name the recipient: “other agencies” is not enough.")),
            (
                not self.agency_id.successor_id,
                _("This agency no longer exists: name %s.", self.agency_id.successor_id.name),
            ),
            (self.purpose_id, _("Say what the information may be used for.")),
            (self._filled("purpose"), _("Write down the purpose in the client's own words.")),
            (self.category_ids, _("Choose what kinds of information may be told.")),
            (self.valid_to >= today, _("The period is already over.")),
            (
                not self._is_too_long(),
                _("This agency accepts a consent for %s months at most.", self.agency_id.consent_months),
            ),
            (self.wording_id, _("Choose the wording the client was shown.")),
        ]
        missing = [sentence for fine, sentence in checks + self._evidence_checks(today) if not fine]
        return missing + self._people_sentences() + self._basis_sentences()

    def _evidence_checks(self, today):
        _ = self.env._
        if self.method == "written":
            return [(self._filled("evidence"), _("Add the signed form."))]
        if self.method == "portal":
            return [
                (self._portal_logins(), _("The client has no login for the portal yet: invite them first."))
            ]
        return [
            (self.read_back, _("Read the wording out, and read back what you wrote; then tick it.")),
            (self.witness_id, _("Name the colleague who heard it.")),
            (
                self.witness_id != self.env.user,
                _("The witness is somebody other than the person recording it."),
            ),
            (
                self.confirm_by and self.confirm_by >= today,
                _("Set the day by which it will be confirmed in writing."),
            ),
        ]

    @api.depends(
        "state", "recipient_kind", "agency_id", "partner_id", "purpose_id", "category_ids", "valid_to", "wording_id",
        "method", "witness_id", "confirm_by", "read_back", "authority_document_id", "special_condition", "offence_condition", "lawful_basis",
        "capacity_assessor_id", "capacity_assessed_on", "minor_assessor_id",
    )  # fmt: skip
    def _compute_missing_html(self):
        for consent in self:
            sentences = consent._origin._missing() if consent._origin and consent.state == "requested" else []
            items = Markup().join(Markup("<li>%s</li>") % sentence for sentence in sentences)
            consent.missing_html = items and Markup('<ul class="mb-0">%s</ul>') % items

    # ---- guards
    def _guard_give(self):
        if self.method == "portal":
            return self.env._("The client decides this in the portal: press “Ask the client”.")
        return self._guard_complete()

    def _guard_complete(self):
        if sentences := self._missing():
            return self.env._("This consent is not complete yet:\n%s", "\n".join(f"• {s}" for s in sentences))
        return None

    def _guard_end_reason(self):
        return None if self._filled("end_reason") else self.env._("Please say why.")

    def _guard_confirm(self):
        if self.method != "verbal" or self.confirmed_at:
            return self.env._("Only a consent given by word of mouth is still to be confirmed.")
        return None if self._filled("confirmation") else self.env._("Add the signed confirmation.")

    def _guard_expire(self):
        closed = self.until_case_closes and self.sudo().case_id.state in ("closed", "disposed")
        if self.valid_to >= fields.Date.context_today(self) and not closed:
            return self.env._("The period of this consent is not over yet.")
        return None

    # ---- buttons
    def action_give(self):
        for consent in self:
            consent.check_access("write")
            consent._transition(
                "give",
                given_at=fields.Datetime.now(),
                given_by_id=self.env.uid,
                wording_hash=consent.wording_id.text_hash,
                **consent._statement_values(),
            )

    def action_refuse(self):
        self._transition("refuse", ended_at=fields.Datetime.now())

    def action_confirm(self):
        self._transition("confirm", confirmed_at=fields.Datetime.now())

    def action_withdraw(self):
        """The client takes the permission back: at once, and without having to say why."""
        self.check_access("write")
        wait_for(self)
        self._transition("withdraw", ended_at=fields.Datetime.now())

    def action_revoke(self):
        self.check_access("write")
        return self._end_with_reason("revoke")

    def action_invalidate(self):
        self.check_access("write")
        return self._end_with_reason("invalidate")

    def _end_with_reason(self, action):
        """Take the step; when the reason is not there yet, ask for it first."""
        self.ensure_one()
        if self._filled("end_reason"):
            self._transition(action, ended_at=fields.Datetime.now())
            return {"type": "ir.actions.act_window_close"}
        if (self.state, action) not in self._TRANSITIONS:
            raise TransitionError(self._may_take(action))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why does this consent end?"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref(f"wlec_confidentiality.wlec_consent_view_form_{action}").id, "form")],
            "target": "new",
        }

    # ---- what follows
    def _after_transition(self, action):
        super()._after_transition(action)
        self._add_event(_EVENTS.get(action, self.state))
        if self.state not in ("requested", "given"):
            self._after_end()

    def _after_end(self):
        """For the rooms that rest on a consent: it has just stopped being one."""

    @api.model
    def _cron_expire(self):
        over = self.search(
            [("state", "=", "given"), ("valid_to", "<", fields.Date.context_today(self))], order="id"
        )
        over._expire()

    def _expire(self):
        for consent in self:
            # Somebody may be deciding on it, or on what rests on it, at this moment: the next run takes it.
            with contextlib.suppress(TransitionError), self.env.cr.savepoint():
                consent._transition("expire", ended_at=fields.Datetime.now())
