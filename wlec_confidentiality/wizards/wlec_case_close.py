# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecCaseClose(models.TransientModel):
    """Close a file: asks for the reason."""

    _name = "wlec.case.close"
    _description = "Close a case file"

    case_id = fields.Many2one("wlec.case", "Case file", required=True, readonly=True, ondelete="cascade")
    close_reason = fields.Selection(
        lambda self: self.env["wlec.case"]._fields["close_reason"].selection, "Reason", required=True
    )

    def action_close(self):
        self.ensure_one()
        self.case_id.write({"close_reason": self.close_reason})
        self.case_id.action_close()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
