# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecAccessEvent(models.Model):
    """Registers kept by the officer."""

    _inherit = "wlec.access.event"

    @api.model
    def _duties(self):
        keeps = ("wlec.agency", "wlec.consent.wording", "wlec.consent.purpose")
        return [*super()._duties(), ("duty", "wlec_confidentiality.group_officer", keeps)]
