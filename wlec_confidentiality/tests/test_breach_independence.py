# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError

from .breach_common import FACTS, BreachCase


@tagged("post_install", "-at_install", "wlec")
class TestBreachIndependence(BreachCase):
    """Who was involved finds no trace of it: caseworker, manager, officer, administrator, trustee."""

    BREACH = {
        "buttons": (
            "action_assess", "action_reconsider", "action_not_notify", "action_close", "action_reopen", "action_hand_over",
            "action_prepare_notice", "action_prepare_charity", "action_prepare_insurer", "action_prepare_other", "action_prepare_letters",
            "action_review_policy", "action_open_management_actions",
        ),
        "models": {
            "wlec.breach.person": "breach_id", "wlec.breach.notice": "breach_id", "wlec.management.action": "breach_id",
        },
    }  # fmt: skip

    def everybody(self):
        return (
            self.alice,
            self.bob,
            self.mona,
            self.tara,
            self.fred,
            self.audrey,
            self.sam,
            self.otto,
            self.env.ref("base.user_admin"),
        )

    def full(self):
        """A breach with everything that hangs on one."""
        breach = self.notified()
        with self.acting(self.otto) as env:
            env["wlec.breach.person"].create({"breach_id": breach.id, "who": "Somebody"})
        return breach

    def test_nobody_involved_finds_a_trace(self):
        for user in self.everybody():
            with self.subTest(user.login):
                breach = self.full()
                if user in (self.mona, self.tara):
                    breach.sudo().handler_id = user
                lines = breach.message_ids.ids
                breach.sudo().subject_user_ids = user
                self.assertTrue(breach.handler_id)
                self.assertNotEqual(breach.handler_id, user)
                self.assertNotIn(user, breach.activity_ids.user_id)
                self.assertEqual(self.traces(user, breach, **self.BREACH), [])
                with self.acting(user) as env:
                    self.assertFalse(env["mail.message"].search([("id", "in", lines)]))
                    for record, field in (
                        (breach, "facts"), (breach.people_ids, "who"), (breach.notice_ids, "pdf"),
                        (breach.notice_ids.answer_ids[:1], "answer"),
                    ):  # fmt: skip
                        with self.assertRaises(NeedToKnowError):
                            record.with_env(env).sudo()[field]

    def test_whoever_has_no_part_in_it_finds_none_either(self):
        breach = self.full()
        for user in self.cast("alice bob mona tara fred audrey sam carol chris"):
            with self.subTest(user.login):
                self.assertEqual(self.traces(user, breach, **self.BREACH), [])

    def test_line_manager_of_the_involved(self):
        breach = self.full()
        breach.sudo().subject_user_ids = self.alice
        with self.acting(self.mona) as env:
            mine = env["wlec.breach"].browse(breach.id)
            self.assertEqual(mine.facts, FACTS)
            self.assertFalse(env["wlec.breach.person"].search([("breach_id", "=", breach.id)]))
            self.assertFalse(env["wlec.breach.notice"].search([("breach_id", "=", breach.id)]))
            with self.assertRaises(UserError), env.cr.savepoint():
                mine.facts = "It was nothing"
        breach.sudo().subject_user_ids |= self.mona
        self.assertEqual(self.traces(self.mona, breach, **self.BREACH), [])

    def test_chair(self):
        self.env.company.wlec_chair_id = self.tara
        breach = self.full()
        self.fill(breach, serious_decision="yes")
        with self.acting(self.tara) as env:
            self.assertEqual(env["wlec.breach"].browse(breach.id).facts, FACTS)
            self.assertFalse(env["wlec.breach.person"].search([("breach_id", "=", breach.id)]))
            with self.assertRaises(UserError):
                env["wlec.breach"].browse(breach.id).facts = "x"

    def test_about_the_chair(self):
        """Somebody else of the trustees sees it then."""
        self.make_trustee("theo")
        self.env.company.wlec_chair_id = self.tara
        breach = self.full()
        breach.sudo().subject_user_ids |= self.tara
        self.fill(breach, serious_decision="yes")
        self.assertTrue(breach.chair_id)
        self.assertNotEqual(breach.chair_id, self.tara)
        with self.acting(breach.chair_id) as env:
            self.assertEqual(env["wlec.breach"].browse(breach.id).facts, FACTS)
        breach.sudo().subject_user_ids |= breach.chair_id
        self.assertFalse(breach.chair_id)

    def test_about_the_officer(self):
        named = self.report(involved="It was Otto, I think")
        own = self.report(self.otto, mine=True)
        for breach in (named, own):
            self.assertIn(self.otto, breach.subject_user_ids)
            self.assertNotEqual(breach.handler_id, self.otto)
            self.assertEqual(self.traces(self.otto, breach, **self.BREACH), [])

    def test_hand_over(self):
        breach = self.report()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach"].browse(breach.id)
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                mine.subject_user_ids = self.otto
            mine.action_hand_over()
            self.assertFalse(env["wlec.breach"].search([("id", "=", breach.id)]))
        self.assertNotEqual(breach.handler_id, self.otto)

    def test_who_may_deal_with_it(self):
        breach = self.report()
        breach.sudo().subject_user_ids = self.mona
        for user in (self.mona, self.alice, self.fred, self.sam, self.carol):
            with self.subTest(user.login), self.assertRaises(ValidationError), self.acting(self.otto) as env:
                env["wlec.breach"].browse(breach.id).handler_id = user

    # ---- people affected
    def test_kept_out_of_the_file(self):
        """Whom the client keeps out learns nothing of the client here, the officer included."""
        case = self.case_for(self.alice, self.carol.partner_id)
        breach = self.report()
        with self.acting(self.otto) as env:
            person = env["wlec.breach.person"].create({"breach_id": breach.id, "case_reference": case.name})
            self.assertEqual(person.sudo().case_id.id, case.id)
            self.assertEqual(person.sudo().partner_id.id, self.carol.partner_id.id)
        with self.acting(self.alice) as env:
            env["wlec.access.exclusion"].create({"case_id": case.id, "user_id": self.otto.id})
        with self.acting(self.otto) as env:
            self.assertFalse(env["wlec.breach.person"].search([("id", "=", person.id)]))
            with self.assertRaises(ValidationError) as caught:
                env["wlec.breach.person"].create({"breach_id": breach.id, "case_reference": case.name})
            with self.assertRaises(ValidationError) as unknown:
                env["wlec.breach.person"].create({"breach_id": breach.id, "case_reference": "CASE-X"})
        self.assertEqual(str(caught.exception).replace(case.name, "CASE-X"), str(unknown.exception))

    def test_files_by_reference_only(self):
        case, breach = self.case_for(self.alice), self.report()
        with self.acting(self.otto) as env:
            for values in ({"case_id": case.id}, {"partner_id": self.carol.partner_id.id}):
                with self.assertRaises(UserError), env.cr.savepoint():
                    env["wlec.breach.person"].create({"breach_id": breach.id, **values})


class TestLaterOn(BreachCase):
    """A complaint has led to a breach; whom it is about comes to light afterwards."""

    def setUp(self):
        super().setUp()
        self.complaint = self.receive()
        self.complaint.sudo().handler_id = self.tara
        self.by(self.tara, self.complaint, "action_record_breach")
        self.breach = self.Breach.search([("complaint_id", "=", self.complaint.id)])
        self.action = self.env["wlec.management.action"].create(
            {
                "breach_id": self.breach.id,
                "person_id": self.alice.id,
                "owner_id": self.mona.id,
                "due_on": "2031-01-01",
            }
        )

    def test_it_is_the_breach_s_as_well(self):
        self.assertEqual(self.breach.handler_id, self.otto)
        self.make_trustee("theo")  # somebody must be left to see it
        for user, buttons in ((self.otto, ("action_assess", "action_hand_over")), (self.mona, ())):
            with self.acting(user) as env:
                there = {name: env[name].search([]).ids for name in ("wlec.breach", "wlec.management.action")}
            if user == self.otto:
                self.assertIn(self.breach.id, there["wlec.breach"])
            with self.acting(self.tara) as env:
                env["wlec.breach.complaint"].browse(self.complaint.id).subject_user_ids = [(4, user.id)]
            with self.subTest(user=user.login):
                self.assertIn(user, self.breach.subject_user_ids)
                self.assertNotEqual(self.breach.handler_id, user)
                self.assertTrue(self.breach.handler_id)
                self.assertNotIn(user, self.breach.activity_ids.user_id)
                self.assertEqual(self.traces(user, self.breach, buttons), [])
                with self.acting(user) as env:
                    self.assertFalse(env["wlec.breach"].search([("id", "=", self.breach.id)]))
                    self.assertFalse(env["wlec.management.action"].search([("id", "=", self.action.id)]))
                    with self.assertRaises(NeedToKnowError):
                        env["wlec.breach"].browse(self.breach.id).sudo().facts  # noqa: B018

    def test_by_the_button_of_whoever_is_involved(self):
        self.complaint.sudo().handler_id = self.otto
        self.by(self.otto, self.complaint, "action_hand_over")
        self.assertIn(self.otto, self.breach.subject_user_ids)
        self.assertNotEqual(self.breach.handler_id, self.otto)

    def test_taken_off_the_complaint_is_not_taken_off_the_breach(self):
        self.complaint.sudo().subject_user_ids = self.alice | self.bob
        self.breach.sudo().subject_user_ids = [(4, self.fred.id)]
        self.complaint.sudo().subject_user_ids = self.bob
        self.assertEqual(self.breach.subject_user_ids, self.alice | self.bob | self.fred)

    def test_of_a_closed_breach_too(self):
        self.env.cr.execute("UPDATE wlec_breach SET state = 'closed' WHERE id = %s", [self.breach.id])
        self.breach.invalidate_recordset()
        self.complaint.sudo().subject_user_ids = self.otto
        self.assertIn(self.otto, self.breach.subject_user_ids)
