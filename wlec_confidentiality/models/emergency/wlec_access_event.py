# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from . import practice

# Beside the grant it gave: the page with the reason and the review, for whoever may see that.
_BROKE_GLASS = SQL(
    """SELECT e.id, x.case_id, 'emergency', 'wlec.emergency.access', x.id
         FROM filed e JOIN wlec_emergency_access x ON x.case_id = e.case_id AND x.user_id = e.actor_id
         JOIN wlec_access_grant g ON g.id = x.grant_id AND g.valid_to > e.at AND (g.revoked_at IS NULL OR g.revoked_at > e.at)
        WHERE x.opened_at <= e.at + interval '1 second'"""
)
_ITSELF = SQL(
    """SELECT t.event, t.record, CASE WHEN x.user_id = e.actor_id THEN 'emergency' ELSE 'sample' END, 'wlec.emergency.access', x.id
         FROM thing t JOIN seen e ON e.id = t.event
         JOIN wlec_emergency_access x ON t.owner_model = 'wlec.emergency.access' AND x.id = t.owner
        WHERE e.actor_id IN (x.user_id, x.reviewer_id)"""
)


def _practice(env):
    """What practice people leave: refusals, and what was undone; never what came in by a door."""
    number = env["ir.model.data"]._xmlid_to_res_id
    return SQL(
        "SELECT e.id, NULL::int, 'system', NULL, NULL::int FROM seen e WHERE e.actor_id = ANY(%s) AND e.origin = 'shell' AND e.outcome <> 'ok'",
        [number(name) for name in practice.PEOPLE],
    )


class WlecAccessEvent(models.Model):
    """Breaking the glass explains what was opened by it; reviewing it is part of somebody's office."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["wlec.emergency.access"].flush_model()
        return [_BROKE_GLASS, *super()._explaining(), _ITSELF, _practice(self.env)]

    @api.model
    def _duties(self):
        reviewed = ("wlec.emergency.access", "wlec.emergency.review", "wlec.emergency.drill")
        groups = ("group_officer", "group_line_manager", "group_committee")
        return [
            *super()._duties(),
            *(("duty", f"wlec_confidentiality.{group}", reviewed) for group in groups),
        ]
