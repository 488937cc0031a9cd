# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableHtml


class MailComposeMessage(models.TransientModel):
    """The full composer: its draft is sealed. A mass mail would carry the content, and is refused."""

    _name = "mail.compose.message"
    _inherit = ["mail.compose.message", "wlec.draft.mixin"]

    _wlec_neutral = frozenset(("author_id", "reply_to_force_new"))

    subject = SealableChar()
    body = SealableHtml()
    email_from = SealableChar()
    reply_to = SealableChar()

    @api.model_create_multi
    def create(self, vals_list):
        composers = super().create(vals_list)
        composers._refuse_mass_mail()
        return composers

    def write(self, vals):
        result = super().write(vals)
        if {"composition_mode", "model", "res_ids"} & vals.keys():
            self._refuse_mass_mail()
        return result

    def _refuse_mass_mail(self):
        if any(one.composition_mode == "mass_mail" for one in self.sudo().filtered("wlec_protected")):
            raise ConfidentialityError(
                self.env._("Mails to many would be kept, and leave, in clear: write in each record instead.")
            )
