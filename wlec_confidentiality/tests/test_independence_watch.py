# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people

from .breach_common import BreachCase

_COMPLAINT = "wlec.breach.complaint"
_LOGGER = "odoo.addons.wlec_confidentiality.models.complaint.wlec_independent_mixin"


class WatchCase(BreachCase):
    """otto and olga are the officers, tara and theo the trustees, tara the chair; mona is a line manager."""

    def setUp(self):
        super().setUp()
        self.olga = new_test_user(
            self.env, "olga", groups="base.group_user,wlec_confidentiality.group_officer", name="Olga"
        )
        self.theo = self.make_trustee("theo")
        self._acknowledge(self.olga)
        self.env.company.sudo().write({"wlec_chair_id": self.tara.id, "wlec_complaint_reserve_id": False})
        for group in (people.OFFICER, people.COMMITTEE):
            others = people.members(self.env, group) - self.otto - self.olga - self.tara - self.theo
            others.active = False
        (people.members(self.env, people.MANAGER) - self.mona).active = False
        self.namings = self.env["wlec.independence.naming"].search([])

    def name(self, record, users, by=None, **context):
        with self.acting(by or self.otto) as env:
            env[record._name].browse(record.id).with_context(**context).write(
                {"subject_user_ids": [(4, user.id) for user in users]}
            )

    def noted(self):
        return self.env["wlec.independence.naming"].search([]) - self.namings

    def refused(self, record, users, by=None, **context):
        before = record.subject_user_ids
        with self.assertRaises(ConfidentialityError) as caught, self.env.cr.savepoint():
            self.name(record, users, by, **context)
        self.assertIn("Nobody independent would be left", str(caught.exception))
        self.assertEqual(record.subject_user_ids, before)


class TestComplaintWatch(WatchCase):
    def setUp(self):
        super().setUp()
        self.complaint = self.receive()
        self.complaint.handler_id = self.otto

    def test_passed_on_to_the_chair_and_counted(self):
        orla = new_test_user(
            self.env, "orla", groups="base.group_user,wlec_confidentiality.group_officer", name="Orla"
        )
        self.name(self.complaint, self.olga)
        self.assertFalse(self.complaint.overseer_id)  # orla has it on the desk
        self.name(self.complaint, orla)
        self.assertEqual(self.complaint.overseer_id, self.tara)
        self.assertIn(self.tara, self.complaint.activity_ids.user_id)
        with self.acting(self.tara) as env:
            self.assertTrue(env[_COMPLAINT].browse(self.complaint.id).description)
            rows = env["wlec.independence.naming"].search([("id", "in", self.noted().ids)], order="id")
            self.assertEqual(
                [(row.by_id, row.named_count, row.left_count, row.passed_on) for row in rows],
                [(self.otto, 1, 3, False), (self.otto, 1, 2, True)],
            )
            self.assertEqual(rows.mapped("kind"), ["complaint", "complaint"])
            with self.assertRaises(UserError), env.cr.savepoint():
                rows.read(["named_user_ids"])
            with self.assertRaises(UserError), env.cr.savepoint():
                rows.read(["complaint_id"])
            with self.assertRaises(UserError), env.cr.savepoint():
                rows[0].search([("named_user_ids", "in", self.olga.ids)])

    def test_to_nobody_but_the_one_who_named_them(self):
        self.mona.active = False
        everybody = self.olga | self.tara | self.theo
        self.refused(self.complaint, everybody)
        for context in ({"install_mode": True, "tracking_disable": True}, {"default_overseer_id": 1}):
            self.refused(self.complaint, everybody, **context)
        for user in self.olga | self.tara:
            self.name(self.complaint, user)
        self.assertEqual(self.complaint.overseer_id, self.theo)
        self.refused(self.complaint, self.theo)
        with self.acting(self.otto) as env:
            result = env[_COMPLAINT].load(
                [".id", "subject_user_ids/.id"],
                [[str(self.complaint.id), ",".join(str(user.id) for user in everybody)]],
            )
        self.assertIn("Nobody independent", result["messages"][0]["message"])
        self.assertNotIn(self.theo, self.complaint.subject_user_ids)

    def test_whoever_looks_into_it_hides_it_no_more_than_who_handles_it(self):
        self.complaint.investigator_id = self.bob
        self.name(self.complaint, self.otto, by=self.bob)
        self.assertNotEqual(self.complaint.handler_id, self.bob)
        self.name(self.complaint, self.olga | self.tara, by=self.bob)
        seen = self.complaint.handler_id | self.complaint.overseer_id
        self.assertIn(self.theo, seen)

    def test_two_who_agree_do_not_name_half_each(self):
        self.mona.active = False
        self.complaint.investigator_id = self.bob
        self.name(self.complaint, self.olga | self.tara)
        self.refused(self.complaint, self.theo, by=self.bob)
        self.assertEqual(self.complaint.overseer_id, self.theo)

    def test_the_line_manager_where_there_is_nobody_else(self):
        self.name(self.complaint, self.olga | self.tara | self.theo)
        self.assertEqual(self.complaint.overseer_id, self.mona)
        with self.acting(self.mona) as env:
            self.assertTrue(env[_COMPLAINT].browse(self.complaint.id).description)
        self.refused(self.complaint, self.mona)

    def test_the_way_out(self):
        self.mona.active = False
        everybody = self.olga | self.tara | self.theo
        self.refused(self.complaint, everybody)
        self.env.company.sudo().wlec_complaint_reserve_id = self.bob
        self.name(self.complaint, everybody)
        self.assertEqual(self.complaint.overseer_id, self.bob)
        self.refused(self.complaint, self.bob)
        self.env.company.sudo().wlec_complaint_reserve_id = self.otto  # oneself is no way out
        self.refused(self.complaint, self.bob)

    def test_staff_who_watch_over_nothing_are_named_freely(self):
        self.name(self.complaint, self.alice | self.bob | self.fred)
        self.assertFalse(self.noted())
        self.assertFalse(self.complaint.overseer_id)

    def test_whom_it_is_about_learns_nothing_of_it(self):
        self.name(self.complaint, self.olga | self.theo)
        self.assertTrue(self.noted())
        for user in (self.theo, self.alice, self.mona, self.olga, self.fred, self.sam):
            with self.subTest(user=user.login), self.acting(user) as env:
                namings = env["wlec.independence.naming"]
                if namings.has_access("read"):
                    self.assertFalse(namings.search_count([("id", "in", self.noted().ids)]))
        with self.acting(self.audrey) as env:
            self.assertTrue(env["wlec.independence.naming"].search([("id", "in", self.noted().ids)]))
        real, none = (
            self.outcomes(
                self.olga,
                lambda env, number=number: (
                    env[_COMPLAINT].browse(number).write({"subject_user_ids": [(4, self.tara.id)]})
                ),
            )
            for number in (self.complaint.id, 2**31 - 7)
        )
        self.assertEqual(
            str(real).replace(f"({self.complaint.id},)", "#"), str(none).replace(f"({2**31 - 7},)", "#")
        )

    def test_a_row_about_somebody_who_is_named_later_goes_as_well(self):
        self.name(self.complaint, self.olga)
        with self.acting(self.theo) as env:
            self.assertTrue(env["wlec.independence.naming"].search([("id", "in", self.noted().ids)]))
        self.name(self.complaint, self.theo)
        with self.acting(self.theo) as env:
            self.assertFalse(env["wlec.independence.naming"].search([("id", "in", self.noted().ids)]))

    def test_by_nobody_and_for_ever(self):
        self.name(self.complaint, self.olga)
        [row] = self.noted()
        for user in (self.tara, self.audrey, self.otto, self.sam):
            with self.subTest(user=user.login), self.acting(user) as env:
                his = env["wlec.independence.naming"].browse(row.id)
                for forged in (
                    lambda his=his: his.write({"named_count": 0}),
                    lambda his=his: his.unlink(),
                    lambda his=his, user=user: his.create(
                        {"kind": "complaint", "by_id": user.id, "named_count": 1}
                    ),
                ):
                    with self.assertRaises(UserError), his.env.cr.savepoint():
                        forged()
        with self.assertRaises(ConfidentialityError), self.env.cr.savepoint():
            row.sudo().unlink()

    def test_the_chair_takes_it_out_of_these_hands(self):
        self.name(self.complaint, self.olga)
        with self.acting(self.tara) as env:
            hers = env[_COMPLAINT].browse(self.complaint.id)
            self.assertTrue(hers.may_hand_on)
            hers.action_hand_on()
            with self.assertRaises(UserError), env.cr.savepoint():
                hers.write({"investigator_id": self.theo.id})
            self.hand_on(env, self.complaint, self.tara, "Otto named everybody")
        self.assertEqual(self.complaint.handler_id, self.tara)

    def test_whoever_watched_and_comes_too_close_leaves_it_to_the_next(self):
        self.complaint.subject_user_ids = self.alice
        self.name(self.complaint, self.olga)
        self.assertEqual(self.complaint.overseer_id, self.tara)
        self.tara.wlec_line_manager_id = self.alice
        self.assertEqual(self.complaint.overseer_id, self.theo)

    def test_too_close_to_the_last_one(self):
        self.complaint.subject_user_ids = self.olga | self.tara | self.theo
        (people.members(self.env, people.MANAGER)).active = False
        with self.acting(self.otto) as env:
            with self.assertLogs(_LOGGER, "WARNING"), self.assertRaises(ConfidentialityError) as caught:
                with env.cr.savepoint():
                    env[_COMPLAINT].browse(self.complaint.id).action_hand_over()
        self.assertIn("Nobody would be left", str(caught.exception))
        self.assertEqual(self.complaint.handler_id, self.otto)

    def test_what_clients_say_is_never_refused(self):
        self.mona.active = False
        for user in self.tara | self.theo:
            user.active = False
        with self.assertLogs(_LOGGER, "WARNING"):
            complaint = self.receive(about_officer=True)
        self.assertEqual(complaint.subject_user_ids, self.otto | self.olga)


class TestBreachWatch(WatchCase):
    def setUp(self):
        super().setUp()
        self.breach = self.report()
        self.breach.handler_id = self.otto

    def test_brought_before_the_chair(self):
        self.name(self.breach, self.olga)
        self.assertEqual(self.breach.chair_id, self.tara)
        self.assertIn(self.tara, self.breach.activity_ids.user_id)
        self.assertEqual((self.noted().kind, self.noted().named_count), ("breach", 1))
        with self.acting(self.tara) as env:
            self.assertTrue(env["wlec.breach"].browse(self.breach.id).facts)
        self.name(self.breach, self.tara)
        self.assertEqual(self.breach.chair_id, self.theo)
        self.mona.active = False
        self.refused(self.breach, self.theo)
        with self.acting(self.tara) as env:
            self.assertFalse(env["wlec.independence.naming"].search([("id", "in", self.noted().ids)]))

    def test_not_by_way_of_the_complaint_it_came_from(self):
        self.mona.active = False
        complaint = self.receive()
        complaint.handler_id = self.otto
        self.by(self.otto, complaint, "action_record_breach")
        breach = self.Breach.search([("complaint_id", "=", complaint.id)])
        breach.handler_id = self.otto
        self.name(breach, self.tara | self.theo)  # olga is left
        self.refused(complaint, self.olga)
        self.assertNotIn(self.olga, breach.subject_user_ids)
