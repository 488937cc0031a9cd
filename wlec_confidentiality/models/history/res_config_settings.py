# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_history_names = fields.Selection(related="company_id.wlec_history_names", readonly=False)
