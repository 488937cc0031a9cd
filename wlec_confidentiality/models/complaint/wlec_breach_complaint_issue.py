# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText

from .wlec_breach_complaint import FINDINGS


class WlecBreachComplaintIssue(models.Model):
    """One point complained about: what we found, why, and what is done about it. The letter takes each in turn."""

    _name = "wlec.breach.complaint.issue"
    _description = "Point complained about"
    _inherit = ["wlec.complaint.blind.mixin", "wlec.confidential.mixin"]
    _order = "complaint_id, sequence, id"

    name = fields.Char("Point", compute="_compute_name")
    complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Complaint", required=True, ondelete="restrict", index=True
    )
    sequence = fields.Integer(default=10)
    finding = fields.Selection(FINDINGS)
    is_whole = fields.Boolean("The complaint as a whole", readonly=True)
    is_complete = fields.Boolean("Ready for the letter", compute="_compute_is_complete")
    what = ConfidentialText("What is complained about")
    reason = ConfidentialText("What we found, and why")
    remedy = ConfidentialText("What is done about it")

    @api.depends("sequence", "complaint_id.issue_ids.sequence")
    def _compute_name(self):
        """A name that gives nothing away."""
        for issue in self:
            issues = issue.complaint_id.issue_ids.sorted(lambda one: (one.sequence, one.id or 0))
            number = list(issues.ids).index(issue.id) + 1 if issue.id in issues.ids else len(issues) or 1
            issue.name = self.env._("Point %s", number)

    @api.depends("finding", "what", "reason")
    def _compute_is_complete(self):
        """Asked without opening anything."""
        for issue in self:
            issue.is_complete = bool(
                issue.finding and issue._has_value("reason") and (issue.is_whole or issue._has_value("what"))
            )

    def _need_to_know(self, uid):
        by_complaint = dict(self.sudo().mapped(lambda issue: (issue.id, issue.complaint_id.id)))
        open_ = self.env["wlec.breach.complaint"]._complaints_open_to(list(set(by_complaint.values())), uid)
        # What we write is never the client's to open here: they get the letter.
        return {issue for issue, complaint in by_complaint.items() if open_.get(complaint) is False}

    def _key_scope(self):
        return self.sudo().complaint_id._key_scope()

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        complaints = self.env["wlec.breach.complaint"]
        if not self.env.su:
            complaints._check_reachable(vals_list)
        complaints.browse(
            {vals["complaint_id"] for vals in vals_list if vals.get("complaint_id")}
        )._check_issues_open()
        return super().create(vals_list)

    def write(self, vals):
        if "complaint_id" in vals:
            raise ConfidentialityError(self.env._("A point stays in the complaint it was written for."))
        self.complaint_id._check_issues_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        self.complaint_id._check_issues_open()
