# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError

from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureCover(DisclosingCase):
    """Who is asked when people are away, questions back, and the chair as the last to turn to."""

    def setUp(self):
        super().setUp()
        self.env.company.wlec_chair_id = self.tara

    def _away(self, user, cover=None, days=3):
        user.write({"wlec_away_until": self.days(days), "wlec_cover_id": cover and cover.id})

    def _asked(self, request):
        return request.sudo().activity_ids.user_id

    # ---- cover
    def test_the_cover_of_a_line_manager_decides(self):
        self.bob.group_ids += self.env.ref("wlec_confidentiality.group_line_manager")
        self._away(self.mona, self.bob)
        request = self.submitted()
        self.assertEqual(self._asked(request), self.bob)
        self.step(request, self.bob, "approve")
        self.assertEqual(request.state, "approved")

    def test_a_cover_who_may_not_decide_is_not_asked(self):
        self._away(self.mona, self.bob)
        request = self.submitted()
        self.assertEqual(self._asked(request), self.otto)
        with self.assertRaises(UserError):
            self.step(request, self.bob, "approve")

    def test_back_again(self):
        self._away(self.mona, self.bob, days=-1)
        self.assertEqual(self._asked(self.submitted()), self.mona)

    def test_people_say_for_themselves_that_they_are_away(self):
        with self.acting(self.mona) as env:
            env.user.write({"wlec_away_until": self.days(2), "wlec_cover_id": self.bob.id})
        self.assertEqual(self.mona.wlec_cover_id, self.bob)
        self.assertTrue(self.events(action="configure", model="res.users"))
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            env["res.users"].browse(self.mona.id).write({"wlec_cover_id": self.alice.id})

    # ---- the chair
    def test_nobody_there_and_the_chair_decides(self):
        self._away(self.mona)
        self._away(self.otto)
        request = self.submitted()
        self.assertEqual(self._asked(request), self.tara)
        with self.acting(self.tara) as env:
            mine = request.with_env(env)
            self.assertEqual(env["wlec.disclosure.request"].search([]), mine)
            self.assertFalse(mine.missing_count)
            self.assertEqual(mine.necessity, "They cannot judge the case without it")
            self.assertEqual(len(mine.item_ids), 1)
            self.assertNotIn("Client of a test", str(mine.sudo().client_id.display_name))
            for model in ("wlec.case", "wlec.consent", "wlec.case.document"):
                with self.assertRaises(UserError):
                    env[model].search([])
            with self.assertRaises(UserError):
                mine.write({"necessity": "Something else"})
        self.step(request, self.tara, "approve")
        self.assertEqual((request.state, request.approver_id), ("approved", self.tara))
        self.assertFalse(self.case.grant_ids.filtered(lambda grant: grant.user_id == self.tara))

    def test_a_trustee_to_whom_nothing_was_passed_on_sees_nothing(self):
        request = self.submitted()
        with self.acting(self.tara) as env:
            self.assertFalse(env["wlec.disclosure.request"].search([]))
            with self.assertRaises(UserError):
                request.with_env(env).read(["necessity"])
            with self.assertRaises(UserError):
                request.with_env(env).sudo().necessity  # noqa: B018
        with self.assertRaises(UserError):
            self.step(request, self.tara, "approve")

    def test_the_chair_stands_in_for_the_officer_once(self):
        self._away(self.otto)
        request = self.submitted("danger")
        self.assertEqual(self._asked(request), self.mona | self.tara)
        self.step(request, self.mona, "approve")
        self.assertEqual(request.state, "submitted")
        self.step(request, self.tara, "approve")
        self.assertEqual(request.state, "approved")
        with self.assertRaises(UserError):
            self.step(request, self.tara, "release")

    def test_who_is_kept_out_by_the_client_is_not_asked(self):
        self.env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.mona.id})
        self.assertEqual(self._asked(self.submitted()), self.otto)

    def test_undecided_in_time_is_passed_on(self):
        request = self.submitted()
        hourly = self.env["wlec.disclosure.request"]._run_all_clocks
        hourly()
        self.assertEqual(self._asked(request), self.mona)
        with freeze_time(request.decide_by + relativedelta(minutes=1)):
            hourly()
        self.assertEqual(self._asked(request), self.mona | self.otto | self.tara)
        self.assertEqual(request.chair_id, self.tara)
        late = request.sudo().activity_ids.filtered("wlec_clock")
        self.assertEqual(set(late.mapped("wlec_clock")), {"decision/officer", "decision/chair"})
        with freeze_time(request.decide_by + relativedelta(days=1)):
            hourly()
            late[0].sudo().unlink()  # brushed away, and there again with the next run
            hourly()
            self.assertEqual(len(request.sudo().activity_ids.filtered("wlec_clock")), 2)
            self.step(request, self.mona, "approve")
        self.assertFalse(
            request.sudo().activity_ids.filtered(lambda task: "decision" in (task.wlec_clock or ""))
        )

    def test_a_notice_leaves_less_time(self):
        tomorrow = self.submitted(answer_by=self.days(1))
        plain = self.submitted()
        self.assertLess(tomorrow.decide_by, plain.decide_by)

    # ---- a question back
    def test_a_question_back(self):
        request = self.submitted("danger")
        self.step(request, self.mona, "approve")
        asked = self.step(request, self.otto, "ask_back")
        self.assertEqual((asked["res_id"], request.state), (request.id, "submitted"))
        with self.acting(self.otto) as env:
            request.with_env(env).question = "How do we know it is her number?"
        self.step(request, self.otto, "ask_back")
        self.assertEqual(request.state, "draft")
        self.assertFalse(request.approver_id)
        self.assertEqual(self._asked(request), self.alice)
        with self.acting(self.alice) as env:
            mine = request.with_env(env)
            self.assertEqual(mine.question, "How do we know it is her number?")
            mine.danger_what = "Threats by telephone, from the number we have on file"
        self.step(request, self.alice, "assess")
        self.step(request, self.alice, "submit")
        self.assertFalse(request._filled("question"))

    def test_who_asked_asks_nobody_back(self):
        request = self.submitted()
        with self.acting(self.alice) as env, self.assertRaises(ConfidentialityError):
            request.with_env(env).question = "Why not?"
        with self.assertRaises(TransitionError):
            self.step(request, self.alice, "ask_back")

    def test_people_are_not_chosen_by_hand(self):
        request = self.submitted()
        for values in (
            {"chair_id": self.tara.id},
            {"circle_ids": [(4, self.bob.id)]},
            {"decide_by": fields.Datetime.now()},
        ):
            with self.acting(self.alice) as env, self.assertRaises(UserError):
                request.with_env(env).write(values)
            with self.assertRaises(UserError):
                self.request(**values)
