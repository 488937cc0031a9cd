# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_registration_number = fields.Char(related="company_id.wlec_registration_number", readonly=False)
    wlec_breach_contact = fields.Char(related="company_id.wlec_breach_contact", readonly=False)
    wlec_insurer_name = fields.Char(related="company_id.wlec_insurer_name", readonly=False)
    wlec_breach_letter = fields.Text(related="company_id.wlec_breach_letter", readonly=False)
