# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .disclosing import DisclosingCase

WHY = "He stands at her door with a knife, says the neighbour"


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureEmergency(DisclosingCase):
    """Danger that is there now: let go at once, reviewed by two others, and a breach by itself when it is not."""

    def emergency(self, **vals):
        return self.request(
            "danger",
            agency_id=self.police.id,
            emergency_reason=WHY,
            necessity=False,
            proportionality=False,
            **vals,
        )

    def released(self, **vals):
        request = self.emergency(**vals)
        self.step(request, self.alice, "release_emergency")
        return request

    def complete(self, request):
        with self.acting(self.alice) as env:
            request.with_env(env).write({"necessity": "To find her", "proportionality": "Only the address"})

    # ---- letting go
    def test_released_at_once(self):
        request = self.released()
        self.assertEqual((request.state, request.review_state), ("released", "pending"))
        self.assertTrue(request.is_emergency and request.package_hash and request.review_due)
        self.assertTrue(self.events(action="emergency", model="wlec.disclosure.request"))
        self.assertTrue(self.events(action="disclose", model="wlec.disclosure.request"))
        self.assertEqual(request.sudo().activity_ids.user_id, self.alice | self.mona | self.otto)

    def test_only_danger_that_is_there_now(self):
        for request in (
            self.request("consent", emergency_reason=WHY),
            self.request("law", emergency_reason=WHY),
            self.request("danger", emergency_reason=WHY, danger_imminence="days"),
            self.request("danger", emergency_reason="Quick!"),
            self.request("danger", emergency_reason=WHY, safeguarding_route=False),
            self.request("danger", emergency_reason=WHY, item_ids=[]),
            self.emergency(item_ids=[(0, 0, {"category_id": self.gender.id, "description": "Before 2019"})]),
        ):
            with self.assertRaises(TransitionError):
                self.step(request, self.alice, "release_emergency")
            self.assertEqual(request.state, "draft")
            self.assertFalse(request.package_hash)

    def test_not_by_those_outside_the_file(self):
        request = self.emergency()
        for user in (self.bob, self.fred, self.otto, self.sam, self.tara, self.audrey, self.carol):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.step(request, user, "release_emergency")
        self.assertEqual(request.state, "draft")

    def test_the_flags_cannot_be_given(self):
        now = fields.Datetime.now()
        for values in (
            {"is_emergency": True},
            {"review_state": "justified"},
            {"breach_at": False},
            {"review_due": now},
        ):
            with self.acting(self.alice) as env, self.assertRaises(UserError):
                self.emergency().with_env(env).write(values)
            with self.assertRaises(UserError):
                self.emergency(**values)

    # ---- afterwards
    def test_only_what_could_wait_is_completed(self):
        request = self.released()
        self.complete(request)
        with self.acting(self.alice) as env:
            for values in (
                {"danger_who": "Somebody else"},
                {"agency_id": self.ehrc.id},
                {"emergency_reason": WHY + "!"},
            ):
                with self.assertRaises(TransitionError):
                    request.with_env(env).write(values)

    def test_two_others_find_it_justified(self):
        request = self.released()
        with self.assertRaises(TransitionError):
            self.step(request, self.mona, "justify")
        self.complete(request)
        with self.assertRaises(TransitionError):
            self.step(request, self.alice, "justify")
        self.step(request, self.mona, "justify")
        self.assertEqual(request.review_state, "pending")
        with self.assertRaises(TransitionError):
            self.step(request, self.mona, "justify")
        self.step(request, self.otto, "justify")
        self.assertEqual((request.review_state, request.breach_at), ("justified", False))
        with self.acting(self.alice) as env, self.assertRaises(TransitionError):
            request.with_env(env).necessity = "Changed afterwards"
        with self.assertRaises(TransitionError):
            self.step(request, self.otto, "justify")

    def test_not_justified_is_a_breach(self):
        request = self.released()
        asked = self.step(request, self.otto, "reject")
        self.assertEqual(asked["res_id"], request.id)
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            request.with_env(env).review_finding = "All was well"
        with self.acting(self.otto) as env:
            request.with_env(env).review_finding = "She was at the station already"
        self.step(request, self.otto, "reject")
        self.assertEqual((request.review_state, request.breach_reason), ("not_justified", "not_justified"))
        self.assertTrue(request.breach_at)
        self.assertIn(self.otto, request.sudo().activity_ids.user_id)

    # ---- by itself
    def _cron(self, at):
        with freeze_time(at):
            self.env["wlec.disclosure.request"]._cron_emergencies()

    def test_not_reviewed_in_time_is_a_breach(self):
        request = self.released()
        self._cron(request.review_due - relativedelta(minutes=1))
        self.assertFalse(request.breach_at)
        self._cron(request.review_due + relativedelta(minutes=1))
        self.assertEqual(request.breach_reason, "review")
        since = request.breach_at
        self._cron(request.review_due + relativedelta(days=1))
        self.assertEqual(request.breach_at, since)

    def test_not_called_back_within_a_day_is_a_breach(self):
        asker = {"origin": "recipient", "asker_name": "DC Example"}
        request = self.released(**asker)
        self.assertTrue(request.callback_due)
        self._cron(request.callback_due + relativedelta(minutes=1))
        self.assertEqual(request.breach_reason, "callback")

        checked = self.released(**asker)
        with self.acting(self.alice) as env:
            checked.with_env(env).write(
                {
                    "callback_by_id": self.alice.id,
                    "callback_at": fields.Datetime.now(),
                    "callback_number": "020 7946 0001",
                }
            )
        self._cron(checked.callback_due + relativedelta(minutes=1))
        self.assertNotEqual(checked.breach_reason, "callback")

    def test_the_weekend_is_no_working_day(self):
        with freeze_time("2030-06-07 22:30:00"):  # a Friday
            request = self.released()
        self.assertEqual(fields.Datetime.to_string(request.review_due), "2030-06-10 22:59:59")
