# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.tools import checkpoint, verify_receipt
from odoo.addons.wlec_confidentiality.tools.consent_signing import SealKeyProblem


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_seal_public_key = fields.Char("Public key of receipts", compute="_compute_wlec_seal_public_key")
    wlec_former_seal_keys = fields.Text(
        "Public keys of before",
        compute="_compute_wlec_seal_public_key",
        help="For receipts that these keys signed.",
    )
    wlec_seal_problem = fields.Char(compute="_compute_wlec_seal_public_key")

    @api.depends_context("uid")
    def _compute_wlec_seal_public_key(self):
        try:
            key, problem = seal_key.signer().key, False
        except SealKeyProblem as found:
            key, problem = False, str(found)
        former = [
            verify_receipt.key_text(checkpoint.public_of(key))
            for key in self.env["wlec.access.seal"]._former_keys()
        ]
        for settings in self:
            settings.wlec_former_seal_keys = "\n".join(former)
            settings.wlec_seal_public_key, settings.wlec_seal_problem = key, problem
