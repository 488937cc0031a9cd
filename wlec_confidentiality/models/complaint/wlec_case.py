# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class WlecCase(models.Model):
    _inherit = "wlec.case"

    complaint_count = fields.Integer("Number of complaints", compute="_compute_complaint_count")

    @api.depends_context("uid")
    def _compute_complaint_count(self):
        """Only those this user may see: to everybody else there are none."""
        Complaint = self.env["wlec.breach.complaint"].sudo(False)
        counts = {}
        if Complaint.has_access("read"):
            counts = dict(Complaint._read_group([("case_id", "in", self.ids)], ["case_id"], ["__count"]))
        for case in self:
            case.complaint_count = counts.get(case, 0)

    def action_open_complaints(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_breach_complaint_action"
        )
        return action | {"domain": [("case_id", "=", self.id)], "context": {}}
