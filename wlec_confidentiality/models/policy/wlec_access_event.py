# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

_OWN_SIGNATURE = SQL(
    """SELECT t.event, t.record, 'own_record', NULL, NULL::int
         FROM thing t JOIN seen e ON e.id = t.event JOIN res_users u ON u.id = e.actor_id
         JOIN wlec_policy_acknowledgement a ON t.owner_model = 'wlec.policy.acknowledgement' AND a.id = t.owner
        WHERE a.user_id = u.id OR a.partner_id = u.partner_id"""
)


class WlecAccessEvent(models.Model):
    """Acknowledging the policy oneself; and whose office it is to look after the policy."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["wlec.policy.acknowledgement"].flush_model(["user_id", "partner_id"])
        return [*super()._explaining(), _OWN_SIGNATURE]

    @api.model
    def _duties(self):
        keeps = ("wlec.policy", "wlec.policy.acknowledgement", "wlec.policy.paper")
        groups = ("group_officer", "group_committee", "group_line_manager")
        return [*super()._duties(), *(("duty", f"wlec_confidentiality.{group}", keeps) for group in groups)]
