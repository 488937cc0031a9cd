# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools import breach_clock


class WlecBreach(models.Model):
    """The steps. Who may take them is decided by who may write: officers and whoever deals with it."""

    _inherit = "wlec.breach"

    assessed_at = fields.Datetime("Assessed on", readonly=True, copy=False)
    assessed_by_id = fields.Many2one("res.users", "Assessed by", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    not_notified_reason = ConfidentialText("Why the regulator is not told")

    _TRANSITIONS = {
        ("suspected", "assess"): Transition("assessed", guard="_guard_assess"),
        ("assessed", "reconsider"): Transition("suspected"),
        ("not_notifiable", "reconsider"): Transition("suspected"),
        # No button: it is taken when a first notice to the regulator is marked as sent.
        ("assessed", "notify"): Transition("notified", guard="_guard_notify"),
        ("assessed", "not_notify"): Transition("not_notifiable", guard="_guard_not_notify"),
        ("notified", "close"): Transition("closed", guard="_guard_close"),
        ("not_notifiable", "close"): Transition("closed", guard="_guard_close"),
        ("closed", "reopen"): Transition("suspected", guard="_guard_reopen"),
        ("closed", "reopen_notified"): Transition("notified", guard="_guard_reopen_notified"),
    }
    _WORKFLOW_FIELDS = frozenset(("notified_at", "assessed_at", "assessed_by_id", "closed_at"))
    _WEIGHED = frozenset({
        "facts", "cause", "category_ids", "people_count", "data_kind", "data_adjustment", "identification", "confidentiality",
        "integrity", "availability", "malicious", "unintelligible", "recovered", "risk_decision", "risk_reason", "aware_at",
        "aware_reason",
    })  # fmt: skip

    can_assess = fields.Boolean(compute="_compute_can")
    can_reconsider = fields.Boolean(compute="_compute_can")
    can_not_notify = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")

    # ---- guards
    def _guard_assess(self):
        _ = self.env._
        return (
            self._gap(
                facts=_("Write down what happened."),
                cause=_("Choose how it came about."),
                category_ids=_("Choose the kinds of information it is about."),
                people_count=_("Say how many people it affects; an estimate will do for now."),
                suggested_risk=_("Fill in what the severity is reckoned from (page “Severity”)."),
                risk_decision=_("Decide whether it is a risk to the people affected (page “Severity”)."),
            )
            or self._guard_aware()
            or (
                self._gap(risk_reason=_("You decide otherwise than the figure suggests: say why."))
                if self.is_diverging
                else None
            )
        )

    def _guard_notify(self):
        sent = self._first_notice().sent_on
        if not sent:
            return self.env._("A notice to the regulator has to be marked as sent first (page “Notices”).")
        if breach_clock.is_late(sent, self.notify_by):
            return self._gap(
                late_reason=self.env._(
                    "The regulator was told after the 72 hours: say why it is late (page “Clock”)."
                )
            )
        return None

    def _guard_not_notify(self):
        if self.risk_decision != "none":
            return self.env._(
                "You decided that it is a risk: tell the regulator, or reconsider (button “Reconsider”)."
            )
        return self._gap(not_notified_reason=self.env._("Say why the regulator is not told (page “Clock”)."))

    def _guard_close(self):
        return (
            self._gap(
                containment=self.env._("Write down what was done to contain it (page “What we do”)."),
                lessons=self.env._("Write down what we change (page “What we do”)."),
            )
            or self._why_not_told()
            or self._why_actions_open()
        )

    def _why_actions_open(self):
        if self.sudo().action_ids.filtered(lambda action: action.state == "open"):
            return self.env._("Line management still has something to do about it.")
        return None

    def _guard_reopen(self):
        return (
            self.env._("The regulator knows of it: it cannot become a suspicion again.")
            if self.notified_at
            else None
        )

    def _guard_reopen_notified(self):
        return None if self.notified_at else self.env._("The regulator was not told of it.")

    # ---- steps
    def action_assess(self):
        self._transition("assess", assessed_at=fields.Datetime.now(), assessed_by_id=self.env.uid)

    def action_reconsider(self):
        self._transition("reconsider", assessed_at=False, assessed_by_id=False)

    def action_not_notify(self):
        self._transition("not_notify")

    def action_close(self):
        self._transition("close", closed_at=fields.Datetime.now())

    def action_reopen(self):
        self.check_access("write")
        for breach in self:
            breach._transition("reopen_notified" if breach.notified_at else "reopen", closed_at=False)

    def _after_transition(self, action):
        super()._after_transition(action)
        self._tasks_done()
        for breach in self:
            if action == "assess" and breach.risk_decision != "none":
                due = fields.Date.context_today(breach, breach.notify_by)
                breach._task(breach.handler_id, self.env._("Tell the regulator of a breach"), due)
            elif action == "notify" and breach.risk_decision == "high_risk":
                breach._task(breach.handler_id, self.env._("Tell the people affected by a breach"))
            elif action in ("reconsider", "reopen"):
                breach._task(breach.handler_id, self.env._("Assess a breach"))

    # ---- what was decided stays decided
    def write(self, vals):
        weighed = self._WEIGHED & vals.keys()
        if weighed and any(breach.state == "not_notifiable" for breach in self):
            raise TransitionError(
                self.env._("It was decided not to notify on these facts: press “Reconsider” to change them.")
            )
        self._check_reasons_stay(vals)
        result = super().write(vals)
        for breach in self if weighed else ():
            if breach.state in ("assessed", "notified") and (why := breach._guard_assess()):
                raise TransitionError(why)
        return result

    def _check_reasons_stay(self, vals):
        said = ("late_reason" in vals and any(breach.notified_at for breach in self)) or (
            "not_notified_reason" in vals and any(breach.state == "not_notifiable" for breach in self)
        )
        if said:
            raise TransitionError(
                self.env._("The decision has been taken: its reason stays as it was given.")
            )
