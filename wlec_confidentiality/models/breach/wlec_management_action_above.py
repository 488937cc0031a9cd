# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.tools import clock

# Working days after the due date on which it goes to the line manager, the officer, the chair.
_STEPS = (0, 3, 6)


class WlecManagementAction(models.Model):
    """Who stands above the person concerned, and is asked when it is not done in time."""

    _inherit = "wlec.management.action"

    escalated = fields.Integer("Passed up so far", readonly=True, copy=False)

    # ---- need to know
    def _open_sql(self, alias, uid):
        """The line managers of the person, at any height; officers, unless the person is one, manages them or stands beside them;
        the chair, and a trustee who deals with the matter. Never the person, nor anybody the matter is about."""
        self.flush_model(["person_id", "breach_id", "complaint_id"])
        self.env["wlec.breach"].flush_model(["handler_id", "subject_user_ids"])
        self.env["wlec.breach.complaint"].flush_model(["handler_id", "subject_user_ids"])
        person = SQL.identifier(alias, "person_id")
        return SQL(
            "%(person)s <> %(uid)s AND NOT %(involved)s AND (%(person)s IN (%(below)s) OR %(officer)s OR %(chair)s OR %(trustee)s)",
            person=person,
            uid=uid,
            below=people.below_sql(uid),
            officer=self._officer_sql(person, uid),
            chair=people.chair(self.env).id == uid,
            trustee=self._trustee_sql(alias, uid),
            involved=self._involved_sql(alias, uid),
        )

    def _officer_sql(self, person, uid):
        user = self.env["res.users"].sudo().browse(uid)
        if not user.has_group(people.OFFICER):
            return SQL("FALSE")
        closed = people.members(self.env, people.OFFICER) | people.above(user)
        if manager := user.wlec_line_manager_id:
            closed |= manager.with_context(active_test=False).wlec_report_ids
        return SQL("%s <> ALL(%s)", person, closed.ids)

    def _trustee_sql(self, alias, uid):
        if not self.env["res.users"].sudo().browse(uid).has_group(people.COMMITTEE):
            return SQL("FALSE")
        return SQL(
            """(EXISTS (SELECT 1 FROM wlec_breach b WHERE b.id = %s AND b.handler_id = %s)
                OR EXISTS (SELECT 1 FROM wlec_breach_complaint c WHERE c.id = %s AND c.handler_id = %s))""",
            SQL.identifier(alias, "breach_id"), uid, SQL.identifier(alias, "complaint_id"), uid,
        )  # fmt: skip

    def _involved_sql(self, alias, uid):
        return SQL(
            """(EXISTS (SELECT 1 FROM wlec_breach_subject_rel s WHERE s.breach_id = %s AND s.user_id = %s)
                OR EXISTS (SELECT 1 FROM wlec_complaint_subject_rel s WHERE s.complaint_id = %s AND s.user_id = %s))""",
            SQL.identifier(alias, "breach_id"), uid, SQL.identifier(alias, "complaint_id"), uid,
        )  # fmt: skip

    # ---- nothing is forgotten
    @api.model
    def _cron_escalate(self):
        """What is overdue goes up: to the line manager, to the officer three working days later, to the chair after three more."""
        today = clock.today_at_home(fields.Datetime.now())
        late = self.search([("state", "=", "open"), ("due_on", "<", today), ("escalated", "<", len(_STEPS))])
        for action in late:
            level = sum(clock.add_working_days(action.due_on, days) < today for days in _STEPS)
            if level > action.escalated:
                action._pass_up(level)

    def _pass_up(self, level):
        with permit(self, {"escalated"}):
            self.escalated = level
        self._task(
            self._asked_at(level), self.env._("Overdue: line management has something to do"), self.due_on
        )

    def _asked_at(self, level):
        """Who is asked at this height: the first who is there and may know of it, from here upwards."""
        rungs = (
            people.above(self.person_id),
            people.officers_by_load(self.env["wlec.breach"]),
            people.chair(self.env),
        )
        for users in rungs[level - 1 :]:
            for user in users._or_cover():
                if self.id in self._need_to_know(user.id):
                    return user
        return self.env["res.users"]
