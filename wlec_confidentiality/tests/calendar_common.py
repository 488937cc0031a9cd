# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import fields

from .common import ConfidentialityCase

WORD = "qzcanary"


class CalendarCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.client = self.env["res.partner"].create({"name": f"{WORD} Okafor", "email": f"{WORD}@home.test"})
        self.file = self.case_for(self.alice, self.client)
        if not self.client.wlec_protected:
            self.client._protect()
        self._start_events()

    def meeting(self, by=None, **vals):
        start = fields.Datetime.now() + timedelta(days=2)
        values = {
            "name": f"{WORD} about the landlord",
            "description": f"<p>{WORD} described</p>",
            "location": f"{WORD} Road 1",
            "start": start,
            "stop": start + timedelta(hours=1),
            "user_id": self.alice.id,
            "partner_ids": [(6, 0, (self.alice.partner_id | self.client).ids)],
            **vals,
        }
        with self.acting(by or self.alice) as env:
            # Who books for somebody else does not see the client: the window that finds them does it.
            event = env["calendar.event"].sudo(by is not None).create(values)
        return event.with_env(self.env)

    def row(self, event):
        self.env.flush_all()
        self.env.cr.execute("SELECT e::text FROM calendar_event e WHERE id = %s", [event.id])
        return self.env.cr.fetchone()[0]
