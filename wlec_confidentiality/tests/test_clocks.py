# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.tools import clock, deadlines

from .disclosing import PAPER, DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestClocks(DisclosingCase):
    """Every deadline is a task of whoever has to do it, goes up when it is late, and ends with the deed alone."""

    def setUp(self):
        super().setUp()
        self.env.company.sudo().wlec_chair_id = self.tara
        # Other records of the database have deadlines of their own.
        self.others = self.tasks_of(None)

    def tasks_of(self, record):
        owned = (
            [("wlec_clock_of", "=", f"{record._name},{record.id}")]
            if record
            else [("wlec_clock_of", "!=", False)]
        )
        return self.env["mail.activity"].sudo().search(owned, order="id")

    def told(self, record, kind):
        """Who has a task of this clock: logins, in the order in which they were told."""
        return [t.user_id.login for t in self.tasks_of(record) if t.wlec_clock.startswith(f"{kind}/")]

    def run_cron(self, after=None, days=0):
        """The clocks, as they are run by the hour, so many working days after a day."""
        moment = clock.end_of_day(clock.add_working_days(after, days) if days else after) if after else None
        with freeze_time(moment + timedelta(minutes=5)) if moment else freeze_time(fields.Datetime.now()):
            self.env["wlec.clock.mixin"]._cron_clocks()

    def assert_goes_up(self, record, kind, due, days=(0, 2, 5), start=("alice",)):
        """In time the doer alone; then line manager, officer and chair; and the cron run again adds nobody."""
        self.run_cron(due - timedelta(days=1) if due > self.today else None)
        self.assertEqual(self.told(record, kind), list(start))
        ladder = ("mona", "otto", "tara")
        for number, after in enumerate(days, 1):
            for _twice in range(2):
                self.run_cron(due, after)
                found = self.told(record, kind)
            self.assertEqual(found, [*start, *ladder[:number]], (kind, after))

    # ---- disclosures
    def test_the_time_limit_of_a_notice(self):
        due = clock.add_working_days(self.today, 15)
        request = self.request("law", answer_by=due)
        [task] = self.tasks_of(request)
        self.assertEqual((task.user_id, task.date_deadline, task.res_id), (self.alice, due, request.id))
        self.run_cron(clock.today_at_home(deadlines.moment(clock.end_of_day(due), -2)) - timedelta(days=1))
        self.assertEqual(self.told(request, "notice"), ["alice"])
        self.run_cron(due - timedelta(days=1))  # the manager knows beforehand
        self.assertEqual(self.told(request, "notice"), ["alice", "mona"])
        self.run_cron(due)
        self.assertEqual(self.told(request, "notice"), ["alice", "mona", "otto"])
        self.run_cron(due, 1)
        self.assertEqual(self.told(request, "notice"), ["alice", "mona", "otto", "tara"])
        self._refuse(request)
        self.assertFalse(self.tasks_of(request))

    def test_the_limit_moves_with_the_notice(self):
        request = self.request("law", answer_by=self.days(20))
        with self.acting(self.alice) as env:
            request.with_env(env).answer_by = self.days(30)
        self.assertEqual(self.tasks_of(request).date_deadline, self.days(30))
        with self.acting(self.alice) as env:
            request.with_env(env).answer_by = False
        self.assertFalse(self.tasks_of(request))

    def released(self, **vals):
        request = self.approved(**vals)
        self.step(request, self.otto, "release")
        return request

    def test_telling_the_client(self):
        day = clock.add_working_days(self.today, 10)
        request = self.released(
            tell_client="delayed", tell_date=day, tell_reason="It would put her at risk now"
        )
        self.assertEqual(self.told(request, "telling"), ["alice"])
        self.assert_goes_up(request, "telling", day)
        with (
            self.acting(self.alice) as env,
            freeze_time(fields.Datetime.to_datetime(day) + timedelta(days=9)),
        ):
            request.with_env(env).told_how = "phone"
            request.with_env(env).action_tell()
        self.assertFalse(self.told(request, "telling"))

    def test_the_silence_is_reviewed_and_goes_on_with_a_reason(self):
        first = self.days(10)
        request = self.released(tell_client="not", tell_date=first, tell_reason="He would find out")
        self.run_cron(first)
        self.assertEqual(self.told(request, "telling"), ["alice", "mona"])
        refused = (
            (self.alice, {"tell_date": self.days(60), "tell_reason": "Still"}),
            (self.mona, {"tell_date": self.days(60)}),
            (self.mona, {"tell_date": self.days(60), "tell_reason": " . "}),
            (self.mona, {"tell_date": self.days(60), "tell_reason": "He would find out"}),
            (self.mona, {"tell_date": self.days(800), "tell_reason": "Still"}),
            (self.mona, {"tell_date": self.days(-1), "tell_reason": "Still"}),
            (self.mona, {"tell_date": self.days(60), "tell_reason": "Still", "necessity": "x"}),
        )
        for user, values in refused:
            with self.subTest(values), self.assertRaises(TransitionError), self.acting(user) as env:
                request.with_env(env).write(values)
        text = "He would find out"
        for said in ("The trial is in March", "below"):  # alone, or typed below what stands there
            with self.acting(self.mona) as env:
                typed = f"{text}\n{said}" if said == "below" else said
                request.with_env(env).write({"tell_date": self.days(60), "tell_reason": typed})
                before, text = text, request.with_env(env).tell_reason
            self.assertEqual(text.partition(f"{before}\n")[2].partition(": ")[2], said)
        self.run_cron()
        self.assertEqual(self.told(request, "telling"), ["alice"])
        [task] = [t for t in self.tasks_of(request) if t.wlec_clock == "telling/doer"]
        self.assertEqual(task.date_deadline, self.days(60))

    def test_the_package_reaches_its_recipient(self):
        request = self.released()
        due = clock.add_working_days(clock.today_at_home(), 2)
        [task] = [t for t in self.tasks_of(request) if t.wlec_clock == "delivery/doer"]
        self.assertEqual((task.user_id, task.date_deadline), (self.otto, due))
        self.step(request, self.otto, "make_link")
        self.assertEqual(task.date_deadline, clock.today_at_home(request.delivery_ids.expires_at))
        with self.acting(self.otto) as env:
            request.with_env(env)._record_delivery("hand", "Ms Clerk", fields.Datetime.now(), "Signed")
        self.assertFalse(self.told(request, "delivery"))

    def test_a_package_that_was_not_destroyed(self):
        request = self.released()
        self.run_cron(request.package_until)
        self.assertFalse(self.told(request, "package"))
        self.run_cron(request.package_until + timedelta(days=1))
        self.assertIn("otto", self.told(request, "package"))
        with freeze_time(fields.Datetime.to_datetime(request.package_until) + timedelta(days=3)):
            self.env["wlec.disclosure.request"]._cron_destroy_packages()
        self.assertFalse(self.told(request, "package") + self.told(request, "delivery"))

    def test_recipients_are_told_of_changes(self):
        request = self.released()
        with self.acting(self.alice) as env:
            [notice] = self.case.with_env(env)._tell_recipients("rectification", "The date was wrong")
        due = clock.add_working_days(clock.today_at_home(), 5)
        self.assertEqual(self.told(request, "recipients"), ["alice"])
        self.assert_goes_up(request, "recipients", due)
        with self.acting(self.alice) as env:
            notice.with_env(env).sent_how = "post"
            notice.with_env(env).action_send()
        self.assertFalse(self.told(request, "recipients"))

    def test_a_call_back_and_a_review_that_are_late(self):
        request = self.request(
            "danger", agency_id=self.police.id, origin="recipient", asker_name="PC Brown",
            emergency_reason="He is at her door at this moment",
        )  # fmt: skip
        self.step(request, self.alice, "release_emergency")
        self.assertEqual((self.told(request, "callback"), self.told(request, "review")), (["alice"], []))
        self.assertFalse(self.told(request, "telling"), "the review decides first")
        with freeze_time(request.callback_due + timedelta(minutes=1)):
            self.env["wlec.clock.mixin"]._cron_clocks()
        self.assertEqual(self.told(request, "callback"), ["alice", "mona", "otto"])
        with self.acting(self.alice) as env:
            request.with_env(env).write(
                {"callback_at": fields.Datetime.now(), "callback_by_id": self.alice.id}
            )
        self.assertFalse(self.told(request, "callback"))
        self.run_cron(clock.today_at_home(request.review_due), 1)
        self.assertEqual(self.told(request, "review"), ["mona", "otto", "tara"])

    def test_the_wall_goes_up_on_the_same_day(self):
        request = self.request("conflict")
        self.assertFalse(self.tasks_of(request), "a draft may still turn out to be something else")
        self.step(request, self.alice, "assess")
        [task] = self.tasks_of(request)
        self.assertEqual(
            (task.user_id, task.date_deadline), (self.otto, clock.today_at_home(request.create_date))
        )
        other = self.case_for(self.bob)
        with self.acting(self.otto) as env:
            request.with_env(env)._wall_off(other.name)
        self.assertFalse(self.tasks_of(request))

    def test_where_nobody_may_be_warned_the_tasks_are_theirs_alone(self):
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        due = clock.add_working_days(self.today, 3)
        request = self.request(
            "law", provision_id=duty.id, agency_id=self.police.id, notice_reference=False, notice_document=False,
            tell_client="not", tell_date=self.days(60), tell_reason="Section 39", answer_by=due,
        )  # fmt: skip
        self.run_cron(due, 1)
        self.assertEqual(self.told(request, "notice"), ["alice", "mona", "otto", "tara"])
        self.assertFalse(self.tasks_of(request).filtered(lambda task: not task.res_id))
        self.case.caseworker_id = self.vera  # works on the file, and knows nothing of it
        for user in (self.vera, self.bob, self.carol):
            with self.acting(user) as env:
                found = env["mail.activity"].search([]) if user != self.carol else env["mail.activity"]
                self.assertFalse(found & self.tasks_of(request).with_env(env))

    # ---- consents
    def verbal(self, **vals):
        spoken = {"method": "verbal", "read_back": True, "witness_id": self.mona.id, "evidence": False}
        return self.consent(**{**spoken, **vals})

    def test_a_spoken_consent_is_confirmed(self):
        due = clock.add_working_days(self.today, 5)
        consent = self.verbal(confirm_by=due)
        self.assert_goes_up(consent, "confirm", due)
        chair = self.tasks_of(consent).filtered(lambda task: task.user_id == self.tara)
        self.assertFalse(chair.res_model, "the chair learns of no file")
        self.assertIn(consent.name, chair.summary)
        with self.acting(self.alice) as env:
            consent.with_env(env).confirmation = PAPER
            consent.with_env(env).action_confirm()
        self.assertFalse(self.tasks_of(consent))

    def test_a_consent_that_ends_is_renewed_or_let_go(self):
        ends = self.days(60)
        for settle in ("ask again", "let it run out", "withdrawn"):
            consent = self.consent(valid_to=ends)
            self.run_cron(ends - timedelta(days=32))
            self.assertFalse(self.tasks_of(consent))
            self.run_cron(ends - timedelta(days=20))
            self.assertEqual(self.told(consent, "expiry"), ["alice"])
            self.run_cron(ends - timedelta(days=13))
            self.assertEqual(self.told(consent, "expiry"), ["alice", "mona"])
            if settle == "ask again":
                again = self.consent(given=False, valid_to=self.days(300))
                self.run_cron(ends - timedelta(days=12))
            else:
                self.step(consent, self.alice, "let_run_out" if settle == "let it run out" else "withdraw")
            self.assertFalse(self.tasks_of(consent), settle)
            if settle == "ask again":
                self.step(again, self.alice, "refuse")
                self.step(consent, self.alice, "withdraw")

    def test_only_who_may_lets_it_run_out_and_only_once(self):
        consent = self.consent(valid_to=self.days(10))
        with self.assertRaises(AccessError):
            self.step(consent, self.bob, "let_run_out")
        with self.assertRaises(TransitionError), self.acting(self.alice) as env:
            consent.with_env(env).runs_out = True
        self.step(consent, self.alice, "let_run_out")
        with self.assertRaises(TransitionError):
            self.step(consent, self.alice, "let_run_out")

    # ---- whatever somebody does to a task
    def test_a_task_is_put_right_until_the_deed_is_done(self):
        request = self.request("law", answer_by=self.days(20))
        deeds = (
            lambda task: task.action_feedback(feedback="Done"),
            lambda task: task.unlink(),
            lambda task: task.write({"date_deadline": self.days(300)}),
        )
        for do in deeds:
            [task] = self.tasks_of(request)
            with self.acting(self.alice) as env:
                do(task.with_env(env).sudo(False))
            self.run_cron()
            [task] = self.tasks_of(request)
            self.assertEqual((task.user_id, task.date_deadline), (self.alice, self.days(20)))

    def test_nobody_stops_a_clock_with_a_task_of_their_own(self):
        request = self.request("law", answer_by=self.days(20))
        forged = {"wlec_clock_of": f"{request._name},{request.id}", "wlec_clock": "notice/manager"}
        with self.acting(self.alice) as env:
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                request.with_env(env).activity_schedule("mail.mail_activity_data_todo", summary="x", **forged)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                request.with_env(env).activity_ids[:1].write(forged)
            with self.assertRaises(AccessError):
                env["mail.activity"].search([("wlec_clock_of", "!=", False)])
        self.run_cron(self.days(20), 3)
        self.assertEqual(self.told(request, "notice"), ["alice", "mona", "otto", "tara"])

    def test_who_is_away_or_kept_out_is_passed_over(self):
        due = clock.add_working_days(self.today, 3)
        self.mona.sudo().wlec_away_until = self.days(90)
        request = self.request("law", answer_by=due)
        self.run_cron(due, 1)
        self.assertEqual(self.told(request, "notice"), ["alice", "otto", "tara"])

    def test_the_words_say_nothing(self):
        request = self.released(answer_by=self.days(5))
        consent = self.verbal(confirm_by=self.days(2))
        self.run_cron(self.days(60))
        secrets = (self.case.partner_id.name, "Letter of dismissal", "employer")
        for task in self.tasks_of(request) | self.tasks_of(consent):
            self.assertFalse([word for word in secrets if word and word in (task.summary or "")])
            self.assertFalse(task.note)

    # ---- the registers
    def test_the_registers_are_checked(self):
        never = self.env["wlec.legal.provision"].search(
            [("verified_on", "=", False), ("status", "!=", "repealed")]
        )
        self.assertTrue(never)
        self.run_cron()
        tasks = self.env["mail.activity"].sudo().search([("wlec_clock_of", "=", "register")])
        self.assertEqual(tasks.user_id.login, "otto")
        self.run_cron(clock.add_working_days(tasks.date_deadline, 6))
        tasks = self.env["mail.activity"].sudo().search([("wlec_clock_of", "=", "register")])
        self.assertEqual(tasks.mapped("user_id.login"), ["otto", "tara"])
        for model in ("wlec.legal.provision", "wlec.agency"):
            self.env[model].search([]).verified_on = self.today
        self.run_cron()
        self.assertFalse(self.env["mail.activity"].sudo().search([("wlec_clock_of", "=", "register")]))

    # ---- in sets
    def test_statements_do_not_grow_with_the_records(self):
        """A run that finds everything in order asks as much for forty requests and consents as for four."""

        def make(count):
            for _number in range(count):
                self.request("law", answer_by=self.days(20))
                self.consent(valid_to=self.days(20))
            self.run_cron()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["wlec.clock.mixin"]._cron_clocks()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = make(4), make(36)
        self.assertLessEqual(many, few + 3)
