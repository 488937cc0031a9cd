# SPDX-License-Identifier: LGPL-3.0-or-later
import uuid
from unittest.mock import patch

from odoo import fields

from odoo.addons.wlec_confidentiality.orm import actor, audit

from .common import ConfidentialityCase


class HistoryCase(ConfidentialityCase):
    """A file of carol's, of which alice is the caseworker and mona the line manager."""

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, partner=self.carol.partner_id)
        self.History = self.env["wlec.access.history"].sudo()
        self._write_buffer()

    def moment(self):
        """This moment, by the clock of the access records."""
        self._write_buffer()
        self.env.cr.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
        return self.env.cr.fetchone()[0]

    def does(
        self, user, action="read", records=None, names=("matter",), outcome="ok", method="wlec.case.web_read"
    ):
        """Have somebody do something to the file, or to records of it, on a page; the number of the access record."""
        records = records if records is not None else self.case
        door = actor.Door("http", "/web/dataset/call_kw", method, None, None, None, str(uuid.uuid4()))
        with self.acting(user) as env, patch.object(actor, "_indoors", lambda: door):
            audit.record(records.with_env(env), action, fields=names, outcome=outcome)
            self._write_buffer()
        self.env.cr.execute("SELECT max(id) FROM wlec_access_event")
        return self.env.cr.fetchone()[0]

    def emergency(self, **values):
        """Bob breaks the glass."""
        told = {
            "reference": self.case.name,
            "category": "danger",
            "reason": "Somebody stands at her door now.",
            **values,
        }
        with self.acting(self.bob) as env:
            access = env["wlec.emergency.access"].create(told)
            # Odoo asks for the password first; what follows is the step itself.
            type(access).action_break.__wrapped__(access)
            self._write_buffer()
        return access.with_env(self.env)

    def told(self, cases=None, **options):
        """What is told, newest first."""
        options = {"before": None, "since": None, "until": None, "with_own": False, "most": 500, **options}
        return self.History._told(cases if cases is not None else self.case, **options)

    def whys(self, **options):
        return {one.event.id: one.why for one in self.told(**options)}

    def shown(self, cases=None, **options):
        """The page, without what is another at each request."""
        cases = cases if cases is not None else self.case
        rows, older = self.History._page(cases, **options)
        shown = self.History._shown(rows, cases, self.carol.partner_id)
        return [_plain(row) for row in shown], bool(older)

    # ---- hiding
    def hiding(self, user=None, ask=True, **vals):
        full = {
            "case_id": self.case.id,
            "provision_id": self.env.ref("wlec_confidentiality.legal_provision_ta_39").id,
            "reason": "An investigation is under way, and she would warn him.",
            "ends_at": fields.Datetime.add(fields.Datetime.now(), days=30),
            **vals,
        }
        with self.acting(user or self.alice) as env:
            made = env["wlec.access.hiding"].create(full)
            if ask:
                made.action_ask()
        return made.with_env(self.env)

    def step(self, hiding, user, action):
        with self.acting(user) as env:
            getattr(hiding.with_env(env), f"action_{action}")()

    def hidden(self, **vals):
        hiding = self.hiding(**vals)
        self.step(hiding, self.mona, "approve")
        self.step(hiding, self.otto, "approve")
        return hiding


def _plain(row):
    found = {name: value for name, value in row.items() if name not in ("token", "items")}
    return {**found, "items": [_plain(item) for item in row.get("items", ())]}
