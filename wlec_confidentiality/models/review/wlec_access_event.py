# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.models.access import people


class WlecAccessEvent(models.Model):
    """Whoever looks through what others opened does it as a review, and that is on record, too."""

    _inherit = "wlec.access.event"

    @api.model
    def _duties(self):
        looked_at = ("wlec.access.review", "wlec.access.review.finding", "wlec.access.event")
        groups = (people.MANAGER, people.OFFICER, people.COMMITTEE)
        return [*super()._duties(), *(("sample", group, looked_at) for group in groups)]
