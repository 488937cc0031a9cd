# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        for message in messages:
            # An upload that has waited sealed for its author: from now on it belongs to the record of the message.
            waiting = message.sudo().attachment_ids.filtered(
                lambda attachment: not attachment.res_id and attachment._is_waiting_for_actor()
            )
            if waiting and message.model and message.res_id:
                waiting.write({"res_model": message.model, "res_id": message.res_id})
        return messages
