# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class IrDefault(models.Model):
    _inherit = "ir.default"

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_confidential([vals.get("field_id") for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_confidential([vals.get("field_id"), *self.field_id.ids])
        return super().write(vals)

    def _refuse_confidential(self, field_ids):
        for field in self.env["ir.model.fields"].sudo().browse(filter(None, field_ids)):
            model = self.env.get(field.model)
            if model is not None and getattr(model._fields.get(field.name), "_wlec_confidential", False):
                raise ConfidentialityError(
                    self.env._("A default would be kept in clear: confidential fields have none.")
                )
