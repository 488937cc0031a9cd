# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from . import unsealed


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    @api.model_create_multi
    def create(self, vals_list):
        unsealed.refuse_values(self, vals_list, "model")
        messages = super().create(vals_list)
        unsealed.refuse_made(messages, "model")
        return messages

    def write(self, vals):
        if "model" in vals:
            unsealed.refuse_values(self, [vals], "model")
        return super().write(vals)
