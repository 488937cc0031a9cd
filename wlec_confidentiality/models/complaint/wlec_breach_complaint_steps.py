# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import fields, models

from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm import audit

_REVIEW_WITHIN_DAYS = 28
# Steps that lead nowhere else: the state stays.
_ASIDE = ("pause", "resume", "extend", "tell_progress")


class WlecBreachComplaint(models.Model):
    """The steps: received, acknowledged, investigated, answered, reviewed by somebody else, closed.

    Who may take them is decided by who may write (officers, and the people named on the complaint) and by the guards."""

    _inherit = "wlec.breach.complaint"

    _TRANSITIONS = {
        ("received", "acknowledge"): Transition("acknowledged"),
        ("acknowledged", "investigate"): Transition("investigating", guard="_guard_investigate"),
        # Where the answer is ready in time, one letter is enough.
        ("acknowledged", "give_outcome"): Transition("outcome", guard="_guard_give_outcome"),
        ("investigating", "give_outcome"): Transition("outcome", guard="_guard_give_outcome"),
        ("outcome", "request_review"): Transition("review", guard="_guard_request_review"),
        ("closed", "request_review"): Transition("review", guard="_guard_request_review"),
        ("review", "send_back"): Transition("investigating", guard="_guard_send_back"),
        ("review", "close"): Transition("closed", guard="_guard_close"),
        ("acknowledged", "pause"): Transition("acknowledged", guard="_guard_pause"),
        ("investigating", "pause"): Transition("investigating", guard="_guard_pause"),
        ("acknowledged", "resume"): Transition("acknowledged", guard="_guard_resume"),
        ("investigating", "resume"): Transition("investigating", guard="_guard_resume"),
        ("acknowledged", "extend"): Transition("acknowledged", guard="_guard_extend"),
        ("investigating", "extend"): Transition("investigating", guard="_guard_extend"),
        ("acknowledged", "tell_progress"): Transition("acknowledged"),
        ("investigating", "tell_progress"): Transition("investigating"),
        ("review", "tell_progress"): Transition("review"),
    }
    _WORKFLOW_FIELDS = frozenset(
        ("acknowledged_on", "outcome_on", "outcome_by_id", "review_requested_on", "closed_on")
    )

    can_acknowledge = fields.Boolean(compute="_compute_can")
    can_investigate = fields.Boolean(compute="_compute_can")
    can_give_outcome = fields.Boolean(compute="_compute_can")
    can_request_review = fields.Boolean(compute="_compute_can")
    can_send_back = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    def action_acknowledge(self):
        self._transition("acknowledge", acknowledged_on=self._today())

    def action_investigate(self):
        self.check_access("write")
        for complaint in self:
            complaint._default_investigator()
        self._transition("investigate")

    def action_give_outcome(self):
        self.check_access("write")
        for complaint in self:
            complaint._whole_as_issue()
            values = complaint._resumed() if complaint.paused_on else {}
            complaint._transition(
                "give_outcome", outcome_on=self._today(), outcome_by_id=self.env.uid, **values
            )

    def action_request_review(self):
        by_client = not self.env.user._is_internal()
        self._transition(
            "request_review", review_requested_on=self._today(), closed_on=False, review_by_client=by_client
        )

    def action_send_back(self):
        self._transition("send_back", escalation_level=0)

    def action_close(self):
        self._transition("close", closed_on=self._today(), reviewed_by_id=self.env.uid)

    # ---- what follows
    def _after_transition(self, action):
        super()._after_transition(action)
        if action in ("acknowledge", "give_outcome", "request_review", "send_back", "close"):
            self._close_tasks()
        follow = getattr(self, f"_after_{action}", None)
        for complaint in self if follow else ():
            getattr(complaint, f"_after_{action}")()
        self._letters_waiting()

    def _after_acknowledge(self):
        self._acknowledgement_given()
        self._task(self.env._("Choose who looks into a complaint"), self.outcome_target_on)

    def _after_investigate(self):
        self._close_tasks()
        self._task(self.env._("Answer a complaint"), self.outcome_target_on, self.investigator_id)
        self._notify_client()

    def _after_give_outcome(self):
        self._letter("outcome")
        self._task(
            self.env._("Send an answered complaint to review"),
            self._today() + timedelta(days=_REVIEW_WITHIN_DAYS),
        )

    def _note_transition(self, action, before):
        """A step aside has its own line; “Investigating → Investigating” would say nothing."""
        if action not in _ASIDE:
            return super()._note_transition(action, before)
        audit.record(self, "transition", fields=(action,))
        line = {
            "pause": self.env._("The clock stands still: waiting for the client"),
            "resume": self.env._("The clock goes on"),
            "extend": self.env._("The answer was put off"),
            "tell_progress": self.env._("The client was told how far we are"),
        }[action]
        with unsealed.log_line():
            self.sudo()._message_log(body=line, author_id=self.env.user.partner_id.id)
        return None
