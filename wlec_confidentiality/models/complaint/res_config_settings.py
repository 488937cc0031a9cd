# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_complaint_reserve_id = fields.Many2one(
        related="company_id.wlec_complaint_reserve_id", readonly=False
    )
    wlec_complaint_progress_days = fields.Integer(
        related="company_id.wlec_complaint_progress_days", readonly=False
    )
    wlec_regulator_name = fields.Char(related="company_id.wlec_regulator_name", readonly=False)
    wlec_regulator_address = fields.Text(related="company_id.wlec_regulator_address", readonly=False)
