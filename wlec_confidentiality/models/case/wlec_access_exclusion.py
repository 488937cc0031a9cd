# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecAccessExclusion(models.Model):
    _inherit = "wlec.access.exclusion"

    @api.model_create_multi
    def create(self, vals_list):
        exclusions = super().create(vals_list)
        for case, some in exclusions.sudo().grouped("case_id").items():
            case._drop_followers(some.user_id)
        return exclusions
