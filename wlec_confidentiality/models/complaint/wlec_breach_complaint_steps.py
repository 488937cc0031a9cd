# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition


class WlecBreachComplaint(models.Model):
    """The steps. Who may take them is decided by who may write: officers and the named handler."""

    _inherit = "wlec.breach.complaint"

    _TRANSITIONS = {
        ("received", "acknowledge"): Transition("acknowledged"),
        ("acknowledged", "investigate"): Transition("investigating"),
        ("acknowledged", "give_outcome"): Transition("outcome", guard="_guard_give_outcome"),
        ("investigating", "give_outcome"): Transition("outcome", guard="_guard_give_outcome"),
        ("outcome", "request_review"): Transition("review"),
        ("closed", "request_review"): Transition("review"),
        ("review", "give_outcome"): Transition("outcome", guard="_guard_give_outcome"),
        ("outcome", "close"): Transition("closed"),
    }
    _WORKFLOW_FIELDS = frozenset(("acknowledged_on", "outcome_on", "review_requested_on", "closed_on"))

    can_acknowledge = fields.Boolean(compute="_compute_can")
    can_investigate = fields.Boolean(compute="_compute_can")
    can_give_outcome = fields.Boolean(compute="_compute_can")
    can_request_review = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    def action_acknowledge(self):
        self._transition("acknowledge", acknowledged_on=self._today())

    def action_investigate(self):
        self._transition("investigate")

    def action_give_outcome(self):
        self._transition("give_outcome", outcome_on=self._today())

    def action_request_review(self):
        self._transition("request_review", review_requested_on=self._today(), closed_on=False)

    def action_close(self):
        self._transition("close", closed_on=self._today())

    def _guard_give_outcome(self):
        # Asked of the database, so that nothing is opened to find out.
        answered = self.search_count([("id", "=", self.id), ("outcome_text", "!=", False)])
        if not (answered and self.finding):
            return self.env._("Write the answer to the client and choose a finding first.")
        return None

    def _after_transition(self, action):
        super()._after_transition(action)
        self._close_tasks()
        for complaint in self:
            if action == "acknowledge":
                complaint._tell_client("acknowledgement", complaint._acknowledgement_text())
                complaint._task(self.env._("Investigate a complaint"), complaint.outcome_target_on)
            elif action == "give_outcome":
                complaint._tell_client("outcome", complaint.outcome_text)
            elif action == "request_review":
                complaint._task(self.env._("The client asks for a review"), complaint.due_on)
            elif action == "investigate":
                complaint._task(self.env._("Answer a complaint"), complaint.outcome_target_on)
                complaint._notify_client()
            elif action == "close":
                complaint._notify_client()

    def _acknowledgement_text(self):
        """The letter of acknowledgement, in plain words; it names nobody and repeats nothing."""
        return self.env._(
            "We received your complaint on %(received)s. Its reference is %(name)s.\n"
            "It will be looked into by somebody who is not involved in it. Nobody it is about can see it.\n"
            "We aim to answer by %(answer)s, and will write to you here if it takes longer.\n"
            "You can send us messages and documents here at any time. You may also complain to the Information Commissioner"
            " at any time: ico.org.uk/make-a-complaint, telephone 0303 123 1113.",
            received=format_date(self.env, self.received_on, date_format="d MMMM y"),
            name=self.name,
            answer=format_date(self.env, self.outcome_target_on, date_format="d MMMM y"),
        )

    def _tell_client(self, kind, text):
        """Put a message of ours into the exchange; it becomes visible in the portal."""
        self.env["wlec.complaint.message"].sudo()._add(self, "centre", text, kind=kind)
