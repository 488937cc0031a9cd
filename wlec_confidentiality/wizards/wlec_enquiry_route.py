# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.exceptions import UserError


class WlecEnquiryRoute(models.TransientModel):
    """Give enquiries to a caseworker. Whoever does so and is not concerned does not see them any more."""

    _name = "wlec.enquiry.route"
    _description = "Pass enquiries on"

    lead_ids = fields.Many2many("crm.lead", string="Enquiries", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Caseworker",
        required=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("wlec_confidentiality.group_caseworker").ids),
            ("share", "=", False),
        ],
    )

    def action_route(self):
        self.ensure_one()
        self.lead_ids.check_access("write")
        if not self.user_id.sudo().has_group("wlec_confidentiality.group_caseworker"):
            raise UserError(self.env._("Choose a caseworker."))
        self.lead_ids.write({"user_id": self.user_id.id})
        return self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_action_pipeline")
