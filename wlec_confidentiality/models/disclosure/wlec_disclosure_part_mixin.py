# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know


class WlecDisclosurePartMixin(models.AbstractModel):
    """What belongs to a request and is known to whoever may know of the request: nobody else finds a trace of it."""

    _name = "wlec.disclosure.part.mixin"
    _description = "Part of a disclosure request"
    _inherit = "wlec.confidential.mixin"
    _case_path = "case_id"

    request_id = fields.Many2one(
        "wlec.disclosure.request", required=True, readonly=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one("wlec.case", required=True, readonly=True, index=True, ondelete="restrict")

    def _open_sql(self, alias, uid):
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_disclosure_request q WHERE q.id = %s AND %s)",
            SQL.identifier(alias, "request_id"),
            self.env["wlec.disclosure.request"]._open_sql("q", uid),
        )

    def _files_open_to(self, uid):
        need_to_know.flush(self.env)
        self.flush_model(["request_id", "case_id"])
        query = "SELECT t.id, t.case_id FROM %s t WHERE t.id = ANY(%s) AND %s"
        query = SQL(query, SQL.identifier(self._table), list(self.ids), self._open_sql("t", uid))
        return dict(self.env.execute_query(query))
