# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from .complaint_common import ComplaintCase
from .test_complaint_letters import text_of


class TestNumbers(ComplaintCase):
    def rows(self, user, domain=()):
        with self.acting(user) as env:
            return env["wlec.complaint.report"].search(list(domain)).ids

    def summary(self, user, audience, **vals):
        today = self.Complaint._today()
        with self.acting(user) as env:
            summary = env["wlec.complaint.summary"].create(
                {"date_from": today - timedelta(days=1), "date_to": today, "audience": audience, **vals}
            )
            return dict(row for _title, rows in summary._sections() for row in rows)

    def test_counted_without_names(self):
        complaint = self.receive()
        self.assertIn(complaint.id, self.rows(self.otto))
        self.assertIn(complaint.id, self.rows(self.tara))  # a number, not the complaint
        with self.acting(self.tara) as env:
            self.assertFalse(env[complaint._name].search([("id", "=", complaint.id)]))
            row = env["wlec.complaint.report"].browse(complaint.id).read()[0]
            self.assertNotIn(complaint.name, str(row))
            for name in ("partner_id", "description", "subject_user_ids", "handler_id", "case_id"):
                self.assertNotIn(name, row)
            groups = env["wlec.complaint.report"].formatted_read_group(
                [("id", "=", complaint.id)],
                ["received_on:quarter", "finding"],
                ["__count", "days_to_answer:avg"],
            )
            self.assertEqual(groups[0]["__count"], 1)
        for user in (self.alice, self.fred, self.audrey, self.sam, self.carol):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.rows(user)

    def test_not_those_about_oneself(self):
        complaint = self.receive(about_officer=True)
        self.assertNotIn(complaint.id, self.rows(self.otto))
        self.assertIn(complaint.id, self.rows(self.tara))
        counts = (
            self.summary(self.otto, "regulator")["In all"],
            self.summary(self.tara, "regulator")["In all"],
        )
        self.assertEqual(int(counts[1]) - int(counts[0]), 1)
        complaint.subject_user_ids = self.tara
        self.assertNotIn(complaint.id, self.rows(self.tara))
        for method in ("read", "exists"):
            with self.acting(self.tara) as env:
                self.assertFalse(getattr(env["wlec.complaint.report"].browse(complaint.id), method)())

    def test_times(self):
        today = self.Complaint._today()
        complaint = self.receive(received_on=today - timedelta(days=31))
        other = self.receive(received_on=today - timedelta(days=3))
        with self.acting(self.otto) as env:
            for one in (complaint, other):
                env[one._name].browse(one.id).action_acknowledge()
            rows = env["wlec.complaint.report"].browse((complaint | other).ids)
            self.assertEqual(rows.mapped("days_to_acknowledge"), [31, 3])
            self.assertEqual(rows.mapped("acknowledged_in_time"), ["no", "yes"])

    def test_rounded_for_everybody_and_exact_for_the_regulator(self):
        for _number in range(9):
            self.receive()
        exact = int(self.summary(self.otto, "regulator")["In all"])
        public = self.summary(self.otto, "public")
        self.assertGreaterEqual(exact, 9)
        self.assertEqual(public["In all"], str(5 * round(exact / 5)))
        self.assertNotIn(exact % 5 and str(exact), public.values())

    def test_printed(self):
        self.receive()
        with self.acting(self.tara) as env:
            summary = env["wlec.complaint.summary"].create({"audience": "regulator"})
            summary.action_print()
            text = text_of(summary.file)
            self.assertTrue(base64.b64decode(summary.file).startswith(b"%PDF"))
            self.assertIn("164A", text)
            self.assertIn("How they came in", text)
        self.assertTrue(self.events(action="print", model="wlec.complaint.summary", actor_id=self.tara.id))
        for user in (self.alice, self.sam):
            with self.acting(user) as env, self.assertRaises(AccessError):
                env["wlec.complaint.summary"].create({})
        with self.acting(self.otto) as env, self.assertRaises(UserError):
            env["wlec.complaint.summary"].create(
                {"date_from": "2026-02-01", "date_to": "2026-01-01"}
            ).action_print()
