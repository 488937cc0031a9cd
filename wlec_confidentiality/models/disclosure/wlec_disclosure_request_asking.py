# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import fields, models

from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.tools import clock

from .wlec_disclosure_request_people import COMMITTEE, MANAGER, OFFICER

_GRANT_DAYS = 14
_DECIDE_WORKING_DAYS = 2


class WlecDisclosureRequestAsking(models.Model):
    """Whoever must decide or hand over is told that something awaits them, and given sight of the file for as long as it takes.

    Who is away is replaced by their cover. Where neither a line manager nor the officer is there, it goes to the chair.
    """

    _inherit = "wlec.disclosure.request"

    chair_id = fields.Many2one(
        "res.users", string="Passed on to", readonly=True, copy=False, index="btree_not_null",
        help="The chair of trustees, who decides because nobody else is there. They do not learn who the client is.",
    )  # fmt: skip

    decide_by = fields.Datetime(string="Decide by", readonly=True, copy=False, index="btree_not_null")

    def _workflow_fields(self):
        return super()._workflow_fields() | {"decide_by"}

    def _officers(self):
        return self.env.ref(OFFICER).sudo().all_user_ids.filtered("active").sorted("id")

    def _let_in(self, user, source, reason):
        """Sight of the file for somebody who must decide or hand over; for 14 days, on record like any other grant.

        :return: whether the person sees the file now; whom the client keeps out stays out
        """
        if user in self.case_id.sudo()._kept_out():
            return False
        self._into_circle(user)
        if not self._sees_file(user):
            until = fields.Datetime.now() + relativedelta(days=_GRANT_DAYS)
            # Of a request that nobody may be warned of, the grant must not speak: others on the file can read it.
            reason = self.env._("Supervision of the file") if self.restricted else reason
            self.env["wlec.access.grant"]._grant(self.case_id, user, source, reason, until)
            self.case_id.invalidate_recordset(["is_granted"])
        return self._sees_file(user)

    # ---- a decision
    def _ask_for_decision(self):
        """Tell those who decide: the requester's line manager, and without consent the officer; the chair when nobody is left."""
        self.ensure_one()
        asked = self._ask_manager()
        if self.ground != "consent" or not asked:
            asked |= self._ask_officer() or self._ask_chair()
        self._plan(asked, self.env._("Disclosure request awaits your decision"))

    def _barred(self):
        """Who cannot decide on it: whoever asked, and whom the client keeps out of the file."""
        return self.env["res.users"].browse(sorted(self._requesters())) | self.case_id.sudo()._kept_out()

    def _ask_manager(self, reason=None):
        """The requester's line manager, or the one next above who is there."""
        reason = reason or self.env._("To decide on the disclosure request %s", self.name)
        manager, seen = self.requester_id.sudo().wlec_line_manager_id, self._barred()
        while manager and manager not in seen:
            for user in manager._or_cover() - self._barred():
                if user.sudo().has_group(MANAGER) and self._let_in(user, "line_management", reason):
                    return user
            seen |= manager
            manager = manager.sudo().wlec_line_manager_id
        return self.env["res.users"]

    def _ask_officer(self, reason=None):
        reason = reason or self.env._("To decide on the disclosure request %s", self.name)
        for user in self._officers()._or_cover() - self._barred():
            if user.sudo().has_group(OFFICER) and self._let_in(user, "cover", reason):
                return user
        return self.env["res.users"]

    def _ask_chair(self):
        """Nobody else is there: the chair decides, on what is asked, for what and why it would be lawful."""
        chair = self.env.company.sudo().wlec_chair_id._or_cover() - self._barred()
        chair = chair.filtered(lambda user: user.sudo().has_group(COMMITTEE))[:1]
        if chair and not self.chair_id:
            self._into_circle(chair)
            with permit(self, {"chair_id"}):
                self.sudo().chair_id = chair
        return self.chair_id & chair

    # ---- nobody decides
    def _decide_by(self):
        """Two working days, or the end of the day before the one the notice names when that is sooner."""
        today = clock.today_at_home()
        last = clock.add_working_days(today, _DECIDE_WORKING_DAYS)
        if self.answer_by:
            last = max(today, min(last, self.answer_by - relativedelta(days=1)))
        return clock.end_of_day(last)

    # ---- the handing over
    def _ask_for_release(self):
        """Tell the person who hands over; unless one was named, that is the officer when the officer has not approved."""
        self.ensure_one()
        barred = self._requesters() | {approver.person for approver in self._approvers()}
        chosen = self.releaser_id or self._spare_officer(barred)
        reason = self.env._("To hand over the disclosure %s", self.name)
        if chosen and self._let_in(chosen, "cover", reason):
            self._plan(chosen, self.env._("Disclosure approved: please hand it over"))

    def _spare_officer(self, barred):
        kept_out = self.case_id.sudo()._kept_out()
        return (
            self._officers()
            ._or_cover()
            .filtered(lambda user: user.id not in barred and user not in kept_out)
            .filtered(lambda user: user.sudo().has_group(OFFICER))[:1]
        )

    # ---- tasks
    def _plan(self, users, summary, due=None):
        with unsealed.log_line():
            for user in users:
                self.sudo().activity_schedule(
                    "mail.mail_activity_data_todo", date_deadline=due, user_id=user.id, summary=summary
                )

    def _plans_done(self):
        """Nobody is waited for any more."""
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
