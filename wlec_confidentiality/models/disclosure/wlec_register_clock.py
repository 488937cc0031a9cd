# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecRegisterClock(models.AbstractModel):
    _inherit = "wlec.register.clock"

    @api.model
    def _registers(self):
        return [*super()._registers(), ("wlec.legal.provision", [("status", "!=", "repealed")])]
