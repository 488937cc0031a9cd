# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecCase(models.Model):
    _inherit = "wlec.case"

    def action_print_history(self):
        """Who has looked at the file, on paper, for a client without a login."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who has looked: on paper"),
            "res_model": "wlec.history.print",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }
