# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText

from .wlec_breach_complaint import STAFF


class WlecBreachComplaint(models.Model):
    """The review: no complaint is closed before somebody else - the chair or a trustee - has looked at the answer, whether the
    client asks for it or not. They confirm it, or send it back."""

    _inherit = "wlec.breach.complaint"

    review_by_client = fields.Boolean("The client asked for the review", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one(
        "res.users", "Reviewed and closed by", ondelete="set null", readonly=True, groups=STAFF, copy=False
    )
    review_text = ConfidentialText("Result of the review, for the client", groups=STAFF)
    review_note = ConfidentialText("What must be looked at again (not shown to the client)", groups=STAFF)
    is_my_review = fields.Boolean(compute="_compute_is_my_review", groups=STAFF)

    def _workflow_fields(self):
        return super()._workflow_fields() | {"review_by_client", "reviewed_by_id"}

    @api.depends("reviewer_id")
    @api.depends_context("uid")
    def _compute_is_my_review(self):
        for complaint in self:
            complaint.is_my_review = complaint.sudo().reviewer_id == self.env.user

    # ---- guards
    def _guard_request_review(self):
        if self.state == "closed" and self.review_by_client and not self.env.user._is_internal():
            return self.env._(
                "We have looked at it again already. If you are not content, you can complain to the regulator."
            )
        return None

    def _reviewer_obstacle(self):
        if self.sudo().reviewer_id != self.env.user:
            return self.env._(
                "The review is for somebody else: the person named under “Reviewed by” decides."
            )
        return self._review_obstacle(self.env.user)

    def _guard_close(self):
        if not self._has_value("review_text"):
            return self._reviewer_obstacle() or self.env._(
                "Write the result of the review for the client first."
            )
        return self._reviewer_obstacle()

    def _guard_send_back(self):
        if not self._has_value("review_note"):
            return self._reviewer_obstacle() or self.env._("Write what must be looked at again first.")
        return self._reviewer_obstacle()

    # ---- what follows
    def _after_request_review(self):
        complaint = self.sudo()
        if not complaint.reviewer_id or complaint._review_obstacle(complaint.reviewer_id):
            complaint._set_named({"reviewer_id": complaint._choose_reviewer().id})
        complaint._after_reviewer()

    def _after_reviewer(self):
        for complaint in self.sudo().filtered(lambda complaint: complaint.state == "review"):
            complaint._close_tasks()
            summary = self.env._("Review a complaint")
            if complaint.review_by_client:
                summary = self.env._("The client asks for a review")
            if not complaint.reviewer_id:
                summary = self.env._("Name a trustee to review a complaint")
            complaint._task(summary, complaint.due_on, complaint.reviewer_id)

    def _after_send_back(self):
        self._task(self.env._("Answer a complaint"), self.outcome_target_on, self.investigator_id)

    def _after_close(self):
        self._letter("review")

    def _choose_reviewer(self):
        """The chair; else the trustee who is free and has the fewest to review."""
        self.ensure_one()
        chair = self.env.company.sudo().wlec_chair_id._or_cover()
        trustees = people.members(self.env, people.COMMITTEE)
        load = dict(
            self.sudo()._read_group(
                [("reviewer_id", "in", trustees.ids), ("state", "=", "review")], ["reviewer_id"], ["__count"]
            )
        )
        trustees = trustees.sorted(lambda user: (user != chair, load.get(user, 0), user.id))
        return trustees.filtered(lambda user: not self._review_obstacle(user))[:1]

    # ---- the client's view
    def _portal_values(self):
        values = super()._portal_values()
        complaint = self.sudo()
        if complaint.state == "review" and not complaint.review_by_client:
            values["state_label"] = self.env._("We have answered; somebody else is checking our answer")
        if complaint.state == "closed" and complaint.review_by_client:
            values["can_request_review"] = False
        return values
