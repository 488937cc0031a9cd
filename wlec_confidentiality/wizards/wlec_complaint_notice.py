# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecComplaintNotice(models.TransientModel):
    """Word to the client while they wait: how far we are, what we wait for, or that it takes longer. It goes out as a letter."""

    _name = "wlec.complaint.notice"
    _description = "Word to the client about a complaint"
    _inherit = ["wlec.complaint.word.mixin"]

    kind = fields.Selection(
        [
            ("progress", "Tell the client how far we are"),
            ("waiting", "Stop the clock: we wait for the client"),
            ("extension", "Put off the answer"),
        ],
        "What for",
        required=True,
        default="progress",
    )
    due_on = fields.Date(related="complaint_id.outcome_target_on", string="Due now")
    until = fields.Date("Answer by")
    reason = ConfidentialText("What the client is told")

    def action_send(self):
        """Take the step and write the letter, or neither."""
        self.ensure_one()
        complaint = self.complaint_id
        complaint.check_access("write")
        reason = (self.reason or "").strip()
        if not reason:
            raise ValidationError(
                self.env._(
                    "Please write what the client is told: what was done, what is missing, or why it takes longer."
                )
            )
        if self.kind == "waiting":
            complaint._pause()
        elif self.kind == "extension":
            complaint._extend(self.until)
        else:
            complaint._tell_progress()
        complaint._letter(self.kind, reason=reason)
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
