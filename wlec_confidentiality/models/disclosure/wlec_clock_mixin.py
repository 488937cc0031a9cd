# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from .wlec_disclosure_request_people import COMMITTEE


class WlecClockMixin(models.AbstractModel):
    _inherit = "wlec.clock.mixin"

    @api.model
    def _clock_chair(self):
        chair = self.env.company.sudo().wlec_chair_id._or_cover()
        return chair.filtered(lambda user: user.sudo().has_group(COMMITTEE))[:1]
