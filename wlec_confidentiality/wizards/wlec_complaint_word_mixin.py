# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class WlecComplaintWordMixin(models.AbstractModel):
    """A form in which whoever deals with a complaint writes to the client. What is written is sealed as the complaint is."""

    _name = "wlec.complaint.word.mixin"
    _description = "Form for word to the client about a complaint"
    _inherit = ["wlec.own.form.mixin"]

    complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Complaint", required=True, ondelete="cascade", readonly=True
    )
    contact_by = fields.Selection(related="complaint_id.contact_by")

    @api.model_create_multi
    def create(self, vals_list):
        self.env["wlec.breach.complaint"]._check_reachable(vals_list)
        return super().create(vals_list)

    def _key_scope(self):
        return self.sudo().complaint_id._key_scope()
