# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import audit


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        if getattr(records, "_wlec_blind", False):
            audit.denied(records.with_env(self.env), operation)
            return self._wlec_missing_error(records)
        return super()._make_access_error(operation, records)
