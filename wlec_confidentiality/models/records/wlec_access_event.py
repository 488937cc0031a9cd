# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecAccessEvent(models.Model):
    """Seals, witnesses and checks of the records are the officer's and the auditor's task."""

    _inherit = "wlec.access.event"

    @api.model
    def _duties(self):
        keeps = ("wlec.access.seal", "wlec.access.witness", "wlec.access.check")
        groups = ("group_officer", "group_auditor")
        return [*super()._duties(), *(("duty", f"wlec_confidentiality.{group}", keeps) for group in groups)]
