# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_chair_id = fields.Many2one(related="company_id.wlec_chair_id", readonly=False)
    wlec_link_days = fields.Integer(related="company_id.wlec_link_days", readonly=False)
    wlec_give_office_files = fields.Boolean(related="company_id.wlec_give_office_files", readonly=False)
    wlec_package_days = fields.Integer(related="company_id.wlec_package_days", readonly=False)
