# SPDX-License-Identifier: LGPL-3.0-or-later
from urllib.parse import urlencode

from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class WlecHistoryPrint(models.TransientModel):
    """Who has looked at a file, on paper, for a client without a login: the very list the portal shows. Nothing of it is kept."""

    _name = "wlec.history.print"
    _description = "Who has looked at a file, on paper"

    case_id = fields.Many2one("wlec.case", "Case file", required=True, readonly=True, ondelete="cascade")
    date_from = fields.Date("From")
    date_to = fields.Date("To", default=fields.Date.context_today)
    with_own = fields.Boolean("With what the client did in the portal")

    def action_print(self):
        """Open the PDF; who made one is on record, and the client sees that, too."""
        self.ensure_one()
        self.case_id.check_access("read")
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise ConfidentialityError(self.env._("Choose a first and a last day, in this order."))
        period = {"from": self.date_from or "", "to": self.date_to or "", "own": "1" if self.with_own else ""}
        return {
            "type": "ir.actions.act_url",
            "url": f"/wlec/access-history/{self.case_id.id}?{urlencode(period)}",
            "target": "download",
        }
