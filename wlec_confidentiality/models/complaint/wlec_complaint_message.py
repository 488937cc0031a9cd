# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecComplaintMessage(models.Model):
    """One message of the exchange with the client. What was said stays said: nothing is changed or removed."""

    _name = "wlec.complaint.message"
    _description = "Message about a complaint"
    _inherit = ["wlec.complaint.blind.mixin", "wlec.confidential.mixin"]
    _order = "date desc, id desc"
    _rec_name = "complaint_id"

    complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Complaint", required=True, ondelete="restrict", index=True, readonly=True
    )
    author_kind = fields.Selection(
        [("client", "Client"), ("centre", "Centre")], "From", required=True, readonly=True
    )
    kind = fields.Selection(
        [("message", "Message"), ("acknowledgement", "Acknowledgement"), ("outcome", "Answer")],
        required=True,
        default="message",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Written by", readonly=True, groups="base.group_user")
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    body = ConfidentialText()
    # One sending, one message: what comes twice finds the first one.
    sending = fields.Char(groups=fields.NO_ACCESS, copy=False)

    _sending_uniq = models.UniqueIndex("(complaint_id, sending) WHERE sending IS NOT NULL")

    def _need_to_know(self, uid):
        by_complaint = dict(self.sudo().mapped(lambda message: (message.id, message.complaint_id.id)))
        open_ = self.env["wlec.breach.complaint"]._complaints_open_to(list(set(by_complaint.values())), uid)
        return {message for message, complaint in by_complaint.items() if complaint in open_}

    def _key_scope(self):
        return self.sudo().complaint_id._key_scope()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.env["wlec.breach.complaint"]._check_reachable(vals_list)
            for vals in vals_list:
                vals.update(
                    author_kind="centre", kind="message", user_id=self.env.uid, date=fields.Datetime.now()
                )
        told = [
            vals.get("complaint_id", 0)
            for vals in vals_list
            if vals.get("author_kind") == "centre" and vals.get("kind") != "acknowledgement"
        ]
        self.env["wlec.breach.complaint"].browse(told)._check_may_be_told()
        messages = super().create(vals_list)
        for message in messages.sudo():
            if message.author_kind == "centre":
                message.complaint_id._notify_client()
            else:
                message.complaint_id._brief_handler(self.env._("The client has written"))
        return messages

    @api.model
    def _add(self, complaint, author_kind, text, kind="message", sending=None):
        """Add a message; the caller has made sure that this person may speak here."""
        return self.sudo().create(
            {
                "complaint_id": complaint.id,
                "author_kind": author_kind,
                "kind": kind,
                "user_id": self.env.uid,
                "body": text,
                "sending": sending,
            }
        )

    def write(self, vals):
        raise ConfidentialityError(self.env._("A message is not changed once it is sent: send another one."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("Messages are kept."))
