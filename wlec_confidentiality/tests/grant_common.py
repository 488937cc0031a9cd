# SPDX-License-Identifier: LGPL-3.0-or-later
"""A file of alice's, grants on it, and whether it is open or closed to somebody."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from .common import ConfidentialityCase

CANARY = "Canary-93e0 nobody else"


class GrantCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, matter=CANARY, narrative=CANARY)
        self.Grant, self.Exclusion = self.env["wlec.access.grant"], self.env["wlec.access.exclusion"]
        self._start_events()

    def grant(self, user, begins=0, ends=None, **values):
        now = fields.Datetime.now()
        return self.Grant.create(
            {
                "case_id": self.case.id,
                "user_id": user.id,
                "reason": "A reason of this test",
                "valid_from": now + timedelta(hours=begins),
                "valid_to": ends and now + timedelta(hours=ends),
                **values,
            }
        )

    def assertOpen(self, user):
        with self.acting(user) as env:
            self.assertEqual(self.case.with_env(env).narrative, CANARY)
            self.assertIn(self.case, env["wlec.case"].search([]))

    def assertClosed(self, user, recorded=True):
        """No row, no count, no value - not even with full rights - and the attempt is on record."""
        with self.acting(user) as env:
            case = self.case.with_env(env)
            if env["wlec.case"].has_access("read"):
                self.assertNotIn(self.case, env["wlec.case"].search([]))
                self.assertFalse(env["wlec.case"].search_count([("id", "=", self.case.id)]))
                self.assertFalse(env["wlec.case"].name_search(self.case.sudo().name))
            with self.assertRaises(AccessError):
                case.read(["narrative"])
            with self.assertRaises(AccessError):
                case.write({"safe_contact": "mine now"})
            with self.assertRaises(AccessError) as caught:
                case.sudo().narrative  # noqa: B018
            self.assertNotIn(CANARY, str(caught.exception))
        if recorded:
            self._start_events_kept()

    def _start_events_kept(self):
        rows = self.events(action="denied")
        self.assertTrue(any(self.case.ids == row["record_ids"] for row in rows), "the attempt left no trace")
        self.assertFalse([row for row in self.events(action="read") if row["actor_id"] != self.alice.id])
