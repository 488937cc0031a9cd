# SPDX-License-Identifier: LGPL-3.0-or-later
import hashlib
from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import file_open, mute_logger

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.tools import policy_text

from .common import ConfidentialityCase

ACKNOWLEDGE = "wlec.policy.acknowledge"


class PolicyCase(ConfidentialityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.env.ref("wlec_confidentiality.policy_version_1")

    def new_version(self, body="<p>New words</p>", **vals):
        """Another version, approved by tara and put in force by otto."""
        with self.acting(self.otto) as env:
            draft = env["wlec.policy"].create({"body": body, "minute_reference": "EC 3/26, item 2", **vals})
        with self.acting(self.tara) as env:
            draft.with_env(env).action_approve()
        with self.acting(self.otto) as env:
            draft.with_env(env).action_put_in_force()
        return draft.with_env(self.env)

    def acknowledge(self, user, **vals):
        with self.acting(user) as env:
            env[ACKNOWLEDGE].create({"typed_name": user.name, **vals}).action_acknowledge()


@tagged("post_install", "-at_install")
class TestPolicyVersions(PolicyCase):
    def test_the_first_version_is_the_centres_own(self):
        self.assertEqual((self.first.number, self.first.state), (1, "in_force"))
        self.assertEqual(str(self.first.approved_on), "2018-12-01")
        self.assertEqual(str(self.first.review_date), "2020-12-31")
        self.assertTrue(self.first.review_overdue)
        self.assertIn(self.first, self.env["wlec.policy"].search([("review_overdue", "=", True)]))
        self.assertNotIn(self.first, self.env["wlec.policy"].search([("review_overdue", "=", False)]))

    def test_the_hash_is_of_the_canonical_text(self):
        digest = hashlib.sha256(self.first.canonical_text.encode()).hexdigest()
        self.assertEqual(self.first.text_hash, digest)
        self.assertIn("We cannot advise both parties to a dispute.", self.first.canonical_text)

    def test_a_version_grows_up(self):
        new = self.new_version()
        self.assertEqual((new.state, self.first.state), ("in_force", "superseded"))
        self.assertEqual(new.number, 2)
        self.assertEqual(new.approved_by_id, self.tara)
        self.assertEqual(new.in_force_from, fields.Date.today())
        self.assertEqual(self.env["wlec.policy"]._in_force(), new)

    def test_approval_needs_words_and_a_minute(self):
        for vals in (
            {"body": "<p> </p>", "minute_reference": "EC 1"},
            {"body": "<p>x</p>", "minute_reference": "  "},
        ):
            draft = self.env["wlec.policy"].create(vals)
            with self.acting(self.tara) as env, self.assertRaises(TransitionError):
                draft.with_env(env).action_approve()

    def test_each_step_is_for_its_people(self):
        draft = self.env["wlec.policy"].create({"body": "<p>x</p>", "minute_reference": "EC 1"})
        for user in (self.alice, self.mona, self.otto, self.sam, self.audrey):
            with self.subTest(user=user.login), self.acting(user) as env, self.assertRaises(UserError):
                draft.with_env(env).action_approve()
        with self.acting(self.tara) as env:
            draft.with_env(env).action_approve()
        with self.acting(self.tara) as env, self.assertRaises(UserError):
            draft.with_env(env).action_put_in_force()

    def test_an_approved_text_is_frozen(self):
        for field, value in (
            ("body", "<p>Other</p>"),
            ("name", "Other"),
            ("number", 9),
            ("minute_reference", "EC 2"),
        ):
            for user in (self.otto, self.tara, self.env.user):
                with (
                    self.subTest(field=field, user=user.login),
                    self.acting(user) as env,
                    self.assertRaises(UserError),
                ):
                    self.first.with_env(env).write({field: value})
        with self.acting(self.otto) as env:
            self.first.with_env(env).review_date = "2027-12-31"
        self.assertFalse(self.first.review_overdue)

    def test_only_drafts_are_deleted(self):
        with self.acting(self.otto) as env:
            env["wlec.policy"].create({"body": "<p>x</p>"}).unlink()
            with self.assertRaises(UserError):
                self.first.with_env(env).unlink()

    def test_never_two_in_force(self):
        draft = self.env["wlec.policy"].create({"body": "<p>x</p>"})
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE wlec_policy SET state = 'in_force' WHERE id = %s", [draft.id])

    def test_an_older_version_does_not_come_back(self):
        with self.acting(self.otto) as env:
            slow = env["wlec.policy"].create({"body": "<p>x</p>", "minute_reference": "EC 1"})
        with self.acting(self.tara) as env:
            slow.with_env(env).action_approve()
        self.new_version()
        with self.acting(self.otto) as env, self.assertRaises(UserError):
            slow.with_env(env).action_put_in_force()

    def test_review_before_approval_is_refused(self):
        with self.assertRaises(ValidationError):
            self.first.review_date = "2017-01-01"

    def test_staff_do_not_see_drafts(self):
        draft = self.env["wlec.policy"].create({"body": "<p>Draft</p>"})
        with self.acting(self.alice) as env:
            self.assertNotIn(draft, env["wlec.policy"].search([]))
            self.assertIn(self.first, env["wlec.policy"].search([]))

    def test_text_is_sanitised(self):
        draft = self.env["wlec.policy"].create({"body": "<p onclick='x()'>Hi</p><script>alert(1)</script>"})
        self.assertNotIn("script", draft.body)
        self.assertNotIn("onclick", draft.body)

    def test_a_new_version_starts_from_the_old_text(self):
        with self.acting(self.otto) as env:
            action = self.first.with_env(env).action_new_version()
        draft = self.env["wlec.policy"].browse(action["res_id"])
        self.assertEqual((draft.body, draft.state, draft.number), (self.first.body, "draft", 2))


@tagged("post_install", "-at_install")
class TestCanonicalText(PolicyCase):
    def test_dress_does_not_matter_words_do(self):
        plain = policy_text.canonical("<p>One  two</p><ul><li>three</li></ul>")
        self.assertEqual(plain, "One two\n- three")
        self.assertEqual(
            policy_text.canonical("<div><b>One</b> two</div>\n<ul>\n<li><i>three</i></li></ul><!-- x -->"),
            plain,
        )
        self.assertNotEqual(policy_text.canonical("<p>One two three</p>"), plain)
        self.assertEqual(policy_text.canonical(False), "")
        self.assertEqual(policy_text.canonical("A<br>B"), "A\nB")

    def test_the_addon_carries_the_policy_word_for_word(self):
        with file_open("wlec_confidentiality/data/policy/wlec_policy.xml") as source:
            self.assertIn("Prevention of Terrorism Act", source.read())
        words = self.first.canonical_text.split()
        self.assertEqual(words[:2], ["Confidentiality", "Policy"])
        self.assertEqual(words[-6:], ["Date", "to", "be", "reviewed:", "Dec", "2020"])

    def test_names(self):
        for typed, name in (
            ("alice okafor", "Alice Okafor"),
            (" ALICE  OKAFOR ", "Alice Okafor"),
            ("ŁUKASZ", "Łukasz"),
        ):
            self.assertTrue(policy_text.same_name(typed, name))
        for typed, name in (("", ""), (False, "Alice"), ("  ", "Alice"), ("Alice", "Alice Okafor")):
            self.assertFalse(policy_text.same_name(typed, name))


@tagged("post_install", "-at_install")
class TestAcknowledgement(PolicyCase):
    def test_reading_and_signing(self):
        with self.acting(self.vera) as env:
            with Form(env[ACKNOWLEDGE]) as form:
                self.assertEqual(form.policy_id, self.first)
                self.assertIn("danger to you", form.body)
                form.typed_name = f"  {self.vera.name.upper()} "
            form.record.action_acknowledge()
        found = self.env["wlec.policy.acknowledgement"].search([("user_id", "=", self.vera.id)])
        self.assertEqual((found.policy_id, found.method), (self.first, "back_office"))
        self.assertEqual(found.text_hash, self.first.text_hash)
        self.assertEqual(found.recorded_by_id, self.vera)
        self.assertTrue(self.events(action="acknowledge", user_id=self.vera.id))

    def test_another_name_is_refused(self):
        for name in ("", "   ", "Somebody Else", False):
            with self.subTest(name=name), self.assertRaises(UserError):
                self.acknowledge(self.vera, typed_name=name)

    def test_not_twice(self):
        with self.assertRaises(UserError):
            self.acknowledge(self.alice)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            with self.acting(self.alice) as env:
                env["wlec.policy.acknowledgement"]._acknowledge(
                    self.first, self.alice, "Alice", "back_office"
                )

    def test_the_text_changed_while_it_was_read(self):
        with self.acting(self.vera) as env:
            wizard = env[ACKNOWLEDGE].create({"typed_name": self.vera.name})
        self.new_version()
        with self.acting(self.vera) as env, self.assertRaisesRegex(UserError, "changed"):
            wizard.with_env(env).action_acknowledge()
        with self.acting(self.vera) as env, self.assertRaisesRegex(UserError, "changed"):
            env[ACKNOWLEDGE].create(
                {"typed_name": self.vera.name, "text_hash": "0" * 64}
            ).action_acknowledge()
        self.assertFalse(self.env["wlec.policy.acknowledgement"].search([("user_id", "=", self.vera.id)]))

    def test_nobody_makes_alters_or_deletes_one(self):
        mine = self.env["wlec.policy.acknowledgement"].search([("user_id", "=", self.alice.id)])
        vals = {
            "policy_id": self.first.id, "user_id": self.vera.id, "typed_name": "Vera", "text_hash": "x",
            "acknowledged_at": fields.Datetime.now(), "method": "back_office", "recorded_by_id": self.vera.id,
        }  # fmt: skip
        for user in (self.alice, self.vera, self.mona, self.otto, self.tara, self.sam):
            with self.subTest(user=user.login), self.acting(user) as env:
                with self.assertRaises(AccessError):
                    env["wlec.policy.acknowledgement"].create(vals)
                for change in (
                    lambda: mine.with_env(env).write({"typed_name": "X"}),
                    mine.with_env(env).unlink,
                ):
                    with self.assertRaises(UserError):
                        change()
        with self.assertRaises(UserError):
            mine.sudo().write({"typed_name": "X"})
        with self.assertRaises(UserError):
            mine.sudo().unlink()

    def test_nobody_signs_for_somebody_else(self):
        Acknowledgement = self.env["wlec.policy.acknowledgement"]
        for user in (self.alice, self.bob, self.sam, self.tara):
            with self.subTest(user=user.login), self.acting(user) as env, self.assertRaises(AccessError):
                Acknowledgement.with_env(env)._acknowledge(self.first, self.vera, "Vera", "paper")
        with self.acting(self.mona) as env, self.assertRaises(AccessError):
            Acknowledgement.with_env(env)._acknowledge(self.first, self.vera, "Vera", "back_office")

    def test_paper(self):
        trustee = self.env["res.partner"].create({"name": "Trustee Without Login"})
        with self.acting(self.mona) as env:
            form = Form(env["wlec.policy.paper"])
            form.user_id = self.vera.with_env(env)
            form.signed_on = fields.Date.today()
            form.save().action_record()
        with self.acting(self.otto) as env:
            paper = env["wlec.policy.paper"].create(
                {"partner_id": trustee.id, "signed_on": fields.Date.today()}
            )
            self.assertEqual(paper.signed_name, trustee.name)
            paper.action_record()
        found = self.env["wlec.policy.acknowledgement"].search([("method", "=", "paper")])
        self.assertEqual(found.user_id, self.vera)
        self.assertEqual(found.partner_id, trustee)
        self.assertEqual(found.recorded_by_id, self.mona | self.otto)
        self.assertIsNone(self.vera._confidentiality_obstacle())

    def test_paper_of_a_version_that_may_still_be_altered(self):
        draft = self.env["wlec.policy"].create({"body": "<p>To be altered</p>"})
        in_force = self.env["wlec.policy"]._in_force()
        before = fields.Date.subtract(in_force.approved_on, days=1)
        for vals, word in (
            ({"policy_id": draft.id, "signed_on": fields.Date.today()}, "not in force"),
            ({"signed_on": before}, "before this version was approved"),
        ):
            with self.subTest(word), self.acting(self.otto) as env:
                paper = env["wlec.policy.paper"].create({"user_id": self.vera.id, **vals})
                with self.assertRaisesRegex(UserError, word), env.cr.savepoint():
                    paper.action_record()

    def test_paper_refusals(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        with self.acting(self.mona) as env:
            Paper = env["wlec.policy.paper"]
            for vals, error in (
                (
                    {"user_id": self.bob.id, "signed_on": fields.Date.today()},
                    AccessError,
                ),  # not hers to manage
                ({"signed_on": fields.Date.today()}, UserError),
                ({"user_id": self.vera.id, "signed_on": tomorrow}, UserError),
                ({"user_id": self.vera.id, "signed_on": fields.Date.today(), "signed_name": " "}, UserError),
            ):
                with self.subTest(vals=vals), self.assertRaises(error):
                    Paper.create(vals).action_record()
        with self.acting(self.alice) as env, self.assertRaises(AccessError):
            env["wlec.policy.paper"].create({"user_id": self.vera.id, "signed_on": fields.Date.today()})

    def test_who_sees_whose(self):
        Acknowledgement = self.env["wlec.policy.acknowledgement"]
        self.acknowledge(self.vera)
        everybodys = Acknowledgement.search([])
        for user in (self.otto, self.tara, self.audrey):
            with self.acting(user) as env:
                self.assertEqual(Acknowledgement.with_env(env).search([]), everybodys)
        with self.acting(self.mona) as env:
            self.assertEqual(
                Acknowledgement.with_env(env).search([]).user_id, self.mona | self.alice | self.vera
            )
        with self.acting(self.bob) as env:
            self.assertEqual(Acknowledgement.with_env(env).search([]).user_id, self.bob)

    def test_who_has_not(self):
        with self.acting(self.tara) as env:
            policy = self.first.with_env(env)
            self.assertIn(self.vera, policy._missing_users())
            self.assertNotIn(self.alice, policy._missing_users())
            self.assertNotIn(self.sam, policy._missing_users(), "sam has no duty under the policy")
            self.assertNotIn(self.carol, policy._missing_users())
            before = policy.missing_count
            action = policy.action_view_missing()
            self.assertIn(self.vera.id, env[action["res_model"]].search(action["domain"]).ids)
        self.acknowledge(self.vera)
        self.assertEqual(self.first.missing_count, before - 1)


@tagged("post_install", "-at_install")
class TestPolicyGate(PolicyCase):
    def test_no_acknowledgement_no_file(self):
        case = self.case_for(self.alice)
        self.env["wlec.access.grant"]._grant(case, self.vera, "cover", "Covers for Alice")
        with self.acting(self.vera) as env, self.assertRaises(RedirectWarning) as refusal:
            env["wlec.case"].search([])
        text, action, button = refusal.exception.args[:3]
        self.assertIn("version 1", text)
        self.assertEqual(action, self.env.ref("wlec_confidentiality.wlec_policy_acknowledge_action").id)
        self.assertEqual(button, "Read and acknowledge")
        for way in (
            lambda env: case.with_env(env).read(["matter"]),
            lambda env: case.with_env(env).matter,
            lambda env: case.sudo().with_env(env).sudo().matter,
            lambda env: env["wlec.case.note"].search_count([]),
            lambda env: env["wlec.case"].create(
                {"partner_id": case.partner_id.id, "caseworker_id": self.vera.id}
            ),
        ):
            with self.assertRaises(RedirectWarning), self.acting(self.vera) as env:
                way(env)
        self.acknowledge(self.vera)
        with self.acting(self.vera) as env:
            self.assertEqual(env["wlec.case"].search([]), case)
            self.assertTrue(case.with_env(env).matter)

    def test_everybody_with_a_duty_meets_it(self):
        self.assertIsInstance(self.vera._confidentiality_obstacle(), RedirectWarning)
        for user in (self.alice, self.carol, self.sam):
            self.assertIsNone(user._confidentiality_obstacle(), user.login)

    def test_a_new_version_closes_the_way_until_it_is_read(self):
        self.assertIsNone(self.alice._confidentiality_obstacle())
        new = self.new_version()
        self.assertIn("version 2", str(self.alice._confidentiality_obstacle().args[0]))
        self.acknowledge(self.alice)
        self.assertIsNone(self.alice._confidentiality_obstacle())
        self.assertEqual(new.acknowledgement_count, 1)

    def test_grace_is_for_those_who_knew_the_version_before(self):
        with freeze_time("2026-03-01"):
            self.new_version(grace_days=14)
            self.assertIsNone(self.alice._confidentiality_obstacle())
            self.assertIsNotNone(self.vera._confidentiality_obstacle())
        with freeze_time("2026-03-14"):
            self.assertIsNone(self.alice._confidentiality_obstacle())
        with freeze_time("2026-03-15"):
            self.assertIsNotNone(self.alice._confidentiality_obstacle())

    def test_a_new_duty_brings_the_gate(self):
        user = new_test_user(self.env, "newcomer", groups="base.group_user")
        self.assertIsNone(user._confidentiality_obstacle())
        user.group_ids += self.env.ref("wlec_confidentiality.group_caseworker")
        self.assertIsInstance(user._confidentiality_obstacle(), RedirectWarning)

    def test_negative_grace_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self.env["wlec.policy"].create({"body": "<p>x</p>", "grace_days": -1})
            self.env.flush_all()

    def test_no_policy_no_file(self):
        self.env.cr.execute("UPDATE wlec_policy SET state = 'superseded'")
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.assertIsInstance(self.alice._confidentiality_obstacle(), UserError)

    def test_one_statement_in_a_transaction(self):
        self.env.registry.clear_cache()
        self.env.flush_all()
        self.alice.partner_id, self.alice.has_group("wlec_confidentiality.group_caseworker")
        with self.assertQueryCount(1):
            self.alice._confidentiality_obstacle()
        with self.assertQueryCount(0):
            self.alice._confidentiality_obstacle()
