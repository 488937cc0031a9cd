# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.tools import clock

from .complaint_common import SECRET, ComplaintCase
from .test_complaint_letters import text_of

START = date(2026, 9, 1)  # a Tuesday


class ClockCase(ComplaintCase):
    def on(self, day):
        """From now on it is this day, at noon."""
        frozen = freeze_time(f"{day} 12:00:00")
        frozen.start()
        self.addCleanup(frozen.stop)
        self.env.invalidate_all()
        return day

    def working(self, day=START):
        """A complaint that bob looks into since ``day``."""
        self.on(day)
        complaint = self.receive()
        complaint.investigator_id = self.bob
        with self.acting(self.otto) as env:
            mine = env[complaint._name].browse(complaint.id)
            mine.action_acknowledge()
            mine.action_investigate()
        return complaint

    def notice(self, complaint, user, kind, **vals):
        with self.acting(user) as env:
            wizard = env["wlec.complaint.notice"].create(
                {"complaint_id": complaint.id, "kind": kind, "reason": "Because canary-reason.", **vals}
            )
            wizard.action_send()
            self.assertFalse(wizard.exists())

    def tasks(self, complaint):
        return {(task.user_id.login, task.summary) for task in complaint.activity_ids}


class TestPausesAndExtensions(ClockCase):
    def test_waiting_for_the_client(self):
        complaint = self.working()
        due = complaint.outcome_target_on
        self.assertEqual(due, START + timedelta(days=56))
        self.on(START + timedelta(days=10))
        self.notice(complaint, self.bob, "waiting")
        self.assertEqual((complaint.paused_on, complaint.due_on), (START + timedelta(days=10), False))
        self.assertEqual(complaint.state, "investigating")
        letter = complaint.letter_ids[0]
        self.assertEqual((letter.kind, letter.state), ("waiting", "sent"))
        with self.acting(self.otto) as env:
            with self.assertRaises(TransitionError):
                env[complaint._name].browse(complaint.id)._pause()
        self.on(START + timedelta(days=31))
        with self.acting(self.bob) as env:
            env[complaint._name].browse(complaint.id).action_resume()
        self.assertEqual((complaint.waited_days, complaint.due_on), (21, due + timedelta(days=21)))
        with self.acting(self.bob) as env, self.assertRaises(TransitionError):
            env[complaint._name].browse(complaint.id).action_resume()

    def test_it_goes_on_when_the_client_writes(self):
        complaint = self.working()
        self.on(START + timedelta(days=5))
        self.notice(complaint, self.bob, "waiting")
        self.on(START + timedelta(days=9))
        with self.acting(self.carol) as env:
            env["wlec.complaint.message"]._add(
                env[complaint._name].browse(complaint.id), "client", "It was on Monday."
            )
        self.assertEqual((complaint.paused_on, complaint.waited_days), (False, 4))
        self.assertTrue(complaint.due_on)
        self.assertTrue(self.events(action="transition", field_names=["resume"], actor_id=self.carol.id))

    def test_the_laws_clock_never_stops(self):
        complaint = self.receive()
        with self.acting(self.otto) as env, self.assertRaises(TransitionError):
            env[complaint._name].browse(complaint.id)._pause()

    def test_putting_off(self):
        complaint = self.working()
        due = complaint.due_on
        for wrong in (False, due, due - timedelta(days=1), due + timedelta(days=57)):
            with self.subTest(until=wrong), self.assertRaises(UserError), self.env.cr.savepoint():
                self.notice(complaint, self.bob, "extension", until=wrong)
        self.assertNotIn("extension", complaint.letter_ids.mapped("kind"))
        self.notice(complaint, self.bob, "extension", until=due + timedelta(days=14))
        self.assertEqual(complaint.due_on, due + timedelta(days=14))
        with self.acting(self.otto) as env:
            letter = env["wlec.complaint.letter"].browse(complaint.letter_ids[0].id)
            self.assertIn("canary-reason", letter.body)
            self.assertIn("10 November 2026", letter.body)  # 1 September + 56 + 14 days
            self.assertIn("Information Commissioner", letter.body)
            letter.action_print()
            self.assertTrue(base64.b64decode(letter.file).startswith(b"%PDF"))
            self.assertIn("takes longer", text_of(letter.file))

    def test_putting_off_after_waiting(self):
        complaint = self.working()
        self.on(START + timedelta(days=2))
        self.notice(complaint, self.bob, "waiting")
        self.on(START + timedelta(days=12))
        with self.acting(self.bob) as env:
            env[complaint._name].browse(complaint.id).action_resume()
        until = complaint.due_on + timedelta(days=7)
        self.notice(complaint, self.bob, "extension", until=until)
        self.assertEqual(complaint.due_on, until)

    def test_a_reason_is_asked_for(self):
        complaint = self.working()
        for kind in ("progress", "waiting", "extension"):
            with self.acting(self.bob) as env:
                wizard = env["wlec.complaint.notice"].create(
                    {"complaint_id": complaint.id, "kind": kind, "reason": "  ", "until": "2026-11-01"}
                )
                with self.assertRaises(ValidationError):
                    wizard.action_send()
        self.assertFalse(complaint.paused_on or complaint.extended_to)

    def test_not_by_hand(self):
        complaint = self.working()
        with self.acting(self.otto) as env:
            mine = env[complaint._name].browse(complaint.id)
            for name in ("paused_on", "extended_to", "last_news_on"):
                for record in (mine, mine.sudo()):
                    with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                        record.write({name: START})
            with self.assertRaises(ConfidentialityError):
                mine.write({"waited_days": 500})
        for user in (self.alice, self.mona, self.fred):
            with self.acting(user) as env, self.assertRaises(UserError):
                env["wlec.complaint.notice"].create({"complaint_id": complaint.id, "reason": "x"})

    def test_an_answer_ends_the_waiting(self):
        complaint = self.working()
        self.notice(complaint, self.bob, "waiting")
        self.on(START + timedelta(days=3))
        with self.acting(self.bob) as env:
            mine = env[complaint._name].browse(complaint.id)
            mine.write({"finding": "upheld", "outcome_text": "Yes."})
            mine.action_give_outcome()
        self.assertEqual((complaint.state, complaint.paused_on, complaint.waited_days), ("outcome", False, 3))


class TestProgressAndEscalation(ClockCase):
    def cron(self):
        self.Complaint._cron_clocks()

    def test_progress_notices(self):
        complaint = self.working()
        self.on(START + timedelta(days=27))
        self.cron()
        self.assertFalse(complaint.is_progress_due)
        self.on(START + timedelta(days=28))
        self.cron()
        self.cron()
        self.assertTrue(complaint.is_progress_due)
        self.assertIn(complaint, self.Complaint.search([("is_progress_due", "=", True)]))
        self.assertIn(("bob", "A progress notice is due"), self.tasks(complaint))
        self.notice(complaint, self.bob, "progress")
        self.assertFalse(complaint.is_progress_due)
        self.assertEqual(complaint.progress_due_on, START + timedelta(days=56))
        self.assertNotIn(("bob", "A progress notice is due"), self.tasks(complaint))
        with self.acting(self.carol) as env:
            said = env[complaint._name].browse(complaint.id).exchange_ids.mapped("body")
        self.assertTrue(any("canary-reason" in text for text in said))
        self.env.company.wlec_complaint_progress_days = 7
        self.on(START + timedelta(days=35))
        self.assertTrue(complaint.is_progress_due)
        for wrong in (0, -1, 57):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.env.company.wlec_complaint_progress_days = wrong

    def test_up_to_the_chair(self):
        complaint = self.working()
        due = complaint.due_on
        steps = (
            (clock.subtract_working_days(due, 5) - timedelta(days=1), 0, set()),
            (clock.subtract_working_days(due, 5), 1, {"bob"}),
            (due, 1, {"bob"}),
            (due + timedelta(days=1), 2, {"bob", "otto"}),
            (clock.add_working_days(due, 5), 3, {"bob", "otto", "tara"}),
        )
        for day, level, told in steps:
            with self.subTest(day=day):
                self.on(day)
                self.cron()
                self.assertEqual(complaint.escalation_level, level)
                summaries = ("A deadline is near", "A deadline has passed")
                self.assertEqual({who for who, what in self.tasks(complaint) if what in summaries}, told)
        self.assertEqual(complaint.overseer_id, self.tara)
        with self.acting(self.tara) as env:
            self.assertEqual(env[complaint._name].browse(complaint.id).description, SECRET)
        for task in complaint.activity_ids:
            self.assertNotIn("canary", f"{task.summary} {task.note}")
        self.cron()
        self.assertEqual(len(complaint.activity_ids), len(self.tasks(complaint)))
        self.notice(complaint, self.otto, "extension", until=complaint._today() + timedelta(days=20))
        self.assertEqual(complaint.escalation_level, 0)

    def test_unacknowledged(self):
        self.on(START)
        complaint = self.receive(contact_by="post")
        self.on(clock.acknowledge_target(START))
        self.cron()
        self.assertEqual(complaint.escalation_level, 0)
        self.on(clock.acknowledge_target(START) + timedelta(days=1))
        self.cron()
        self.assertEqual((complaint.escalation_level, complaint.overseer_id), (2, self.env["res.users"]))
        self.on(clock.subtract_working_days(clock.acknowledge_by(START), 5))
        self.cron()
        self.assertEqual((complaint.escalation_level, complaint.overseer_id), (3, self.tara))
        self.assertFalse(complaint.is_overdue)

    def test_never_to_a_chair_who_is_too_close(self):
        chair, other = self.make_trustee("chair"), self.make_trustee("zoe")
        self.env.company.wlec_chair_id = chair
        complaint = self.working()
        complaint.subject_user_ids = chair
        self.tara.wlec_line_manager_id = chair
        self.on(clock.add_working_days(complaint.due_on, 6))
        self.cron()
        self.assertEqual(complaint.overseer_id, other)
        self.assertNotIn("chair", {who for who, _what in self.tasks(complaint)})
        with self.acting(chair) as env:
            self.assertFalse(env[complaint._name].search([("id", "=", complaint.id)]))
            self.assertFalse(env["mail.activity"].search([("res_model", "=", complaint._name)]))

    def test_in_sets(self):
        """A day with nothing to do costs the same for many complaints as for one."""
        for _number in range(3):
            self.working()
        self.cron()
        few = self.queries(self.cron)
        for _number in range(12):
            self.working()
        self.cron()
        self.assertLessEqual(self.queries(self.cron), few + 2)

    def queries(self, run):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        run()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_paused_is_not_passed_up(self):
        complaint = self.working()
        self.notice(complaint, self.bob, "waiting")
        self.on(START + timedelta(days=100))
        self.cron()
        self.assertEqual(complaint.escalation_level, 0)
        self.assertIn(("bob", "We are still waiting for a client: remind them"), self.tasks(complaint))
