# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.orm import guards


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    # A field made in the back office could copy a confidential value into a column of its own.
    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        if any(vals.get("state", "manual") == "manual" for vals in vals_list):
            guards.refuse_tainted(self.pool)
        return made

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"store", "related", "compute", "depends"}:
            guards.refuse_tainted(self.pool)
        return result
