# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # Attachments are kept in clear: documents of a file go into its own sealed documents.
    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_protected(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_protected([vals])
        return super().write(vals)

    def _refuse_protected(self, vals_list):
        for model in {vals.get("res_model") for vals in vals_list} - {None, False}:
            if model in self.env and hasattr(self.env[model], "_case_path"):
                raise ConfidentialityError(
                    self.env._("Attachments here would not be sealed: add the document under “Documents” instead.")
                )
