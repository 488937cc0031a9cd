# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

_OWN_FILE = SQL(
    """SELECT e.id, c.id, 'own_record', NULL, NULL::int
         FROM seen e JOIN res_users u ON u.id = e.actor_id JOIN wlec_case c ON c.id = ANY(e.case_ids) AND c.partner_id = u.partner_id"""
)


class WlecAccessEvent(models.Model):
    """Clients look at their own file, and learn why others did."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["wlec.case"].flush_model(["partner_id"])
        return [*super()._explaining(), _OWN_FILE]

    @api.model
    def _files_told(self, reader, ids):
        own = SQL(
            "SELECT id FROM wlec_case WHERE id = ANY(%s) AND partner_id = %s", list(ids), reader.partner_id.id
        )
        own = {row[0] for row in self.env.execute_query(own)} if ids and not reader._is_internal() else set()
        return super()._files_told(reader, ids) | own
