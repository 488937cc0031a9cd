# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.wlec_confidentiality.exceptions import NeedToKnowError, TransitionError

from .breach_common import MISSING, BreachCase

BUTTONS = ("action_finish", "action_cancel", "action_reopen")


@tagged("post_install", "-at_install", "wlec")
class TestManagementAction(BreachCase):
    """What line management does: seen by those above the person concerned, and by nobody beside or below them."""

    def setUp(self):
        super().setUp()
        self.env.company.wlec_chair_id = self.tara
        self.nina = new_test_user(
            self.env,
            "nina_above",
            groups="base.group_user,wlec_confidentiality.group_line_manager",
            name="Nina",
        )
        self._acknowledge(self.nina | self.vera)
        self.mona.wlec_line_manager_id = self.nina
        self.breach = self.report(self.bob)
        self.breach.sudo().subject_user_ids = self.alice

    def action(self, user=None, person=None, **vals):
        user = user or self.mona
        with self.acting(user) as env:
            made = env["wlec.management.action"].create({
                "breach_id": self.breach.id, "person_id": (person or self.alice).id, "owner_id": user.id,
                "what": "Supervision on addressing letters", "due_on": fields.Date.add(fields.Date.today(), days=7), **vals,
            })  # fmt: skip
        return self.env["wlec.management.action"].browse(made.id)

    def test_those_above_see_it(self):
        action = self.action()
        self.assertEqual(action.activity_ids.user_id, self.mona)
        for user in (self.mona, self.nina, self.otto, self.tara):
            with self.subTest(user.login), self.acting(user) as env:
                self.assertTrue(env["wlec.management.action"].browse(action.id).what)

    def test_the_person_and_those_beside_and_below_do_not(self):
        action = self.action()
        for user in (
            self.alice,
            self.vera,
            self.bob,
            self.fred,
            self.audrey,
            self.sam,
            self.env.ref("base.user_admin"),
            self.carol,
        ):
            with self.subTest(user.login):
                self.assertEqual(self.traces(user, action, BUTTONS), [])
        with self.acting(self.alice) as env, self.assertRaises(NeedToKnowError):
            env["wlec.management.action"].sudo().browse(action.id).what  # noqa: B018

    def test_about_the_manager(self):
        """Mona's own: her manager, the officer and the chair; not mona, whatever her role."""
        self.breach.sudo().subject_user_ids = self.mona
        action = self.action(self.nina, self.mona)
        self.assertEqual(self.traces(self.mona, action, BUTTONS), [])

    def test_about_the_officer(self):
        """An officer's is no other officer's: it goes to the chair."""
        second = new_test_user(
            self.env, "olga_officer", groups="base.group_user,wlec_confidentiality.group_officer", name="Olga"
        )
        self._acknowledge(second)
        self.breach.sudo().subject_user_ids = self.otto
        self.breach.sudo().handler_id = self.tara
        action = self.action(self.tara, self.otto)
        for user in (self.otto, second):
            self.assertEqual(self.traces(user, action, BUTTONS), [])

    def test_an_officer_beside_the_person(self):
        self.otto.sudo().wlec_line_manager_id = self.mona
        self.assertEqual(self.traces(self.otto, self.action(), BUTTONS), [])

    def test_somebody_above_who_was_involved(self):
        action = self.action()
        self.breach.sudo().subject_user_ids |= self.nina
        self.assertEqual(self.traces(self.nina, action, BUTTONS), [])

    def test_owner_stands_above(self):
        for owner in (self.alice, self.vera, self.bob, self.fred, self.sam):
            with self.subTest(owner.login), self.assertRaises(UserError), self.env.cr.savepoint():
                self.action(owner_id=owner.id)

    def test_not_on_oneself_or_on_what_one_does_not_know(self):
        for user, person in (
            (self.alice, self.bob),
            (self.mona, self.mona),
            (self.bob, self.alice),
            (self.sam, self.alice),
        ):
            with self.subTest(user.login), self.assertRaises(UserError), self.env.cr.savepoint():
                self.action(user, person)
        with self.acting(self.mona) as env:
            errors = []
            for breach in (self.report(self.bob).id, MISSING):
                with self.assertRaises(UserError) as caught, env.cr.savepoint():
                    env["wlec.management.action"].create(
                        {"breach_id": breach, "person_id": self.alice.id, "due_on": fields.Date.today()}
                    )
                errors.append(str(caught.exception).replace(str(breach), "#"))
            self.assertEqual(*errors)

    def test_disciplinary_by_reference_only(self):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.action(kind="disciplinary", what=False)
        self.action(kind="disciplinary", what=False, hr_reference="HR 2026/4")

    def test_finishing(self):
        action = self.action()
        with self.assertRaises(TransitionError):
            self.by(self.mona, action, "action_finish")
        with self.acting(self.mona) as env:
            env["wlec.management.action"].browse(action.id).outcome = "Done on Monday"
        self.by(self.mona, action, "action_finish")
        self.assertEqual((action.state, action.finished_by_id), ("done", self.mona))
        self.assertFalse(action.activity_ids)
        with self.acting(self.mona) as env:
            mine = env["wlec.management.action"].browse(action.id)
            for values in (
                {"outcome": "x"},
                {"due_on": "2030-01-01"},
                {"person_id": self.bob.id},
                {"state": "open"},
            ):
                with self.assertRaises(UserError), env.cr.savepoint():
                    mine.write(values)

    def test_a_breach_is_not_closed_before(self):
        action = self.action()
        self.fill(
            self.breach,
            risk_decision="none",
            risk_reason="a",
            not_notified_reason="b",
            containment="c",
            lessons="d",
        )
        self.by(self.otto, self.breach, "action_assess")
        self.by(self.otto, self.breach, "action_not_notify")
        with self.assertRaises(TransitionError):
            self.by(self.otto, self.breach, "action_close")
        with self.acting(self.mona) as env:
            env["wlec.management.action"].browse(action.id).outcome = "Done"
        self.by(self.mona, action, "action_finish")
        self.by(self.otto, self.breach, "action_close")

    def test_overdue_goes_up(self):
        action = self.action(self.nina, due_on="2026-11-02")
        asked = []
        for day in (
            "2026-11-02",
            "2026-11-03",
            "2026-11-05",
            "2026-11-06",
            "2026-11-10",
            "2026-11-11",
            "2026-11-20",
        ):
            before = action.activity_ids
            with freeze_time(f"{day} 12:00:00"):
                self.env["wlec.management.action"]._cron_escalate()
            asked.append((action.activity_ids - before).user_id.mapped("login"))
        self.assertEqual(asked, [[], ["mona"], [], ["otto"], [], ["tara"], []])
        said = " ".join(action.activity_ids.mapped("summary"))
        for word in ("Supervision", "letters", "Alice", self.breach.name):
            self.assertNotIn(word, said)

    def test_overdue_passes_over_who_may_not_know(self):
        action = self.action(self.nina, due_on="2026-11-02")
        self.breach.sudo().subject_user_ids |= self.mona | self.otto
        with freeze_time("2026-11-03 12:00:00"):
            self.env["wlec.management.action"]._cron_escalate()
        self.assertEqual(action.escalated, 1)
        self.assertNotIn(self.mona, action.activity_ids.user_id)
        self.assertIn(self.nina, action.activity_ids.user_id)
        with freeze_time("2026-11-06 12:00:00"):
            self.env["wlec.management.action"]._cron_escalate()
        self.assertIn(self.tara, action.activity_ids.user_id)

    def test_on_a_complaint(self):
        complaint = self.receive()
        complaint.sudo().subject_user_ids = self.alice
        with self.acting(self.otto) as env:
            made = env["wlec.management.action"].create({
                "complaint_id": complaint.id, "person_id": self.alice.id, "owner_id": self.mona.id,
                "due_on": fields.Date.today() + timedelta(days=3),
            })  # fmt: skip
            self.assertEqual(env["wlec.breach.complaint"].browse(complaint.id).action_count, 1)
        action = self.env["wlec.management.action"].browse(made.id)
        self.assertEqual(action.activity_ids.user_id, self.mona)
        self.assertEqual(self.traces(self.alice, action, BUTTONS), [])
