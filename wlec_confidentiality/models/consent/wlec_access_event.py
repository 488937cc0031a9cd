# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

# Whoever speaks for the client sees the permission they were asked to answer, and its history and receipts: nothing else of the file.
_SPEAKS_FOR_CLIENT = SQL(
    """SELECT e.id, e.case_id, 'representative', 'wlec.consent', c.id
         FROM filed e JOIN seen s ON s.id = e.id AND starts_with(s.model, 'wlec.consent')
         JOIN wlec_consent c ON c.case_id = e.case_id AND c.representative_user_id = e.actor_id
          AND c.asked_at <= e.at + interval '1 second' AND (s.model <> 'wlec.consent' OR c.id = ANY(s.record_ids))"""
)


class WlecAccessEvent(models.Model):
    """Registers kept by the officer; and whoever speaks for a client, who answers for them."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["wlec.consent"].flush_model(["case_id", "representative_user_id", "asked_at"])
        return [*super()._explaining(), _SPEAKS_FOR_CLIENT]

    @api.model
    def _duties(self):
        keeps = ("wlec.agency", "wlec.consent.wording", "wlec.consent.purpose")
        return [*super()._duties(), ("duty", "wlec_confidentiality.group_officer", keeps)]
