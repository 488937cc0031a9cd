# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.mail.controllers.google_translate import GoogleTranslateController
from odoo.addons.portal.controllers.mail import MailController
from odoo.addons.wlec_confidentiality.models.access import protection


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
        uid = request.session.uid or request.env.ref("base.public_user").id
        record = request.env[model].with_user(uid).browse(res_id)
        if getattr(record, "_wlec_walled", False):
            return bool(record._hidden())
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
