# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecCaseExclude(models.TransientModel):
    """The client does not want somebody to see their file."""

    _name = "wlec.case.exclude"
    _description = "Client excludes a colleague"

    case_id = fields.Many2one("wlec.case", "Case file", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Colleague", required=True, domain=[("share", "=", False)])
    told_how = fields.Selection(
        lambda self: self.env["wlec.access.exclusion"]._fields["told_how"].selection,
        "How the client told us",
        required=True,
    )

    def action_exclude(self):
        self.ensure_one()
        self.env["wlec.access.exclusion"].create(
            {
                "case_id": self.case_id.id,
                "user_id": self.user_id.id,
                "source": "client",
                "told_how": self.told_how,
            }
        )
        if self.case_id.is_granted:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        # Who has just entered their own exclusion has left the file.
        return self.env["ir.actions.act_window"]._for_xml_id("wlec_confidentiality.wlec_case_action")
