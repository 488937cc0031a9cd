# SPDX-License-Identifier: LGPL-3.0-or-later
"""Uploads to protected records: sealed from the stream they come in, never whole in memory."""

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.web.controllers.binary import Binary
from odoo.addons.wlec_confidentiality.models.documents import owner, upload


def _is_protected(model, record_id):
    pair = (model, owner.one_id(record_id))
    return bool(owner.of_records(request.env, [pair]))


class ConfidentialAttachmentController(AttachmentController):
    @http.route()
    def mail_attachment_upload(self, ufile, thread_id, thread_model, is_pending=False, **kwargs):
        if _is_protected(thread_model, thread_id):
            upload.hand_over(ufile)
        with upload.awaiting(thread_model, int(thread_id)):
            return super().mail_attachment_upload(
                ufile, thread_id, thread_model, is_pending=is_pending, **kwargs
            )


class ConfidentialBinaryController(Binary):
    @http.route()
    def upload_attachment(self, model, id, ufile, callback=None):
        if _is_protected(model, id):
            for file in request.httprequest.files.getlist("ufile"):
                upload.hand_over(file)
        return super().upload_attachment(model, id, ufile, callback=callback)
