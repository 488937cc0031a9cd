# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from .wlec_disclosure_request_circle import outside_circle


class WlecAccessEvent(models.Model):
    _inherit = "wlec.access.event"

    @api.model
    def _hidden_records(self):
        """Requests that nobody may be warned of, and their items: their traces are for who takes part, and for the auditor."""
        found = super()._hidden_records()
        self.env["wlec.disclosure.request"].flush_model(["restricted", "circle_ids"])
        query = SQL("SELECT t.id FROM wlec_disclosure_request t WHERE %s", outside_circle("t", self.env.uid))
        if requests := [row[0] for row in self.env.execute_query(query)]:
            found["wlec.disclosure.request"] = requests
            for model in ("wlec.disclosure.item", "wlec.disclosure.copy", "wlec.disclosure.delivery"):
                parts = "SELECT id FROM %s WHERE request_id = ANY(%s)"
                parts = SQL(parts, SQL.identifier(self.env[model]._table), requests)
                found[model] = [row[0] for row in self.env.execute_query(parts)]
        return found
