# SPDX-License-Identifier: LGPL-3.0-or-later
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import LockError, UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.models.consent import wlec_consent_steps
from odoo.addons.wlec_confidentiality.reports import pdf

from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureSteps(DisclosingCase):
    """The gate again at every step, refusals, going back, and who sees what."""

    # ---- the gate again at every step
    def test_consent_withdrawn_stops_open_requests(self):
        for make in (self.request, self.submitted, self.approved):
            request = make()
            before = request.state
            self.step(self.permission, self.alice, "withdraw")
            self.assertEqual(request.state, "draft")
            self.assertFalse(request.approver_id)
            if before != "draft":
                self.assertEqual(request.activity_ids.mapped("user_id"), self.alice)
                self.assertTrue(request.stopped_at)
            self.assertTrue(self.missing(request))
            with self.assertRaises(UserError):
                self.step(request, self.otto, "release")

    def test_withdrawal_reaches_requests_the_person_cannot_see(self):
        request = self.approved()
        self.permission.with_user(self.alice).sudo()._transition("withdraw")
        self.assertEqual(request.state, "draft")

    def test_withdrawal_leaves_what_is_released(self):
        request = self.approved()
        self.step(request, self.otto, "release")
        self.step(self.permission, self.alice, "withdraw")
        self.assertEqual(request.state, "released")
        with self.assertRaises(TransitionError):
            self.step(request, self.otto, "repack")

    def test_consent_run_out_between_approval_and_release(self):
        request = self.approved(consent_id=self.consent(valid_to=self.days(3)).id)
        later = fields.Datetime.now() + relativedelta(days=4)
        with freeze_time(later), self.assertRaises(TransitionError):
            self.step(request, self.otto, "release")
        self.assertEqual(request.state, "approved")
        with freeze_time(later):
            self.env["wlec.consent"]._cron_expire()
        self.assertEqual(request.state, "draft")

    def test_law_repealed_between_approval_and_release(self):
        request = self.approved("law")
        self.notice.status = "repealed"
        with self.acting(self.mona) as env:
            request.with_env(env).releaser_id = self.bob.id
        with self.assertRaises(TransitionError):
            self.step(request, self.bob, "release")

    def test_not_lawful_is_not_assessed_nor_submitted(self):
        for ground in ("consent", "danger", "law", "conflict"):
            request = self.request(ground, tell_client=False)
            with self.assertRaises(TransitionError):
                self.step(request, self.alice, "assess")
            with self.acting(self.alice) as env:
                request.with_env(env).tell_client = "now"
            self.step(request, self.alice, "assess")
            with self.acting(self.alice) as env:
                request.with_env(env).tell_client = False
            with self.assertRaises(TransitionError):
                self.step(request, self.alice, "submit")
            self.assertEqual(request.state, "assessed")

    def test_two_at_once(self):
        request = self.submitted()
        with patch.object(type(request), "lock_for_update", side_effect=LockError("busy")):
            for user, button in ((self.mona, "approve"), (self.alice, "cancel")):
                with self.assertRaises(TransitionError) as caught:
                    self.step(request, user, button)
                self.assertIn("Somebody else", str(caught.exception))
        busy = patch.object(type(self.permission), "lock_for_update", side_effect=LockError("busy"))
        with busy, self.assertRaises(TransitionError):
            self.step(request, self.mona, "approve")
        self.assertFalse(request.approver_id)

    def test_release_twice(self):
        request = self.approved()
        self.step(request, self.otto, "release")
        digest = request.package_hash
        with self.assertRaises(TransitionError):
            self.step(request, self.otto, "release")
        self.assertEqual((request.package_hash, request.package_count), (digest, 1))

    def test_a_package_that_fails_releases_nothing(self):
        request = self.approved()
        with (
            patch.object(pdf, "render", side_effect=OSError("disk full")),
            self.assertRaises(OSError),
            self.env.cr.savepoint(),
        ):
            self.step(request, self.otto, "release")
        self.env.invalidate_all()
        self.assertEqual((request.state, request.package_hash), ("approved", False))

    # ---- refusal, cancelling, going back
    def test_refusal_needs_reasons(self):
        request = self.request(
            "law", provision_id=self.env.ref("wlec_confidentiality.legal_provision_dpa_s2_2").id
        )
        asked = self.step(request, self.mona, "refuse")
        self.assertEqual((asked["res_id"], request.state), (request.id, "draft"))
        self._refuse(request)
        self.assertEqual((request.state, request.refused_by_id), ("refused", self.mona))
        with self.acting(self.mona) as env, self.assertRaises(UserError):
            request.with_env(env).refusal_reason = "Something else"

    def test_who_asked_does_not_refuse(self):
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            self.request().with_env(env).refusal_reason = "No"
        with self.assertRaises(TransitionError):
            self.step(self.request(), self.alice, "refuse")

    def test_a_caseworker_asks_for_a_refusal(self):
        request = self.request(necessity=False)
        self.step(request, self.alice, "recommend_refusal")
        self.assertEqual(request.activity_ids.mapped("user_id"), self.mona)
        self.assertEqual(request.state, "draft")

    def test_back_to_draft_voids_approvals(self):
        request = self.approved()
        self.step(request, self.alice, "reopen")
        self.assertEqual(request.state, "draft")
        self.assertFalse(request.approver_id | request.submitted_by_id)
        self.step(request, self.alice, "assess")
        self.step(request, self.alice, "submit")
        self.step(request, self.mona, "approve")
        self.assertEqual(request.state, "approved")

    def test_remarks_of_both_approvers(self):
        request = self.submitted("danger")
        for user, words in ((self.mona, "Go ahead"), (self.otto, "Seen the threats")):
            with self.acting(user) as env:
                request.with_env(env).decision_remark = words
            self.step(request, user, "approve")
        with self.acting(self.mona) as env:
            mine = request.with_env(env)
            self.assertEqual(
                (mine.approval_remark, mine.second_approval_remark), ("Go ahead", "Seen the threats")
            )
            self.assertFalse(mine.decision_remark)

    def test_never_deleted(self):
        with self.assertRaises(UserError):
            self.request().unlink()

    def test_releaser_is_somebody_fit(self):
        request = self.approved()
        for user in (self.alice, self.mona, self.fred, self.carol, self.sam):
            with (
                self.subTest(user.login),
                self.acting(self.otto) as env,
                self.assertRaises(ConfidentialityError),
            ):
                request.with_env(env).releaser_id = user.id
        with self.acting(self.alice) as env, self.assertRaises(ConfidentialityError):
            request.with_env(env).releaser_id = self.bob.id

    # ---- who sees
    def test_those_without_a_grant_see_nothing(self):
        request = self.submitted()
        item = request.item_ids
        for user in (self.bob, self.fred, self.audrey, self.tara, self.sam, self.otto, self.carol):
            for record, name in ((request, "necessity"), (item, "description")):
                with self.subTest(user.login, model=record._name), self.acting(user) as env:
                    try:
                        self.assertFalse(env[record._name].search([("id", "=", record.id)]))
                    except UserError:
                        pass
                    with self.assertRaises(UserError):
                        record.with_env(env).read([name])
                    with self.assertRaises(UserError):
                        record.with_env(env).sudo()[name]
                    with self.assertRaises(UserError):
                        env[record._name].create(
                            {"request_id": request.id} if record == item else {"case_id": self.case.id}
                        )

    def test_lists_open_nothing(self):
        self.approved()
        self._start_events()
        with self.acting(self.alice) as env:
            view = env["wlec.disclosure.request"].get_view(view_type="list")
            names = [
                name
                for name in view["models"]["wlec.disclosure.request"]
                if name in env["wlec.disclosure.request"]._fields
            ]
            shown = ["name", "case_id", "recipient_label", "ground", "asked_count", "state"]
            self.assertTrue(set(shown) <= set(names))
            env["wlec.disclosure.request"].web_search_read([], {name: {} for name in shown})
        self.assertFalse(self.events(action="read", model="wlec.disclosure.request"))

    def test_two_line_managers_are_not_enough_without_consent(self):
        manager = self.bob
        manager.group_ids += self.env.ref("wlec_confidentiality.group_line_manager")
        self.env["wlec.access.grant"]._grant(self.case, manager, "cover", "A second line manager")
        request = self.submitted("danger")
        self.step(request, self.mona, "approve")
        with self.assertRaises(TransitionError):
            self.step(request, manager, "approve")
        self.step(request, self.otto, "approve")
        self.assertEqual(request.state, "approved")

    def test_staff_give_way_and_the_client_waits(self):
        """A button of staff gives way to whoever is deciding; the client's word waits for them, and then counts."""
        request = self.approved()
        busy = patch.object(type(request), "lock_for_update", side_effect=LockError("busy"))
        with busy, self.assertRaises(TransitionError), self.env.cr.savepoint():
            self.step(request, self.otto, "release")
        waited = patch(f"{wlec_consent_steps.__name__}.wait_for", wraps=wlec_consent_steps.wait_for)
        with waited as wait:
            self.step(self.permission, self.alice, "withdraw")
        self.assertEqual(wait.call_args.args[0].ids, self.permission.ids)
        self.assertEqual(request.state, "draft")
