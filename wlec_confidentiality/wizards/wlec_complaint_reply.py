# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar, ConfidentialText


class WlecComplaintReply(models.TransientModel):
    """A message to the client about their complaint, with a document if need be. They read it in the portal."""

    _name = "wlec.complaint.reply"
    _description = "Reply to the client about a complaint"
    _inherit = ["wlec.complaint.word.mixin"]

    body = ConfidentialText("Message")
    document = ConfidentialBinary("Document")
    document_name = ConfidentialChar("File name")

    def action_send(self):
        self.ensure_one()
        self.complaint_id.check_access("write")
        text = (self.body or "").strip()
        if not text:
            raise ValidationError(self.env._("Please write the message first."))
        self.env["wlec.complaint.message"].create({"complaint_id": self.complaint_id.id, "body": text})
        if self.document:
            self.env["wlec.complaint.document"].create(
                {
                    "complaint_id": self.complaint_id.id,
                    "file_name": self.document_name,
                    "content": self.document,
                    "is_shared": True,
                }
            )
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
