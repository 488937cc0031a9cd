# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.wlec_confidentiality.models.access import named


class MailThread(models.AbstractModel):
    """Odoo takes a mail from anybody who works here, and puts it into whatever record it names, in the name of whomever it says it
    is from. Mail servers hand mail over by a job, or with an administrator's login."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False, thread_id=None
    ):
        self._require_mail_server()
        if thread_id:
            named.require_there(self.env, model, [thread_id])
        return super().message_process(
            model, message, custom_values, save_original, strip_attachments, thread_id
        )

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        self._require_mail_server()
        return super().message_route(message, message_dict, *args, **kwargs)

    def _require_mail_server(self):
        if not (self.env.su or self.env.user._is_system()):
            raise AccessError(self.env._("E-mails come in by the mail server only."))
