# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from . import unsealed


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    # Attachments are kept in clear: documents of a file go into its own sealed documents.
    @api.model_create_multi
    def create(self, vals_list):
        unsealed.refuse_values(self, vals_list, "res_model")
        attachments = super().create(vals_list)
        unsealed.refuse_made(attachments, "res_model")
        return attachments

    def write(self, vals):
        if "res_model" in vals:
            unsealed.refuse_values(self, [vals], "res_model")
        return super().write(vals)
