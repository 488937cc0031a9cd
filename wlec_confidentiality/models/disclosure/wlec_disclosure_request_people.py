# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools import disclosure_people as people

CASEWORKER = "wlec_confidentiality.group_caseworker"
MANAGER = "wlec_confidentiality.group_line_manager"
OFFICER = "wlec_confidentiality.group_officer"
COMMITTEE = "wlec_confidentiality.group_committee"


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
    question = ConfidentialText(
        string="Question of the decider", help="Answer it in the request, then submit it again."
    )
    is_mine = fields.Boolean(compute="_compute_my_part", help="The present user had a hand in asking.")
    approved_by_me = fields.Boolean(compute="_compute_my_part")
    releaser_wanted = fields.Boolean(
        compute="_compute_my_part", help="Nobody is left who could hand it over."
    )
    approvals_label = fields.Char(compute="_compute_approvals_label", string="Approvals")

    _DECISION_TEXTS = frozenset(("decision_remark", "refusal_reason", "question", "releaser_id"))

    def write(self, vals):
        if self._DECISION_TEXTS & vals.keys() and vals.get("question", True):
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
        return (
            self.env.user.has_group(MANAGER)
            or self.env.user.has_group(OFFICER)
            or self.env.user in self.chair_id
        )

    # ---- who they are
    def _requesters(self):
        return frozenset((self.create_uid | self.requester_id | self.submitted_by_id).ids)

    def _approvers(self):
        return tuple(self._as_approver(user) for user in (self.approver_id, self.second_approver_id) if user)

    def _as_approver(self, user):
        # Asked with sudo: nobody but administrators may ask what groups somebody else is in.
        roles = user.sudo()
        chair = bool(self) and user == self.chair_id and roles.has_group(COMMITTEE)
        return people.Approver(user.id, roles.has_group(MANAGER), roles.has_group(OFFICER), chair)

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
        # The chair decides by what is asked, for what and why it is lawful, without learning who the client is.
        if gap is None and self.env.user != self.chair_id and not self._sees_file(self.env.user):
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
            "approve_officer": _("Without the client's consent one of the two approvals must be the confidentiality officer's, or the chair's where the request was passed on to them."),
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
