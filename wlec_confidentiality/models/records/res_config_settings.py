# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_sealing_problem = fields.Char("Sealing", compute="_compute_wlec_seals")
    wlec_last_seal_at = fields.Datetime("Last seal", compute="_compute_wlec_seals")
    wlec_log_key = fields.Char("Key of the log", compute="_compute_wlec_seals")

    def _compute_wlec_seals(self):
        seal = self.env["wlec.access.seal"].sudo()
        for settings in self:
            settings.wlec_sealing_problem = seal._problem()
            settings.wlec_last_seal_at = seal.search([], limit=1).at
            settings.wlec_log_key = seal._log_key()
