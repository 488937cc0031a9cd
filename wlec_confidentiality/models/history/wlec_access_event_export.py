# SPDX-License-Identifier: LGPL-3.0-or-later
from collections import defaultdict
from datetime import timezone

from odoo import SUPERUSER_ID, fields, models

from odoo.addons.wlec_confidentiality.tools import explanation, history
from odoo.addons.wlec_confidentiality.tools.export_facts import Hiding


class WlecAccessEvent(models.Model):
    """What a client does not find in their history, or did not for a time, an export in the form of a person's own answer keeps from them
    too, and says afterwards that it did."""

    _inherit = "wlec.access.event"

    def _export_details(self, rows, only=None):
        found = super()._export_details(rows, only)
        ids = {only} if only else {case for row in rows for case in row["case_ids"]}
        cases = self.env["wlec.case"].sudo().browse(ids).exists()
        known, decided = self.env["wlec.access.history"]._known(cases), self._export_decided(cases)
        told = self._export_told(rows, known)
        for row in rows:
            facts = found.setdefault(row["id"], {})
            facts["told"] = told[row["id"]]
            if hidings := _hidings(row, known, decided):
                facts["hidings"] = hidings
        return found

    def _export_told(self, rows, known):
        """{access record: {file: why, as its client finds it in their history; ``None``: they do not find it}}"""
        root, now = self.env["res.users"].browse(SUPERUSER_ID), fields.Datetime.now()
        events = self.sudo().browse([row["id"] for row in rows])
        reasons = events._explanation_rows(root)[1] if rows else {}
        # Hidden for a time is said with its reason (``_hidings``); whose complaint it was, the form has no word for.
        bare = known._replace(hidings=(), complaints=frozenset())

        def why(row, case):
            of_file = explanation.explain({case}, reasons.get(row["id"], ()))
            found = history.tell(_event(row), of_file, bare, now)
            return found and found.why

        return {row["id"]: {case: why(row, case) for case in row["case_ids"]} for row in rows}

    def _export_decided(self, cases):
        """{file: [decision that hides something of it, or did]}"""
        found, hidings = defaultdict(list), self.env["wlec.access.hiding"].sudo()
        for one in hidings.search([("case_id", "in", cases.ids), ("approved_at", "!=", False)]):
            found[one.case_id.id].append(one._as_told())
        return found


def _hidings(row, known, decided):
    event, now = _event(row), fields.Datetime.now()
    if history.is_withheld(event, known._replace(hidings=()), now) or history.is_absent(event, known):
        return (Hiding(None, True),)
    return tuple(
        Hiding(case, one.is_active(now), one.hidden_until.replace(tzinfo=timezone.utc), one.reason)
        for case in row["case_ids"]
        for one in decided.get(case, ())
        if one.covers(event)
    )


def _event(row):
    at = row["at"].astimezone(timezone.utc).replace(tzinfo=None)
    return history.Event(
        row["id"], at, row["action"], row["model"], tuple(row["record_ids"]), tuple(row["field_names"]), tuple(row["case_ids"]),
        row["actor_id"], row["origin"], row["method"] or "", row["outcome"],
    )  # fmt: skip
