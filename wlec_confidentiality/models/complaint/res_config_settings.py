# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_complaint_reserve_id = fields.Many2one(
        related="company_id.wlec_complaint_reserve_id", readonly=False
    )
