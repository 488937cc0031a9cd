# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.base.models.res_users import check_identity
from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.models.access.need_to_know import open_files
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm import actor, audit
from odoo.addons.wlec_confidentiality.tools import clock

CASEWORKER = "wlec_confidentiality.group_caseworker"
HOURS = 4
REVIEW_WORKING_DAYS = 3
SHORTEST_REASON = 20
_LONGEST_DELAY_DAYS = 90


class WlecEmergencyAccess(models.Model):
    """Opening, closing, review due."""

    _inherit = "wlec.emergency.access"

    _TRANSITIONS = {
        ("draft", "break"): Transition("open", (CASEWORKER,), "_guard_break"),
        ("open", "end"): Transition("expired", (CASEWORKER,), "_guard_end"),
        ("open", "expire"): Transition("expired", (), "_guard_expire"),
        ("open", "review"): Transition(
            "reviewed", (people.MANAGER, people.OFFICER, people.COMMITTEE), "_guard_review"
        ),
        ("expired", "review"): Transition(
            "reviewed", (people.MANAGER, people.OFFICER, people.COMMITTEE), "_guard_review"
        ),
    }
    _WORKFLOW_FIELDS = frozenset(
        ("case_id", "grant_id", "opened_at", "ends_at", "review_due", "reviewer_id", "told_at")
    )

    can_break = fields.Boolean(compute="_compute_can")
    can_end = fields.Boolean(compute="_compute_can")
    can_review = fields.Boolean(compute="_compute_can")

    def _compute_can(self):
        super()._compute_can()
        for access in self:
            mine = access.user_id == self.env.user
            access.can_break = access.can_break and mine
            access.can_end = access.can_end and mine
            access.can_review = access.can_review and not mine

    # ---- breaking the glass
    @check_identity
    def action_break(self):
        """Open the file now, for four hours. Odoo asks for the password (or passkey, or code) again."""
        self.check_access("write")
        return self._break()

    def _break(self):
        self.ensure_one()
        now = fields.Datetime.now()
        case = self._case_named()
        self._transition(
            "break",
            opened_at=now,
            ends_at=now + relativedelta(hours=HOURS),
            review_due=clock.end_of_day(clock.add_working_days(clock.today_at_home(), REVIEW_WORKING_DAYS)),
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "wlec.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }

    def _case_named(self):
        """The file of that reference, as superuser; none for somebody who is kept out of it."""
        reference = (self.reference or "").strip().upper()
        case = self.env["wlec.case"].sudo().search([("name", "=", reference)], limit=1)
        kept_out = (
            self.env["wlec.access.exclusion"]
            .sudo()
            .search_count(
                [("case_id", "=", case.id), ("user_id", "=", self.env.uid), ("lifted_at", "=", False)],
                limit=1,
            )
        )
        if kept_out:
            audit.denied(case.sudo(False), "emergency")
            return case.browse()
        return case

    def _guard_break(self):
        if self.user_id != self.env.user or actor.principals(self.env) != (self.env.uid,):
            return self.env._("Only you yourself open a file for yourself.")
        if len((self.reason or "").strip()) < SHORTEST_REASON:
            return self.env._("Say in at least %s characters what is so urgent.", SHORTEST_REASON)
        return self._guard_telling() or self._guard_overdue() or self._guard_case()

    def _guard_telling(self):
        if self.tell_client == "now":
            return None
        if len((self.tell_reason or "").strip()) < SHORTEST_REASON:
            return self.env._("Say in at least %s characters why the client is told later.", SHORTEST_REASON)
        latest = fields.Date.today() + relativedelta(days=_LONGEST_DELAY_DAYS)
        if not self.tell_on or not fields.Date.today() < self.tell_on <= latest:
            return self.env._(
                "Give the day on which the client is told, at most %s days from now.", _LONGEST_DELAY_DAYS
            )
        return None

    def _guard_overdue(self):
        overdue = Domain("user_id", "=", self.env.uid) & Domain("state", "in", ("open", "expired"))
        overdue &= Domain("review_due", "<", fields.Datetime.now())
        if self.category != "danger" and self.sudo().search_count(overdue, limit=1):
            return self.env._(
                "An earlier emergency access of yours has not been reviewed in time. Please ask for that first; only danger to"
                " life or safety goes before it."
            )
        return None

    def _guard_case(self):
        case = self._case_named()
        if not case:
            return self.env._(
                "There is no file %s that can be opened in this way.", (self.reference or "").strip().upper()
            )
        if open_files(self.env, self.env.uid, case.ids):
            return self.env._("This file is open to you already.")
        return None

    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "break":
            self._open_file()
            self._tell_client()
        elif action == "end":
            self.sudo().grant_id._end(self.env._("Not needed any longer"))
        elif action == "review":
            self._tasks_done()

    def _open_file(self):
        category = dict(self._fields["category"]._description_selection(self.env))[self.category]
        case = self._case_named()
        grant = self.env["wlec.access.grant"]._grant(case, self.env.user, "emergency", category, self.ends_at)
        self.sudo()._note_file(case, grant)
        audit.record(case.sudo(False), "emergency", fields=(self.category,))
        self._task(self._reviewers(), self.env._("Emergency access to review"), self.review_due.date())

    def _reviewers(self):
        """The line manager and the officers, but for the person and whoever is kept out of the file; failing these the chair."""
        kept_out = (
            self.env["wlec.access.exclusion"]
            .sudo()
            .search([("case_id", "=", self.sudo().case_id.id), ("lifted_at", "=", False)])
            .user_id
        )
        asked = people.above(self.user_id)[:1] | people.members(self.env, people.OFFICER)
        free = asked - self.user_id - kept_out
        return free or people.chair(self.env) - self.user_id - kept_out

    # ---- closing
    def action_end(self):
        """The file closes now."""
        self._transition("end")

    def _guard_end(self):
        return None if self.user_id == self.env.user else self.env._("It is not yours to close.")

    def _guard_expire(self):
        over = self.env.su and self.ends_at and self.ends_at <= fields.Datetime.now()
        return None if over else self.env._("The four hours are not over.")

    def _cron_expire(self):
        """The grant has ended by itself; here the page says so, and an overdue review goes to the next."""
        now = fields.Datetime.now()
        self.search([("state", "=", "open"), ("ends_at", "<=", now)])._transition("expire")
        self.search([("state", "!=", "draft"), ("told_at", "=", False)])._tell_client()
        for access in self.search([("state", "=", "expired"), ("review_due", "<", now)]):
            access._task(
                people.chair(self.env) - access.user_id, self.env._("Emergency access not reviewed in time")
            )

    # ---- review
    def _guard_review(self):
        if self.user_id == self.env.user or self.user_id.id in actor.principals(self.env):
            return self.env._("Nobody reviews themselves.")
        return None

    def action_review(self):
        """The page on which somebody else says what they think of it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Review"),
            "res_model": "wlec.emergency.review",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_access_id": self.id},
        }

    def _note_file(self, case, grant):
        with permit(self, self._workflow_fields()):
            self.write({"case_id": case.id, "grant_id": grant.id})
