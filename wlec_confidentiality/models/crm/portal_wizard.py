# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.models.access import named
from odoo.addons.wlec_confidentiality.tools import typed_number


class PortalWizard(models.TransientModel):
    """Odoo looks up the contacts to be invited with full rights: they must be there for whoever invites them."""

    _inherit = "portal.wizard"

    @api.model
    def default_get(self, fields):
        context = self.env.context
        asked = context.get("default_partner_ids") or context.get("active_ids") or ()
        named.require_there(self.env, "res.partner", typed_number.ids_in(asked))
        return super().default_get(fields)
