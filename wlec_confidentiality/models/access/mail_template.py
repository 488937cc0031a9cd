# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from . import unsealed


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def send_mail_batch(self, *args, **kwargs):
        # A mail is kept, and leaves, in clear; the programme's own say no more than that there is news.
        if not self.env.su:
            unsealed.refuse_made(self, "model")
        return super().send_mail_batch(*args, **kwargs)
