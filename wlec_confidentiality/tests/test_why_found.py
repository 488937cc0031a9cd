# SPDX-License-Identifier: LGPL-3.0-or-later
import random
from datetime import timedelta

from odoo import fields

from odoo.addons.wlec_confidentiality.tools.explanation import KINDS

from .complaint_common import ComplaintCase

UNEXPLAINED = "unexplained"
_INSERT = """
    INSERT INTO wlec_log.event (version, at, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, outcome)
    VALUES (1, %(at)s AT TIME ZONE 'UTC', %(action)s, %(model)s, %(record_ids)s, '{name}', %(case_ids)s, %(actor)s, %(actor)s, FALSE,
            %(origin)s, %(outcome)s)"""
_GRANT = """
    INSERT INTO wlec_access_grant (case_id, user_id, granted_by, reason, source, valid_from, valid_to, revoked_at)
    VALUES (%(case)s, %(user)s, %(user)s, 'Part of a test', %(source)s, %(since)s, %(until)s, %(revoked)s)"""


class TestFoundByKind(ComplaintCase):
    """A search finds what the explanation of each one says, whoever searches: at random data, of grants that had begun, ended or not
    yet, meetings, complaints some are told of and others not, offices, and accesses to several files or none."""

    def setUp(self):
        super().setUp()
        self.staff = self.alice | self.bob | self.mona | self.otto | self.audrey
        self.now = fields.Datetime.now()
        self._files()
        self._start_events()

    def _files(self):
        clients = (self.carol | self.chris).partner_id
        self.files = self.env["wlec.case"]
        for number, user in enumerate((self.alice, self.bob) * 3):
            self.files |= self.case_for(user, clients[number % 2])
        self.complaint = self.receive()
        self.complaint.case_id = self.files[0]
        self.complaint.subject_user_ids = self.mona | self.audrey
        self.complaint.investigator_id = self.bob
        self.env.flush_all()
        # They have been there for a while when the accesses begin.
        since = self.now - timedelta(days=20)
        self.env.cr.execute(
            "UPDATE wlec_access_grant SET valid_from = %s WHERE case_id = ANY(%s)", [since, self.files.ids]
        )
        self.env.cr.execute(
            "UPDATE wlec_breach_complaint SET create_date = %s WHERE id = %s", [since, self.complaint.id]
        )
        # As long as anybody remembers.
        self.env.cr.execute(
            "UPDATE wlec_held SET since = '-infinity', noted_at = '-infinity' WHERE until = 'infinity'"
        )
        self.env.invalidate_all()

    def _some(self, chance, records, most):
        return [chance.choice(records.ids) for _ in range(chance.randrange(most + 1))]

    def _moment(self, chance):
        return self.now - timedelta(minutes=chance.randrange(10 * 24 * 60))

    def _grants(self, chance):
        for _ in range(12):
            values = {
                "case": chance.choice(self.files.ids),
                "user": chance.choice(self.staff.ids),
                "source": chance.choice(("team", "cover", "emergency", "line_management")),
                "since": self._moment(chance),
                "until": chance.choice((None, self.now + timedelta(days=1))),
                "revoked": chance.choice((None, self._moment(chance))),
            }
            values["until"] = values["until"] or chance.choice((None, values["since"] + timedelta(days=2)))
            self.env.cr.execute(_GRANT, values)

    def _meetings(self, chance):
        for _ in range(6):
            start = self._moment(chance)
            people = (self.staff | self.carol | self.chris).partner_id
            meeting = self.env["calendar.event"].create({
                "name": "A talk", "start": start, "stop": start + timedelta(hours=chance.randrange(1, 30)),
                "user_id": chance.choice(self.staff.ids), "partner_ids": [(6, 0, self._some(chance, people, 3))],
            })  # fmt: skip
            if chance.random() < 0.5:
                about = {
                    "res_model_id": self.env["ir.model"]._get_id("wlec.case"),
                    "res_id": chance.choice(self.files.ids),
                }
                meeting.write(about)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE calendar_event SET create_date = %s WHERE id = %s", [self._moment(chance), meeting.id]
            )

    def _accesses(self, chance):
        people = self.staff | self.carol | self.chris
        for _ in range(150):
            cases = self._some(chance, self.files, chance.choice((0, 1, 1, 5)))
            model = chance.choice(
                ("wlec.case", "wlec.breach.complaint", "wlec.access.event", "res.users", "res.partner")
            )
            things = {
                "res.users": people,
                "res.partner": people.partner_id,
                "wlec.breach.complaint": self.complaint,
            }
            values = {
                "at": self._moment(chance),
                "action": chance.choice(("read", "read", "read", "create", "export")),
                "model": model,
                "record_ids": cases or self._some(chance, things.get(model, self.files), 3),
                "case_ids": cases,
                "actor": chance.choice(people.ids),
                "origin": chance.choice(("http", "http", "http", "http", "cron")),
                "outcome": chance.choice(("ok", "ok", "ok", "denied")),
            }
            self.env.cr.execute(_INSERT, values)

    def _at_random(self, seed):
        chance = random.Random(seed)
        self._grants(chance)
        self._meetings(chance)
        self.env.flush_all()
        first = self._last()
        self._accesses(chance)
        self.env.invalidate_all()
        return first

    def _last(self):
        self.env.cr.execute("SELECT COALESCE(max(id), 0) FROM wlec_access_event")
        return self.env.cr.fetchone()[0]

    def test_a_search_agrees_with_each_explanation(self):
        met = set()
        for seed in range(2):
            after = self._at_random(seed)
            until = self._last()
            for reader in (self.alice, self.bob, self.mona, self.otto, self.audrey):
                with self.subTest(seed=seed, reader=reader.login), self.acting(reader) as env:
                    met |= self._agree(env["wlec.access.event"], after, until)
        self.assertGreaterEqual(
            met, {UNEXPLAINED, "assigned", "team", "meeting", "complaint", "own_record", "refused", "system"}
        )

    def _agree(self, model, after, until):
        these = [("id", ">", after), ("id", "<=", until)]
        events = model.search(these)
        expected = {kind: set() for kind in (*KINDS, UNEXPLAINED)}
        for event_id, why in events._explanations().items():
            expected[why[0].kind if why else UNEXPLAINED].add(event_id)
        for kind, ids in expected.items():
            self.assertEqual(set(model.search([*these, ("explanation_kind", "=", kind)]).ids), ids, kind)
        explained = set(events.ids) - expected[UNEXPLAINED]
        self.assertEqual(set(model.search([*these, ("is_explained", "=", True)]).ids), explained)
        self.assertEqual(set(model.search([*these, ("is_explained", "=", False)]).ids), expected[UNEXPLAINED])
        return {kind for kind, ids in expected.items() if ids}
