# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import explaining_sql

_OWN_FILE = SQL(
    """SELECT e.id, c.id, 'own_record', NULL, NULL::int
         FROM filed e JOIN res_users u ON u.id = e.actor_id JOIN wlec_case c ON c.id = e.case_id AND c.partner_id = u.partner_id"""
)


def _hanging(env):
    """SQL of (access record, record in it, file): messages, tasks and attachments whose access record does not name the file."""
    ways = [SQL("SELECT t.event, t.record, t.owner FROM thing t WHERE t.owner_model = 'wlec.case'")]
    for name, model in env.registry.items():
        path = getattr(model, "_case_path", None)
        if path and path != "id" and not model._abstract and "message_ids" in model._fields:
            query = "SELECT t.event, t.record, p.%s FROM thing t JOIN %s p ON t.owner_model = %s AND p.id = t.owner"
            ways.append(SQL(query, SQL.identifier(path), SQL.identifier(model._table), name))
    return SQL(" UNION ").join(ways)


class WlecAccessEvent(models.Model):
    """Clients look at their own file, and learn why others did."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["wlec.case"].flush_model(["partner_id"])
        return [*super()._explaining(), _OWN_FILE, explaining_sql.grants(_hanging(self.env))]

    @api.model
    def _files_told(self, reader, ids):
        own = SQL(
            "SELECT id FROM wlec_case WHERE id = ANY(%s) AND partner_id = %s", list(ids), reader.partner_id.id
        )
        own = {row[0] for row in self.env.execute_query(own)} if ids and not reader._is_internal() else set()
        return super()._files_told(reader, ids) | own
