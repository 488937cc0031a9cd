# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm import actor
from odoo.addons.wlec_confidentiality.tools import clock

_WHO = (people.MANAGER, people.OFFICER, people.COMMITTEE)
_TALK_WORKING_DAYS = 10


class WlecAccessReview(models.Model):
    """Three outcomes, one click each."""

    _inherit = "wlec.access.review"

    _TRANSITIONS = {
        ("waiting", "fine"): Transition("fine", _WHO, "_guard_decide"),
        ("waiting", "talk"): Transition("talk", _WHO, "_guard_reason"),
        ("waiting", "breach"): Transition("breach", _WHO, "_guard_reason"),
    }
    _WORKFLOW_FIELDS = frozenset(("decided_by_id", "decided_at"))

    can_fine = fields.Boolean(compute="_compute_can")
    can_talk = fields.Boolean(compute="_compute_can")
    can_breach = fields.Boolean(compute="_compute_can")

    def action_fine(self):
        """There was a reason for it."""
        self._decide("fine")

    def action_talk(self):
        """Their line manager talks with them: that is a task of its own."""
        self._decide("talk")

    def action_breach(self):
        """It was not right: into the breach register, at once."""
        self._decide("breach")

    def _decide(self, outcome):
        self._transition(outcome, decided_by_id=self.env.uid, decided_at=fields.Datetime.now())

    def _guard_decide(self):
        if self.person_id.id in (self.env.uid, *actor.principals(self.env)):
            return self.env._("Nobody reviews themselves.")
        return None

    def _guard_reason(self):
        return self._guard_decide() or self._gap(
            reason=self.env._("Say in a few words why it is not fine, so that others can go on from there.")
        )

    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "talk":
            self._plan_talk()
        elif action == "breach":
            self._enter_breach()
        self._run_clocks()

    def _plan_talk(self):
        """With full rights: a trustee may decide that, and not make such tasks otherwise."""
        self.env["wlec.management.action"].sudo().create({
            "review_id": self.id,
            "person_id": self.person_id.id,
            "owner_id": self._who_talks().id,
            "kind": "supervision",
            "what": self.reason,
            "due_on": clock.add_working_days(clock.today_at_home(), _TALK_WORKING_DAYS),
        })  # fmt: skip

    def _who_talks(self):
        """Whoever decided, if they are above the person or in an office for it; else the next who is."""
        person = self.person_id
        fit = people.above(person) | people.chair(self.env)
        if person not in (officers := people.members(self.env, people.OFFICER)):
            fit |= officers
        return self.env.user if self.env.user in fit else fit[:1]

    def _enter_breach(self):
        review = self.sudo()
        self.env["wlec.breach"]._report_breach(
            "review",
            {"facts": self.reason, "cause": "access", "happened_at": review.first_at},
            involved=review.person_id,
            cases=review.case_id,
        )
