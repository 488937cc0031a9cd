# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # Counted with the reader's own eyes: to whom the file is closed, there is none.
    wlec_case_count = fields.Integer("Case file", compute="_compute_wlec_case_count")

    @api.depends_context("uid")
    def _compute_wlec_case_count(self):
        Case = self.env["wlec.case"].sudo(False)
        counts = {}
        if self.ids and Case.has_access("read"):
            groups = Case._read_group([("lead_id", "in", self.ids)], ["lead_id"], ["__count"])
            counts = {lead.id: count for lead, count in groups}
        for lead in self:
            lead.wlec_case_count = counts.get(lead._origin.id, 0)

    def action_open_wlec_case(self):
        """The case file of this enquiry: the one there is, or a new one."""
        self.ensure_one()
        Case = self.env["wlec.case"].sudo(False)
        case = Case.search([("lead_id", "=", self.id)]) or self._create_wlec_case()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wlec.case",
            "res_id": case.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _create_wlec_case(self):
        self.check_access("read")
        if not self.partner_id:
            raise UserError(
                self.env._(
                    "Choose the client on the enquiry first, or create them there (field “Customer” or “Contact”)."
                )
            )
        return (
            self.env["wlec.case"]
            .sudo(False)
            .create(
                {
                    "lead_id": self.id,
                    "partner_id": self.partner_id.id,
                    "caseworker_id": self.env.uid,
                    "narrative": html2plaintext(self.description or "").strip() or False,
                }
            )
        )
