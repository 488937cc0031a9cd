# SPDX-License-Identifier: LGPL-3.0-or-later
from collections import defaultdict
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.models.chatter import owners
from odoo.addons.wlec_confidentiality.tools import deadlines

from .wlec_consent import WlecConsent
from .wlec_register_clock import OFFICER

_CASEWORKER = ("wlec_confidentiality.group_caseworker",)
_GRANT_DAYS = 14


class WlecConsentClocks(models.Model):
    """What has to be done about a consent in time: one by word of mouth confirmed in writing; one that ends renewed, or not."""

    _name = "wlec.consent"
    _inherit = ["wlec.consent", "wlec.clock.mixin"]

    runs_out = fields.Boolean(
        string="May run out",
        readonly=True,
        copy=False,
        help="Somebody has decided not to ask the client again.",
    )
    can_let_run_out = fields.Boolean(compute="_compute_can")

    _TRANSITIONS = {
        **WlecConsent._TRANSITIONS,
        ("given", "let_run_out"): Transition("given", _CASEWORKER, "_guard_let_run_out"),
    }

    def _workflow_fields(self):
        return super()._workflow_fields() | {"runs_out"}

    @api.depends("runs_out", "valid_to")
    def _compute_can(self):
        super()._compute_can()
        soon = fields.Date.context_today(self) + relativedelta(days=deadlines.EXPIRY_LEAD_DAYS)
        self.filtered(lambda consent: consent.runs_out or consent.valid_to > soon).can_let_run_out = False

    def _guard_let_run_out(self):
        return self.env._("That has been decided already.") if self.runs_out else None

    def action_let_run_out(self):
        """It is not needed any longer than it lasts: nobody need be reminded."""
        self._transition("let_run_out", runs_out=True)

    def _after_transition(self, action):
        super()._after_transition(action)
        self._run_clocks()

    # ---- the clocks
    @api.model
    def _clock_domain(self):
        soon = fields.Date.context_today(self) + relativedelta(days=deadlines.EXPIRY_LEAD_DAYS + 1)
        unconfirmed = ["&", ("method", "=", "verbal"), ("confirmed_at", "=", False)]
        return [("state", "=", "given"), "|", ("valid_to", "<=", soon), *unconfirmed]

    def _deadlines(self, now):
        renewed = self._renewed()
        for consent in self:
            unconfirmed = consent.method == "verbal" and not consent.confirmed_at
            facts = deadlines.Consent(
                state=consent.state,
                valid_to=consent.valid_to,
                confirm_by=(unconfirmed and consent.confirm_by) or None,
                settled=consent.runs_out or consent in renewed,
            )
            yield from ((consent, deadline) for deadline in deadlines.of_consent(facts, now))

    def _renewed(self):
        """Those for which the client is being asked again, or has said yes for longer: same recipient, same purpose."""
        others = self.sudo().search(
            [("case_id", "in", self.case_id.ids), ("state", "in", ("requested", "given"))]
        )
        ends = defaultdict(list)
        for other in others:
            end = date.max if other.state == "requested" else other.valid_to
            ends[other._same_permission()].append(end)
        return self.filtered(
            lambda consent: max(ends[consent._same_permission()], default=date.min) > consent.valid_to
        )

    def _same_permission(self):
        # A name that was typed in is sealed, and not opened to compare it: each is its own.
        named = self.id if self.recipient_kind == "person" else (self.agency_id.id, self.partner_id.id)
        return (self.case_id.id, self.recipient_kind, named, self.purpose_id.id)

    def _clock_text(self, kind):
        if kind == "confirm":
            return self.env._("Have this consent confirmed in writing")
        return self.env._("This consent ends soon: ask the client again, or let it run out")

    def _clock_person(self, role, kind):
        caseworker = self.sudo().case_id.caseworker_id
        found = {
            "doer": lambda: caseworker if caseworker._or_cover() == caseworker else caseworker.browse(),
            "manager": lambda: caseworker.wlec_line_manager_id._or_cover(),
            "officer": self._clock_officer,
            "chair": self._clock_chair,
        }[role]()
        return found if role == "chair" else self._let_in_already(found)

    def _let_in_already(self, users):
        """Those of the users who may open this record."""
        return users.filtered(lambda user: owners.users_let_in(self.env, self._name, self.id, user))

    def _clock_officer(self):
        """An officer, given sight of the file for as long as it takes, on record like any other grant."""
        case = self.sudo().case_id
        officers = self.env.ref(OFFICER).sudo().all_user_ids.filtered("active").sorted("id")._or_cover()
        officer = (officers - case._kept_out() - case.caseworker_id)[:1]
        if officer and not self._let_in_already(officer):
            until = fields.Datetime.now() + relativedelta(days=_GRANT_DAYS)
            reason = self.env._("A deadline of the consent %s is overdue", self.name)
            self.env["wlec.access.grant"]._grant(case, officer, "cover", reason, until)
            case.invalidate_recordset(["is_granted"])
        return officer
