# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools.mail import email_normalize_all, formataddr

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import gate

from . import notices, owners


class MailMail(models.Model):
    """Mails are kept, and leave, in clear: about protected records they are notices, made by the programme."""

    _inherit = "mail.mail"

    wlec_notice = fields.Boolean(
        "Notice",
        readonly=True,
        copy=False,
        help="Says that there is news in a protected record, and no more.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not notices.are_own_words():
            self._refuse_content(vals_list)
        return super().create(vals_list)

    def _refuse_content(self, vals_list):
        messages = self.env["mail.message"].sudo()
        pairs = {(vals.get("model"), vals.get("res_id")) for vals in vals_list if vals.get("model")}
        messages = messages.browse(
            vals["mail_message_id"] for vals in vals_list if vals.get("mail_message_id")
        )
        pairs.update(message._owner() for message in messages if message.wlec_protected)
        if owners.protected_pairs(self.env, pairs):
            raise ConfidentialityError(
                self.env._(
                    "A mail about this record would be kept, and leave, in clear. Write a message there instead: whoever may"
                    " read it is told that there is news."
                )
            )

    def write(self, vals):
        # What a mail server says of an address is no text to keep.
        if vals.get("failure_reason") and any(self.sudo().mapped("wlec_notice")):
            vals = {**vals, "failure_reason": self.env._("The notice could not be delivered.")}
        return super().write(vals)

    def unlink(self):
        messages = self.sudo().filtered("wlec_notice").mail_message_id  # made for the mail alone
        result = super().unlink()
        messages.unlink()
        return result

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        mails = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        is_notice = self.sudo().wlec_notice
        return [
            self._with_address(mail)
            if mail["partner_id"] and (is_notice or mail["partner_id"]._is_row_protected())
            else mail
            for mail in mails
        ]

    def _with_address(self, mail):
        """Of a client nothing is opened but the address, and that only when the mail is handed over."""
        with gate.purpose(self.env, notices.DELIVERY):
            address = mail["partner_id"].email
        found = email_normalize_all(address)
        return {
            **mail,
            "email_to": [formataddr(("", email)) for email in found],
            "email_to_normalized": found,
            "email_to_raw": address or "",
        }
