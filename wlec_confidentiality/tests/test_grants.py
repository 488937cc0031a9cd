# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from .common import ConfidentialityCase

REASON = "Covers while I am away"


class GrantCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)

    def sees(self, user, case=None):
        with self.acting(user) as env:
            found = env["wlec.case"].search_count([("id", "=", (case or self.case).id)])
        return bool(found)

    def grant(self, by=None, to=None, **vals):
        with self.acting(by or self.alice) as env:
            wizard = env["wlec.case.grant"].create(
                {"case_id": self.case.id, "user_id": (to or self.bob).id, "reason": REASON, **vals}
            )
            wizard.action_grant()
        return self.running(to or self.bob)

    def running(self, user, case=None):
        return self.env["wlec.access.grant"].search(
            [("case_id", "=", (case or self.case).id), ("user_id", "=", user.id), ("is_valid", "=", True)]
        )


@tagged("post_install", "-at_install")
class TestGrantColleague(GrantCase):
    def test_a_colleague_is_let_in(self):
        self.assertFalse(self.sees(self.bob))
        grant = self.grant(period="week")
        self.assertTrue(self.sees(self.bob))
        self.assertEqual((grant.source, grant.granted_by, grant.reason), ("cover", self.alice, REASON))
        self.assertAlmostEqual(
            grant.valid_to, fields.Datetime.now() + timedelta(days=7), delta=timedelta(minutes=5)
        )
        self.assertTrue(self.events(action="grant", user_id=self.alice.id))
        with self.acting(self.bob) as env:
            self.assertTrue(self.case.with_env(env).matter)
            self.assertEqual(self.case.with_env(env).granted_until, grant.valid_to)

    def test_presets(self):
        with self.acting(self.alice) as env:
            form = Form(env["wlec.case.grant"].with_context(default_case_id=self.case.id))
            for period, days in (("day", 1), ("week", 7), ("month", 28)):
                form.period = period
                self.assertGreaterEqual(
                    form.valid_to, fields.Datetime.now() + timedelta(days=days, minutes=-5)
                )
            form.period = "other"
            form.valid_to = fields.Datetime.now() + timedelta(days=3)
            form.user_id = self.bob.with_env(env)
            form.reason = REASON
            form.save().action_grant()
        self.assertTrue(self.sees(self.bob))

    def test_no_reason_no_end_no_grant(self):
        now = fields.Datetime.now()
        for vals in (
            {"reason": "short"},
            {"reason": "          "},
            {"period": "other", "valid_to": False},
            {"period": "other", "valid_to": now - timedelta(days=1)},
            {"period": "other", "valid_to": now + timedelta(days=370)},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.grant(**vals)
        self.assertFalse(self.sees(self.bob))

    def test_who_may_let_in(self):
        with self.assertRaises(AccessError):
            self.grant(by=self.bob, to=self.bob)
        self.grant(by=self.mona)
        with self.assertRaises(AccessError):
            self.grant(by=self.bob, to=self.vera)  # who was let in lets nobody in
        for user in (self.otto, self.fred, self.sam, self.tara, self.audrey):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.grant(by=user, to=self.bob)
        with self.acting(self.bob) as env, self.assertRaises(AccessError):
            env["wlec.access.grant"].create(
                {"case_id": self.case.id, "user_id": self.vera.id, "reason": REASON, "source": "team",
                 "valid_to": fields.Datetime.now() + timedelta(days=1)}
            )  # fmt: skip

    def test_only_to_caseworkers(self):
        for user in (self.fred, self.otto, self.sam, self.carol):
            with self.subTest(user=user.login), self.assertRaises(ConfidentialityError):
                self.grant(to=user)
        with self.assertRaisesRegex(UserError, "already"):
            self.grant(by=self.mona, to=self.alice)

    def test_a_grant_ends_by_itself(self):
        grant = self.grant()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wlec_access_grant SET valid_from = valid_from - interval '2 days', valid_to = now() AT TIME ZONE 'UTC' - interval '1 minute'"
            " WHERE id = %s", [grant.id],
        )  # fmt: skip
        self.env.invalidate_all()
        self._start_events()
        self.assertFalse(self.sees(self.bob))
        with self.acting(self.bob) as env, self.assertRaises(AccessError):
            self.case.with_env(env).read(["matter"])

    def test_a_grant_is_revoked(self):
        grant = self.grant()
        with self.acting(self.alice) as env:
            grant.with_env(env).action_revoke()
        self.assertFalse(self.sees(self.bob))
        self.assertEqual(grant.revoked_by, self.alice)
        self.assertTrue(self.events(action="revoke"))


@tagged("post_install", "-at_install")
class TestExclusion(GrantCase):
    def exclude(self, user, by=None):
        with self.acting(by or self.alice) as env:
            env["wlec.case.exclude"].create(
                {"case_id": self.case.id, "user_id": user.id, "told_how": "phone"}
            ).action_exclude()

    def test_it_beats_a_grant_and_a_role(self):
        self.grant()
        self.exclude(self.bob)
        self.exclude(self.mona)
        for user in (self.bob, self.mona):
            with self.subTest(user=user.login):
                self.assertFalse(self.sees(user))
                with self.acting(user) as env:
                    self.assertFalse(
                        env["wlec.case"]._read_group([("id", "=", self.case.id)], [], ["__count"])[0][0]
                    )
                    self.assertFalse(env["wlec.case"].name_search(self.case.name))
                with self.acting(user) as env, self.assertRaises(AccessError):
                    self.case.with_env(env).read(["name"])
                with self.acting(user) as env, self.assertRaises(AccessError):
                    self.case.with_env(env).sudo().read(["matter"])
        self.assertTrue(self.sees(self.alice))
        self.assertTrue(self.events(action="exclude"))

    def test_no_grant_for_the_excluded(self):
        self.exclude(self.bob)
        with self.assertRaises(ConfidentialityError):
            self.grant()

    def test_the_excluded_see_no_trace_of_it(self):
        self.exclude(self.mona)
        with self.acting(self.mona) as env:
            self.assertFalse(env["wlec.access.exclusion"].search([]))
            self.assertFalse(env["wlec.access.grant"].search([("case_id", "=", self.case.id)]))
            self.assertFalse(env["wlec.case.note"].search([]))

    def test_lifted_when_the_client_says_so(self):
        self.exclude(self.mona)
        exclusion = self.env["wlec.access.exclusion"].search([("case_id", "=", self.case.id)])
        with self.acting(self.alice) as env:
            exclusion.with_env(env).action_lift()
        self.assertTrue(self.sees(self.mona))

    def test_who_excludes_themselves_is_out(self):
        with self.acting(self.alice) as env:
            wizard = env["wlec.case.exclude"].create(
                {"case_id": self.case.id, "user_id": self.alice.id, "told_how": "phone"}
            )
            action = wizard.action_exclude()
        self.assertEqual(action["res_model"], "wlec.case")
        self.assertFalse(self.sees(self.alice))

    def test_not_by_those_without_the_file(self):
        for user in (self.bob, self.otto, self.sam):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.exclude(self.alice, by=user)


@tagged("post_install", "-at_install")
class TestHandingOver(GrantCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia = new_test_user(
            cls.env, "nadia", groups="wlec_confidentiality.group_line_manager", name="Nadia"
        )
        cls._acknowledge(cls.nadia | cls.vera)
        cls.bob.wlec_line_manager_id = cls.nadia

    def test_the_team_has_it_from_the_start(self):
        sources = {grant.user_id: grant.source for grant in self.case.grant_ids}
        self.assertEqual(sources, {self.alice: "assigned", self.mona: "line_management"})
        self.assertFalse(any(self.case.grant_ids.mapped("valid_to")))

    def test_a_file_is_handed_over(self):
        with self.acting(self.mona) as env:
            self.case.with_env(env).caseworker_id = self.bob
        self.assertEqual(
            [self.sees(user) for user in (self.alice, self.mona, self.bob, self.nadia)],
            [False, False, True, True],
        )
        ended = self.case.grant_ids.filtered("revoked_at")
        self.assertEqual(ended.user_id, self.alice | self.mona)
        self.assertEqual(set(ended.mapped("revoke_reason")), {"reassigned"})

    def test_within_one_team_the_manager_stays(self):
        with self.acting(self.mona) as env:
            self.case.with_env(env).caseworker_id = self.vera
        self.assertEqual(
            [self.sees(user) for user in (self.alice, self.mona, self.vera)], [False, True, True]
        )
        self.assertEqual(len(self.running(self.mona)), 1)

    def test_cover_stays(self):
        self.grant()
        with self.acting(self.mona) as env:
            self.case.with_env(env).caseworker_id = self.vera
        self.assertTrue(self.sees(self.bob))

    def test_only_the_managers_hand_over(self):
        with self.acting(self.alice) as env, self.assertRaises(AccessError):
            self.case.with_env(env).caseworker_id = self.bob
        self.grant()
        with self.acting(self.bob) as env, self.assertRaises(AccessError):
            self.case.with_env(env).caseworker_id = self.bob
        self.grant(to=self.nadia)
        with self.acting(self.nadia) as env, self.assertRaises(AccessError):
            self.case.with_env(env).caseworker_id = self.vera
        with self.acting(self.nadia) as env:
            self.case.with_env(env).caseworker_id = self.bob
        self.assertTrue(self.sees(self.nadia))

    def test_writing_the_same_caseworker_changes_nothing(self):
        with self.acting(self.alice) as env:
            self.case.with_env(env).write(
                {"caseworker_id": self.alice.id, "possible_excluded_material": True}
            )
        self.assertEqual(len(self.case.grant_ids), 2)

    def test_another_line_manager(self):
        self.alice.wlec_line_manager_id = self.nadia
        self.assertEqual(
            [self.sees(user) for user in (self.alice, self.mona, self.nadia)], [True, False, True]
        )
        self.alice.wlec_line_manager_id = False
        self.assertEqual([self.sees(user) for user in (self.alice, self.nadia)], [True, False])
