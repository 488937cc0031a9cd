# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm import actor

CASEWORKER = "wlec_confidentiality.group_caseworker"
SHORTEST_REASON = 20
_LONGEST_MONTHS = 12
_DECIDERS = (people.OFFICER, people.MANAGER)


class WlecAccessHiding(models.Model):
    """Asked for, approved by two, over."""

    _inherit = "wlec.access.hiding"

    _TRANSITIONS = {
        ("draft", "ask"): Transition("asked", (CASEWORKER, people.OFFICER), "_guard_ask"),
        ("asked", "approve"): Transition("seconded", _DECIDERS, "_guard_approve"),
        ("seconded", "approve"): Transition("approved", _DECIDERS, "_guard_second"),
        ("asked", "refuse"): Transition("refused", _DECIDERS, "_guard_decide"),
        ("seconded", "refuse"): Transition("refused", _DECIDERS, "_guard_decide"),
        ("approved", "lift"): Transition("lifted", _DECIDERS),
        ("approved", "end"): Transition("ended", (), "_guard_end"),
    }
    _WORKFLOW_FIELDS = frozenset(
        ("first_approver_id", "second_approver_id", "approved_at", "lifted_at", "refuser_id")
    )

    can_ask = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_lift = fields.Boolean(compute="_compute_can")

    def _compute_can(self):
        super()._compute_can()
        for hiding in self:
            mine = hiding.requester_id == self.env.user
            hiding.can_ask = hiding.can_ask and mine
            decides = not mine and hiding.first_approver_id != self.env.user
            hiding.can_approve = hiding.can_approve and decides
            hiding.can_refuse = hiding.can_refuse and decides

    # ---- asking
    def action_ask(self):
        """Two others are asked to decide."""
        self._transition("ask")

    def _guard_ask(self):
        if self.requester_id != self.env.user or not self._is_in_person():
            return self.env._("Only who wrote it asks for it.")
        if len((self.reason or "").strip()) < SHORTEST_REASON:
            return self.env._("Say in at least %s characters why the law applies here.", SHORTEST_REASON)
        return self._guard_end_date() or self._provision_obstacle()

    def _guard_end_date(self):
        now = fields.Datetime.now()
        if not now < self.ends_at <= now + relativedelta(months=_LONGEST_MONTHS):
            return self.env._(
                "It has to end: later than now, and at most %s months from now.", _LONGEST_MONTHS
            )
        return None

    # ---- deciding
    def action_approve(self):
        """The first approval waits for the second; with the second it is hidden."""
        for hiding in self:
            if hiding.state == "seconded":
                hiding._transition(
                    "approve", second_approver_id=self.env.uid, approved_at=fields.Datetime.now()
                )
            else:
                hiding._transition("approve", first_approver_id=self.env.uid)

    def action_refuse(self):
        """The client goes on seeing it."""
        self._transition("refuse", refuser_id=self.env.uid)

    def action_lift(self):
        """The client sees it from now on."""
        self._transition("lift", lifted_at=fields.Datetime.now())

    def _guard_decide(self):
        if not self._is_in_person():
            return self.env._("Decide in your own name.")
        if self.env.user == self.requester_id:
            return self.env._("Whoever asks for it does not decide on it.")
        return None

    def _guard_approve(self):
        if why := self._guard_decide():
            return why
        if self._is_about(self.env.user):
            return self.env._("It would hide something you did yourself: somebody else decides.")
        return self._guard_end_date() or self._provision_obstacle()

    def _guard_second(self):
        if self.env.user == self.first_approver_id:
            return self.env._("You have approved it already: the second approval is somebody else's.")
        both = self.env.user | self.first_approver_id
        if not any(user.sudo().has_group(people.OFFICER) for user in both):
            return self.env._("One of the two has to be the confidentiality officer.")
        return self._guard_approve()

    def _is_in_person(self):
        return actor.principals(self.env) == (self.env.uid,)

    def _is_about(self, user):
        """Whether anything this person did would be hidden by it."""
        scope = [SQL("e.case_ids && %s::int[]", self.case_id.ids), SQL("e.actor_id = %s", user.id)]
        if self.event_id:
            scope.append(SQL("e.id = %s", self.event_id.id))
        if self.person_id:
            scope.append(SQL("%s", self.person_id == user))
        if self.since:
            scope.append(SQL("e.at >= %s", self.since))
        if self.until:
            scope.append(SQL("e.at < %s", self.until))
        query = SQL("SELECT EXISTS (SELECT 1 FROM wlec_access_event e WHERE %s)", SQL(" AND ").join(scope))
        return user == self.sudo().person_id or self.env.execute_query(query)[0][0]

    # ---- what follows
    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "ask":
            self._task(
                self._deciders(), self.env._("Decide whether a client is not told of something for now")
            )
        elif action == "refuse" or self.state == "approved":
            self._tasks_done()

    def _deciders(self):
        asked = people.above(self.requester_id)[:1] | people.members(self.env, people.OFFICER)
        return asked - self.requester_id

    # ---- the end
    def _guard_end(self):
        over = self.env.su and self.ends_at <= fields.Datetime.now()
        return None if over else self.env._("It is not over yet: lift it.")

    def _cron_end(self):
        """The client sees it since that very moment; here the page says so."""
        self.search([("state", "=", "approved"), ("ends_at", "<=", fields.Datetime.now())])._transition("end")
