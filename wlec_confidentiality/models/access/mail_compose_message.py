# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from . import unsealed


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    @api.model_create_multi
    def create(self, vals_list):
        unsealed.refuse_values(self, vals_list, "model")
        composers = super().create(vals_list)
        unsealed.refuse_made(composers, "model")
        return composers

    def write(self, vals):
        if "model" in vals:
            unsealed.refuse_values(self, [vals], "model")
        return super().write(vals)
