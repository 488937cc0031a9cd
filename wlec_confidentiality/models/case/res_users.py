# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        if "wlec_line_manager_id" not in vals:
            return super().write(vals)
        moved = self.filtered(
            lambda user: user.sudo().wlec_line_manager_id.id != vals["wlec_line_manager_id"]
        )
        result = super().write(vals)
        if moved:
            # The files follow: the former line manager's access ends, the new one's begins.
            self.env["wlec.case"].sudo().search([("caseworker_id", "in", moved.ids)])._follow_reassignment()
        return result
