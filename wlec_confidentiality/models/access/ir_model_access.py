# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import audit


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    def _make_access_error(self, model, mode):
        if model.startswith("wlec."):
            audit.denied(self.env[model], mode)
        return super()._make_access_error(model, mode)
