# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.mail.controllers.google_translate import GoogleTranslateController
from odoo.addons.mail.controllers.thread import ThreadController
from odoo.addons.mail.tools.discuss import Store
from odoo.addons.portal.controllers.mail import MailController
from odoo.addons.wlec_confidentiality.models.access import protection

from .portal import MOST_ID


class WalledMailController(MailController):
    """Links in notices: who may not open what they lead to comes to the same page as with a link to nothing."""

    @classmethod
    def _redirect_to_record(cls, model, res_id, access_token=None, **kwargs):
        if cls._is_walled(model, res_id):
            return cls._redirect_to_generic_fallback(model, res_id, access_token=access_token, **kwargs)
        return super()._redirect_to_record(model, res_id, access_token=access_token, **kwargs)

    @classmethod
    def _is_walled(cls, model, res_id):
        if not res_id or model not in request.env:
            return False
        if not 0 < res_id <= MOST_ID:
            return True  # no record has such a number
        uid = request.session.uid or request.env.ref("base.public_user").id
        record = request.env[model].with_user(uid).browse(res_id)
        if getattr(record, "_wlec_walled", False):
            return bool(record._protected_closed())
        if not protection.is_protected(request.env, model, res_id):
            return False
        try:
            record.check_access("read")
        except (AccessError, MissingError):
            return True
        return False


class ConfidentialTranslateController(GoogleTranslateController):
    """What is said on a protected record is not sent to another company to be translated, nor is the translation kept."""

    @http.route()
    def translate(self, message_id):
        message = request.env["mail.message"].search([("id", "=", message_id)])
        if message.sudo().wlec_protected:
            return {"error": request.env._("Confidential messages are not sent to a translation service.")}
        return super().translate(message_id)


class WalledThreadController(ThreadController):
    """Of a record that is closed, or that there is none of, no message; and not those of everything else that is open instead."""

    @http.route()
    def mail_thread_messages(self, thread_model, thread_id, fetch_params=None):
        if not self._get_thread_with_access(thread_model, thread_id, mode="read"):
            return {"data": Store().get_result(), "messages": []}
        return super().mail_thread_messages(thread_model, thread_id, fetch_params=fetch_params)
