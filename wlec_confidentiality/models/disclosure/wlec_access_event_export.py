# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecAccessEvent(models.Model):
    _inherit = "wlec.access.event"

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
