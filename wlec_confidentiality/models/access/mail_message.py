# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from . import unsealed

_TEXT = {"body", "subject", "attachment_ids", "model", "res_id", "preview"}


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        neutral = self.env.su or unsealed.is_logging()
        if not neutral:
            unsealed.refuse_values(self, vals_list, "model")
        messages = super().create(vals_list)
        if not neutral:
            unsealed.refuse_made(messages, "model")
        return messages

    def write(self, vals):
        # Also with full rights: Odoo takes them to let people edit what they are the author of.
        if _TEXT & vals.keys() and not unsealed.is_logging():
            if "model" in vals:
                unsealed.refuse_values(self, [vals], "model")
            unsealed.refuse_made(self, "model")
        return super().write(vals)
