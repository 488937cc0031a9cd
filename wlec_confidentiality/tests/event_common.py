# SPDX-License-Identifier: LGPL-3.0-or-later
"""Five files of alice's with the same word in every confidential field, and what is on record of reading them."""

from .common import ConfidentialityCase

CANARY = "Canary-51ab met in the park"
SECRETS = ["matter", "narrative", "risk_notes", "safe_contact"]


class EventCase(ConfidentialityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Client of a test"})

    def setUp(self):
        super().setUp()
        texts = {"matter": CANARY, "narrative": CANARY, "risk_notes": CANARY, "safe_contact": CANARY}
        with self.acting(self.alice) as env:
            values = {"partner_id": self.partner.id, "caseworker_id": self.alice.id, **texts}
            self.cases = env["wlec.case"].create([dict(values) for _ in range(5)]).with_env(self.env)
        self.case = self.cases[0]
        self._start_events()

    def assertReads(self, *expected, model="wlec.case", action="read"):
        """Exactly these readings, as (ids, fields); nobody else read anything of this model."""
        rows = self.events(model=model)
        self.assertEqual(
            [
                (row["record_ids"], row["field_names"])
                for row in rows
                if row["action"] in ("read", "denied", "write", "export")
            ],
            [(sorted(ids), sorted(names)) for ids, names in expected],
        )
        for row in rows:
            self.assertEqual(row["action"], action)
        return rows
