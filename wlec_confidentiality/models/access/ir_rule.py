# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.wlec_confidentiality.orm import audit


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        if not records._name.startswith("wlec."):
            return super()._make_access_error(operation, records)
        audit.denied(records.with_env(self.env), operation)
        # The same words whether the record exists, is walled off, or was never there.
        return AccessError(self.env._("There is no such record, or you have no need to know its content."))
