# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from . import named


class Base(models.AbstractModel):
    """Whatever is made, written or filled in: what it points at must be there for whoever does it."""

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            named.require(self.browse(), [self._wlec_defaults(), *vals_list])
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            named.require(self, [vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        if not self.env.su:
            named.require(self, [self._wlec_defaults(), values])
        return super().onchange(values, field_names, fields_spec)

    def _wlec_defaults(self):
        """What the caller sends to be filled in where nothing else is said."""
        start = "default_"
        return {
            key.removeprefix(start): value for key, value in self.env.context.items() if key.startswith(start)
        }
