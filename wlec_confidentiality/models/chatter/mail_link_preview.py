# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class MailLinkPreview(models.Model):
    _inherit = "mail.link.preview"

    @api.model
    def _create_from_message_and_notify(self, message, request_url=None):
        # The server would call the address somebody wrote in confidence, and keep what it says there in clear.
        if message._is_row_protected():
            return None
        return super()._create_from_message_and_notify(message, request_url)
