# SPDX-License-Identifier: LGPL-3.0-or-later
"""The check of the keys, the destruction of retired ones, and who may start any of it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.orm import keys

from .key_common import CANARY, KeyCase


@tagged("post_install", "-at_install")
class TestCheckAndDestroy(KeyCase):
    def test_all_in_order(self):
        for complete in (False, True):
            job = self.job("check", is_complete=complete)
            self.assertTrue(self.work(job))
            self.assertEqual((job.state, job.problem_count), ("done", 0))
            self.assertGreater(job.values_done, 0)
        self.assertEqual(job.values_done, len(self.values()))

    def test_what_is_wrong_is_named_and_not_shown(self):
        good = self.blob("narrative", self.case)
        self.env.cr.execute("UPDATE wlec_case SET narrative = %s WHERE id = %s", [good, self.other.id])
        self.env.cr.execute(
            "UPDATE wlec_data_key SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) WHERE id = %s",
            [self.key_of(self.note, "body")],
        )
        job = self.job("check", is_complete=True)
        self.assertTrue(self.work(job))
        for part in (
            f"wlec.case {self.other.id}, narrative",
            f"wlec.case.note {self.note.id}, body",
            f"data key {self.key_of(self.note, 'body')}",
        ):
            self.assertIn(part, job.problems)
        self.assertNotIn(CANARY, job.problems)
        self.assertEqual(len(job.problems.splitlines()), job.problem_count)
        self.assertFalse(self.events(action="read", model="wlec.case"))

    def test_destroyed_keys_are_found_by_the_check(self):
        self.env.cr.execute("DELETE FROM wlec_data_key WHERE id = %s", [self.key_of(self.other, "matter")])
        keys.forget()
        job = self.job("check", is_complete=True)
        self.work(job)
        self.assertIn(f"wlec.case {self.other.id}, matter", job.problems)
        self.assertIn("does not exist", job.problems)

    def retire_all(self):
        self.work(self.job("data"))
        self.env.cr.execute("UPDATE wlec_data_key SET retired_at = retired_at - interval '2 days'")

    def count_retired(self):
        self.env.cr.execute("SELECT count(*) FROM wlec_data_key WHERE retired_at IS NOT NULL")
        return self.env.cr.fetchone()[0]

    def test_retired_keys_are_destroyed_in_a_step_of_its_own(self):
        with self.assertRaisesRegex(TransitionError, "no retired"):
            self.job("destroy")
        self.retire_all()
        count = self.count_retired()
        self.assertGreater(count, 1)
        job = self.job("destroy")
        self.assertTrue(self.work(job))
        self.assertEqual(job.keys_done, count)
        self.assertEqual(self.count_retired(), 0)
        self.assertOpens()

    def test_a_retired_key_that_is_used_or_was_just_retired_stays(self):
        blob = self.blob("narrative", self.case)
        self.retire_all()
        self.env.cr.execute("UPDATE wlec_case SET narrative = %s WHERE id = %s", [blob, self.case.id])
        self.env.cr.execute(
            "UPDATE wlec_data_key SET retired_at = clock_timestamp() WHERE scope = %s AND retired_at IS NOT NULL",
            [f"wlec.case,{self.other.id}"],
        )
        self.assertTrue(self.work(self.job("destroy")))
        self.assertEqual(self.count_retired(), 2)
        self.later()
        self.assertOpens()


@tagged("post_install", "-at_install")
class TestWhoMay(KeyCase):
    def test_nobody_but_the_officer(self):
        job = self.job("check")
        for user in self.cast("alice bob mona fred tara audrey sam carol"):
            with self.subTest(user=user.login):
                for way in (
                    lambda env: env["wlec.key.rotation"].create({"kind": "data"}),
                    lambda env: env["wlec.key.rotation"].search([]).read(["problems"]),
                    lambda env: env["wlec.key.rotation"].browse(job.id).action_continue(),
                    lambda env: env["wlec.key.rotation"].browse(job.id).action_stop(),
                    lambda env: env["wlec.key.rotation"].browse(job.id).write({"kind": "data"}),
                ):
                    with self.assertRaises(UserError), self.env.cr.savepoint(), self.acting(user) as env:
                        way(env)

    def test_nobody_in_the_officers_name(self):
        with self.acting(self.otto) as env:
            job = env["wlec.key.rotation"].create({"kind": "data"})
        with self.assertRaises(UserError), self.env.cr.savepoint(), self.acting(self.sam) as env:
            job.with_env(env).with_user(self.otto).sudo().action_start()

    def test_what_was_started_is_not_changed(self):
        job = self.job("check")
        for vals in (
            {"kind": "destroy"},
            {"case_reference": "X"},
            {"is_complete": True},
            {"keys_done": 3},
            {"state": "done"},
        ):
            with self.assertRaises(ConfidentialityError), self.acting(self.otto) as env:
                job.with_env(env).write(vals)

    def test_one_at_a_time(self):
        first = self.job("check")
        with self.assertRaisesRegex(TransitionError, "is running"):
            self.job("check")
        with self.acting(self.otto) as env:
            first.with_env(env).action_stop()
        self.assertFalse(self.work(first), "stopped: no step more")
        second = self.job("check")
        with self.assertRaisesRegex(TransitionError, "is running"), self.acting(self.otto) as env:
            first.with_env(env).action_resume()
        self.work(second)
        with self.acting(self.otto) as env:
            first.with_env(env).action_resume()
        self.assertTrue(self.work(first))

    def test_a_file_that_is_not_there(self):
        with self.assertRaisesRegex(UserError, "no file"):
            self.job("data", case_reference="CASE-NONE")

    def test_the_cron_goes_on_with_it(self):
        job = self.job("check")
        self.env.ref("wlec_confidentiality.cron_key_rotation").method_direct_trigger()
        job.invalidate_recordset()
        self.assertEqual(job.state, "done")

    def test_the_report_on_the_ring_shows_no_key(self):
        job = self.job("check")
        with self.acting(self.otto) as env:
            report = job.with_env(env).ring_report
        self.assertIn(keys.ring().current, report)
        content = open(self.path).read()  # noqa: SIM115
        secret = content.split('"secret": "')[1].split('"')[0]
        self.assertNotIn(secret, report)
        with self.assertRaises(AccessError), self.acting(self.sam) as env:
            job.with_env(env).read(["ring_report"])
