# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from . import notices, owners


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def send_mail_batch(self, res_ids, **kwargs):
        # A mail is kept, and leaves, in clear; the programme's own say no more than that there is news.
        if not notices.are_own_words() and self._protected_among(res_ids):
            raise ConfidentialityError(
                self.env._(
                    "A mail made of this record would be kept, and leave, in clear. Write a message there instead."
                )
            )
        return super().send_mail_batch(res_ids, **kwargs)

    def _protected_among(self, res_ids):
        model = self.sudo().model
        return owners.protected_pairs(self.env, {(model, res_id) for res_id in res_ids})
