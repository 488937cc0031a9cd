# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

_GIVEN = ("disclose", "deliver")
# What hangs on a request, and the field that says on which.
_REQUEST = {
    "wlec.disclosure.request": "id",
    "wlec.disclosure.item": "request_id",
    "wlec.disclosure.notice": "request_id",
}


class WlecAccessEvent(models.Model):
    _inherit = "wlec.access.event"

    def _export_details(self, rows, only=None):
        """Why a disclosure was lawful, on which consent it rests, and who was given something."""
        found, disclosures = super()._export_details(rows, only), self._requests_of(rows)
        for row in rows:
            if request := disclosures.get(row["id"]):
                facts = found.setdefault(row["id"], {})
                facts.update(request._as_exported(row["action"] in _GIVEN))
                facts["purposes"] = (self._export_purpose(request), *facts.get("purposes", ()))
        return found

    def _export_purpose(self, request):
        return ("disclosure", f"{self.env._('Disclosure request')} {request.name}")

    def _requests_of(self, rows):
        """{number of an access record: the one request it is about}"""
        found = {}
        for model, path in _REQUEST.items():
            ids = {row["id"]: row["record_ids"] for row in rows if row["model"] == model}
            known = self.env[model].sudo().browse({number for numbers in ids.values() for number in numbers})
            request_of = {one.id: one if path == "id" else one[path] for one in known.exists()}
            for event, numbers in ids.items():
                about = {request_of.get(number) for number in numbers}
                if len(about) == 1 and None not in about:
                    found[event] = about.pop()
        return found
