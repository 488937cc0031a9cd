# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools.texts import says_something

from .wlec_disclosure_request_emergency import WlecDisclosureRequestEmergency
from .wlec_disclosure_request_people import CASEWORKER, OFFICER

_PUT_OFF = frozenset(("tell_date", "tell_reason"))

_HOW = [
    ("portal", "In the portal"),
    ("person", "In person"),
    ("phone", "By telephone"),
    ("letter", "By letter to their safe address"),
]


class WlecDisclosureRequestTelling(models.Model):
    """The client learns what left, to whom and why: at once, on a day, or once somebody has found that they may."""

    _inherit = "wlec.disclosure.request"

    told_at = fields.Datetime(string="Client told on", readonly=True, copy=False)
    told_how = fields.Selection(_HOW, string="How the client was told", copy=False)
    can_tell = fields.Boolean(compute="_compute_can")
    can_put_off = fields.Boolean(
        compute="_compute_can_put_off", help="The day for telling the client may be put off."
    )

    _TRANSITIONS = {
        **WlecDisclosureRequestEmergency._TRANSITIONS,
        ("released", "tell"): Transition("released", (CASEWORKER, OFFICER), "_guard_tell"),
    }

    def _workflow_fields(self):
        return super()._workflow_fields() | {"told_at"}

    @api.depends("told_at")
    def _compute_can(self):
        super()._compute_can()
        self.filtered("told_at").can_tell = False

    def _guard_tell(self):
        if self.told_at:
            return self.env._("The client has been told already.")
        if self.restricted and not self.env.user.has_group(OFFICER):
            return self.env._(
                "The law relied on forbids it. Only the confidentiality officer decides that this has ended."
            )
        if self.tell_client != "now" and self.tell_date > fields.Date.context_today(self):
            return self.env._("The day for telling the client has not come yet.")
        return (
            None
            if self.told_how
            else self.env._("Choose how the client was told (page “Telling the client”).")
        )

    def action_tell(self):
        """Note that the client has been told, and how."""
        self._transition("tell", told_at=fields.Datetime.now())

    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "tell":
            self._plans_done()

    # ---- the silence goes on
    @api.depends("state", "told_at", "tell_client")
    @api.depends_context("uid")
    def _compute_can_put_off(self):
        for request in self:
            silent = request.state == "released" and not request.told_at and request.tell_client != "now"
            request.can_put_off = silent and request._decides()

    def _still_open(self, vals):
        """Whoever decides may put off the day set for telling, or for reviewing the silence: with a reason, for a year at most."""
        if self._why_not_put_off(vals):
            return super()._still_open(vals)
        return super()._still_open(vals) | _PUT_OFF

    def _why_not_put_off(self, vals):
        if not (vals.keys() >= _PUT_OFF and len(self) == 1 and self.state == "released"):
            return "state"
        if self.told_at or self.tell_client == "now" or not self._decides():
            return "person"
        today, day = fields.Date.context_today(self), fields.Date.to_date(vals["tell_date"])
        in_time = day and today < day <= today + relativedelta(years=1)
        return None if in_time and says_something(self._new_reason(vals)) else "reason"

    def _new_reason(self, vals):
        """What is said now, also where it was typed below what was said before."""
        return (vals["tell_reason"] or "").removeprefix(self.tell_reason or "").strip()

    def write(self, vals):
        if self._why_not_put_off(vals):
            return super().write(vals)
        # What was said before stays: why they were not told, each time.
        today = fields.Date.context_today(self)
        reason = f"{self.tell_reason or ''}\n{today:%d/%m/%Y}: {self._new_reason(vals)}".strip()
        result = super().write({**vals, "tell_reason": reason})
        self._note_transition("put_off", self.state)
        return result

    # ---- in the portal
    @api.model
    def _shown_to_client(self, partner):
        """What the client ``partner`` is shown of the disclosures from their files, newest first: a list of dictionaries.

        Nothing sealed is among it: no names, no texts. What must be kept from them, or for now, is not there at all.
        """
        today = fields.Date.context_today(self)
        released = self.sudo().search(
            [
                ("case_id.partner_id", "=", partner.id),
                ("state", "=", "released"),
                ("ground", "!=", "conflict"),
            ],
            order="released_at desc, id desc",
        )
        shown = released.filtered(lambda request: request._may_be_shown(today))
        if shown:
            audit.record(shown.sudo(False), "read", fields=("recipient_label", "released_at", "ground"))
        return [request._as_shown() for request in shown]

    def _is_shown(self, today):
        """Whether the client finds it in the portal."""
        return self.state == "released" and self.ground != "conflict" and self._may_be_shown(today)

    def _may_be_shown(self, today):
        if self.told_at:
            return True
        if self.restricted or self.tell_client not in ("now", "delayed"):
            return False
        return self.tell_client == "now" or (bool(self.tell_date) and self.tell_date <= today)

    def _as_shown(self):
        given = self.item_ids.filtered("given")
        return {
            "reference": self.name,
            "released_on": fields.Datetime.context_timestamp(self, self.released_at).date(),
            "recipient": self.recipient_label,
            "purpose": self.purpose_id.name,
            "kinds": ", ".join(dict.fromkeys(given.category_id.mapped("name"))),
            "items": len(given),
            "why": self._why_for_client(),
            "emergency": self.is_emergency,
            "breach": bool(self.breach_at),
        }

    def _why_for_client(self):
        if self.ground == "consent":
            return self.env._("You agreed to it (%s).", self.consent_id.name)
        if self.ground == "law":
            return self.env._("The law obliged us: %s.", self.provision_id.name)
        return self.env._("Somebody was in danger.")

    # ---- to whom it must be told that something has changed
    def _recipient_key(self):
        """What tells two recipients apart. Names typed by hand are not opened to compare them: each is its own."""
        known = {"agency": self.agency_id, "partner": self.partner_id}.get(self.recipient_kind)
        return (self.recipient_kind, known.id if known else self.id)
