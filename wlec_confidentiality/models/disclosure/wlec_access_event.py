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

    def _export_details(self, rows):
        """Why a disclosure was lawful. One that nobody may be warned of is not for the eyes of the person it is about."""
        found, disclosures = super()._export_details(rows), self._requests_of(rows)
        words = self.env._("Disclosure request")
        for row in rows:
            if request := disclosures.get(row["id"]):
                facts = found.setdefault(row["id"], {})
                facts["purposes"] = (("disclosure", f"{words} {request.name}"), *facts.get("purposes", ()))
                facts["legal_basis"], facts["consent"] = request._basis_label(), request.consent_id.name or ""
                facts["hidden"] = request.restricted
        return found

    def _requests_of(self, rows):
        """{number of an access record: the one request it is about}"""
        name = "wlec.disclosure.request"
        ids = {
            row["id"]: row["record_ids"][0]
            for row in rows
            if row["model"] == name and len(row["record_ids"]) == 1
        }
        known = {found.id: found for found in self.env[name].sudo().browse(set(ids.values())).exists()}
        return {event: known[request] for event, request in ids.items() if request in known}
