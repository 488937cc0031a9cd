# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.exceptions import FileClosedError

from .wlec_emergency_access_steps import CASEWORKER


class IrRule(models.Model):
    """Whoever may break the glass is shown the way there by every refusal of a file: of one that exists, and of one that does not."""

    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        error = super()._make_access_error(operation, records)
        if operation == "read" and records._name == "wlec.case" and self.env.user.has_group(CASEWORKER):
            return FileClosedError(*error.args)
        return error
