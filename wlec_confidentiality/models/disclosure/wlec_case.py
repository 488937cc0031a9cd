# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class WlecCase(models.Model):
    _inherit = "wlec.case"

    disclosure_ids = fields.One2many("wlec.disclosure.request", "case_id", string="Disclosures")
    disclosure_count = fields.Integer(compute="_compute_disclosure_count")

    @api.depends("disclosure_ids")
    def _compute_disclosure_count(self):
        groups = self.env["wlec.disclosure.request"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"], ["__count"]
        )
        counts = dict(groups)
        for case in self:
            case.disclosure_count = counts.get(case._origin, 0)

    def action_open_disclosures(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "wlec_confidentiality.wlec_disclosure_request_action"
        )
        return {**action, "domain": [("case_id", "=", self.id)], "context": {"default_case_id": self.id}}
