# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.models.access import unsealed

from . import notices


class MailMessage(models.Model):
    """The news that there is a message on a protected record."""

    _inherit = "mail.message"

    def _push_notice(self):
        model, res_id = self._owner()
        return {
            "title": notices.subject(self.env, model, res_id),
            "options": {
                "body": notices.news(self.env, model, res_id),
                "icon": "/web/static/img/odoo-icon-192x192.png",
                "data": {"model": model, "res_id": res_id},
            },
        }

    def _send_notices(self, recipients):
        """One mail to each: nobody learns who else was told. A mail has a message of its own, so that no part of this one
        is ever on its way."""
        recipients = [one for one in recipients if one["id"]]
        if not recipients:
            return
        with notices.own_words(), unsealed.log_line():
            mails = self.env["mail.mail"].sudo().create([self._notice_values(one) for one in recipients])
        self.env["mail.notification"].sudo().create(
            [
                {
                    "author_id": self.sudo().author_id.id,
                    "is_read": True,
                    "mail_message_id": self.id,
                    "mail_mail_id": mail.id,
                    "notification_status": "ready",
                    "notification_type": "email",
                    "res_partner_id": one["id"],
                }
                for one, mail in zip(recipients, mails, strict=True)
            ]
        )
        mails.send_after_commit()

    def _notice_values(self, recipient):
        model, res_id = self._owner()
        env = self.with_context(lang=recipient["lang"]).env if recipient["lang"] else self.env
        is_staff = bool(recipient["uid"]) and not recipient["ushare"]
        sender = notices.sender(env)
        return {
            "wlec_notice": True,
            "is_notification": True,
            "message_type": "user_notification",
            "model": model,
            "res_id": res_id,
            "author_id": env.company.sudo().partner_id.id,
            "email_from": sender,
            "reply_to": self._notice_reply_to() or sender,
            "subject": notices.subject(env, model, res_id),
            "body_html": notices.body(env, model, res_id, is_staff),
            "recipient_ids": [(4, recipient["id"])],
            "references": self.sudo().message_id,
            "auto_delete": True,
        }

    def _notice_reply_to(self):
        """Where an answer comes back to the record, when the centre receives mail at all."""
        model, res_id = self._owner()
        return self.env[model].browse(res_id).sudo()._notify_get_reply_to(default="")[res_id]
