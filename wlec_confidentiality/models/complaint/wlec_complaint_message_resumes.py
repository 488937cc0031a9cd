# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecComplaintMessage(models.Model):
    _inherit = "wlec.complaint.message"

    @api.model_create_multi
    def create(self, vals_list):
        """The client has written: whoever waited for that goes on. We have: the client has had news."""
        messages = super().create(vals_list)
        for complaint in (
            messages.sudo().filtered(lambda message: message.author_kind == "centre").complaint_id
        ):
            complaint._heard()
        theirs = messages.sudo().filtered(lambda message: message.author_kind == "client")
        theirs.complaint_id._client_wrote()
        return messages
