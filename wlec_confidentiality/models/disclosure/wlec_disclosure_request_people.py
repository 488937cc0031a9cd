# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools import disclosure_people as people

CASEWORKER = "wlec_confidentiality.group_caseworker"
MANAGER = "wlec_confidentiality.group_line_manager"
OFFICER = "wlec_confidentiality.group_officer"
_GRANT_DAYS = 14


class WlecDisclosureRequestPeople(models.Model):
    """Who asks, who decides, who lets go: three different people, four without the client's consent."""

    _inherit = "wlec.disclosure.request"

    requester_id = fields.Many2one(
        "res.users",
        string="Requester",
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.uid,
    )
    submitted_by_id = fields.Many2one("res.users", string="Submitted by", readonly=True, copy=False)
    approver_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False, index="btree_not_null"
    )
    second_approver_id = fields.Many2one("res.users", string="Also approved by", readonly=True, copy=False)
    decision_remark = ConfidentialText(string="Remark on the decision")
    approval_remark = ConfidentialText(string="Remark of the approver", readonly=True)
    second_approval_remark = ConfidentialText(string="Remark of the second approver", readonly=True)
    releaser_id = fields.Many2one(
        "res.users", string="To be handed over by", copy=False, index="btree_not_null",
        help="Somebody who neither asked for this disclosure nor approved it. They are given sight of the file for 14 days.",
    )  # fmt: skip
    released_by_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)
    refused_by_id = fields.Many2one("res.users", string="Refused by", readonly=True, copy=False)
    refusal_reason = ConfidentialText(string="Reasons for the refusal")
    is_mine = fields.Boolean(compute="_compute_my_part", help="The present user had a hand in asking.")
    approved_by_me = fields.Boolean(compute="_compute_my_part")
    releaser_wanted = fields.Boolean(
        compute="_compute_my_part", help="Nobody is left who could hand it over."
    )
    approvals_label = fields.Char(compute="_compute_approvals_label", string="Approvals")

    _DECISION_TEXTS = frozenset(("decision_remark", "refusal_reason", "releaser_id"))

    def write(self, vals):
        if self._DECISION_TEXTS & vals.keys():
            self._check_decision_texts(vals)
        result = super().write(vals)
        if vals.get("releaser_id"):
            for request in self.filtered(lambda r: r.state == "approved"):
                request._ask_for_release()
        return result

    def _check_decision_texts(self, vals):
        if not self.env.su and not self._decides():
            raise ConfidentialityError(
                self.env._("Only a line manager or the confidentiality officer writes that.")
            )
        if any(request.state in ("released", "refused", "cancelled") for request in self):
            raise ConfidentialityError(
                self.env._("The decision has been taken: what was said stays as it is.")
            )
        for request in self if vals.get("releaser_id") else ():
            request._check_releaser(self.env["res.users"].browse(vals["releaser_id"]))

    def _decides(self):
        return self.env.user.has_group(MANAGER) or self.env.user.has_group(OFFICER)

    # ---- who they are
    def _requesters(self):
        return frozenset((self.create_uid | self.requester_id | self.submitted_by_id).ids)

    def _approvers(self):
        return tuple(self._as_approver(user) for user in (self.approver_id, self.second_approver_id) if user)

    @api.model
    def _as_approver(self, user):
        # Asked with sudo: nobody but administrators may ask what groups somebody else is in.
        return people.Approver(user.id, user.sudo().has_group(MANAGER), user.sudo().has_group(OFFICER))

    def _sees_file(self, user):
        return self.case_id.with_user(user).sudo().is_granted

    @api.depends("approver_id", "second_approver_id", "ground")
    def _compute_approvals_label(self):
        for request in self:
            names = [user.name for user in (request.approver_id, request.second_approver_id) if user]
            needed = 1 if request.ground == "consent" else 2
            if (
                request.ground
                and len(names) < needed
                and request.state not in ("released", "refused", "cancelled")
            ):
                names.append(self.env._("%s still needed", needed - len(names)))
            request.approvals_label = ", ".join(names)

    @api.depends(
        "state", "requester_id", "submitted_by_id", "approver_id", "second_approver_id", "releaser_id"
    )
    @api.depends_context("uid")
    def _compute_my_part(self):
        for request in self:
            request.is_mine = self.env.uid in request._requesters()
            approvers = request.approver_id | request.second_approver_id
            request.approved_by_me = self.env.user in approvers
            waiting = request.state == "approved" and not request.releaser_id
            request.releaser_wanted = waiting and not request._spare_officer(
                request._requesters() | {*approvers.ids}
            )

    # ---- why somebody cannot
    def _why_not_approve(self):
        gap = people.approval_gap(
            self.ground, self._requesters(), self._approvers(), self._as_approver(self.env.user)
        )
        if gap is None and not self._sees_file(self.env.user):
            gap = "approve_role"
        return gap and self._people_sentence(gap)

    def _why_not_release(self):
        gap = people.release_gap(self.ground, self._requesters(), self._approvers(), self.env.uid)
        if gap is None and not self._sees_file(self.env.user):
            gap = "release_unseen"
        return gap and self._people_sentence(gap)

    def _people_sentence(self, gap):
        _ = self.env._
        return {
            "approve_own": _("You asked for this disclosure, so somebody else decides on it."),
            "approve_twice": _("You have approved it already: the second approval is somebody else's."),
            "approve_role": _("Only a line manager or the confidentiality officer who works on this file approves."),
            "approve_officer": _("Without the client's consent one of the two approvals must be the confidentiality officer's."),
            "release_unapproved": _("It is not approved."),
            "release_own": _("You asked for this disclosure, so somebody else hands it over."),
            "release_approver": _("You approved this disclosure, so somebody else hands it over."),
            "release_unseen": _("Only somebody who works on this file hands it over."),
        }[gap]  # fmt: skip

    def _check_releaser(self, user):
        barred = self._requesters() | {approver.person for approver in self._approvers()}
        works = user.sudo().has_group(CASEWORKER) or user.sudo().has_group(OFFICER)
        if user.id in barred or not works or not user.active:
            raise ConfidentialityError(
                self.env._(
                    "%s cannot hand it over: choose a caseworker, line manager or officer who neither asked nor approved.",
                    user.name,
                )
            )

    # ---- asking them
    def _officers(self):
        return self.env.ref(OFFICER).sudo().all_user_ids.filtered("active").sorted("id")

    def _let_in(self, user, source, reason):
        """Sight of the file for somebody who must decide or hand over; for 14 days, on record like any other grant.

        :return: whether the person sees the file now; whom the client keeps out stays out
        """
        if user in self.case_id.sudo()._kept_out():
            return False
        if not self._sees_file(user):
            until = fields.Datetime.now() + relativedelta(days=_GRANT_DAYS)
            self.env["wlec.access.grant"]._grant(self.case_id, user, source, reason, until)
            self.case_id.invalidate_recordset(["is_granted"])
        return self._sees_file(user)

    def _ask_for_decision(self):
        """Tell those who decide that something awaits them: the requester's line manager, and without consent the officer."""
        self.ensure_one()
        barred = self._requesters()
        manager = self.requester_id.sudo().wlec_line_manager_id
        asked = self.env["res.users"]
        reason = self.env._("To decide on the disclosure request %s", self.name)
        if manager and manager.id not in barred and self._let_in(manager, "line_management", reason):
            asked |= manager
        if self.ground != "consent" or not asked:
            for officer in self._officers():
                if officer.id not in barred and self._let_in(officer, "cover", reason):
                    asked |= officer
                    break
        self._plan(asked, self.env._("Disclosure request awaits your decision"))

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
        return self._officers().filtered(lambda user: user.id not in barred and user not in kept_out)[:1]

    def _plan(self, users, summary):
        for user in users:
            self.sudo().activity_schedule("mail.mail_activity_data_todo", user_id=user.id, summary=summary)

    def _plans_done(self):
        """Nobody is waited for any more."""
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
