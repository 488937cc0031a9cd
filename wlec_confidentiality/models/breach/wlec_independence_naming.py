# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class WlecIndependenceNaming(models.Model):
    _inherit = "wlec.independence.naming"

    kind = fields.Selection(selection_add=[("breach", "A breach")], ondelete={"breach": "cascade"})
    breach_id = fields.Many2one("wlec.breach", ondelete="restrict", index=True, groups=fields.NO_ACCESS)

    @api.model
    def _kinds(self):
        return {**super()._kinds(), "wlec.breach": ("breach", "breach_id")}
