# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar


class WlecCaseDocumentRemove(models.TransientModel):
    """Take a document out of a file. The reason may tell something of the matter, so it is sealed here as well."""

    _name = "wlec.case.document.remove"
    _description = "Remove a document"
    _inherit = "wlec.confidential.mixin"
    _case_path = "case_id"

    document_id = fields.Many2one(
        "wlec.case.document", "Document", required=True, readonly=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        "wlec.case", compute="_compute_case_id", store=True, precompute=True, index=True, ondelete="cascade"
    )
    reason = ConfidentialChar("Why it is removed")

    @api.depends("document_id")
    def _compute_case_id(self):
        for wizard in self:
            wizard.case_id = wizard.document_id.case_id

    def action_remove(self):
        self.ensure_one()
        self.document_id.action_remove(self.reason or "")
        return {"type": "ir.actions.client", "tag": "soft_reload"}
