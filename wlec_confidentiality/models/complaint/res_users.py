# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if "wlec_line_manager_id" in vals:
            self.env["wlec.breach.complaint"]._drop_where_too_close()
        return result
