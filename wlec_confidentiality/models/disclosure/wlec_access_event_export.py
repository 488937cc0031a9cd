# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecAccessEvent(models.Model):
    _inherit = "wlec.access.event"

    def _export_details(self, rows, only=None):
        """Why a disclosure was lawful, and on which consent it rests."""
        found, disclosures = super()._export_details(rows, only), self._requests_of(rows)
        words = self.env._("Disclosure request")
        for row in rows:
            if request := disclosures.get(row["id"]):
                facts = found.setdefault(row["id"], {})
                facts["purposes"] = (("disclosure", f"{words} {request.name}"), *facts.get("purposes", ()))
                facts["legal_basis"], facts["consent"] = request._basis_label(), request.consent_id.name or ""
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
