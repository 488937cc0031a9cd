# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import io
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import LockError, RedirectWarning, UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools import package

from .disclosing import DisclosingCase

BUTTONS = ("assess", "submit", "approve", "refuse", "release", "repack", "cancel", "reopen")


@tagged("post_install", "-at_install", "wlec")
class TestDisclosure(DisclosingCase):
    # ---- the way through
    def test_with_consent(self):
        request = self.request()
        self.assertRegex(request.name, r"^DISC-\d{5}$")
        self.step(request, self.alice, "assess")
        self.assertEqual(request.state, "assessed")
        self.step(request, self.alice, "submit")
        self.assertEqual(request.activity_ids.mapped("user_id"), self.mona)
        self.step(request, self.mona, "approve")
        self.assertEqual((request.state, request.approver_id), ("approved", self.mona))
        self.assertEqual(request.activity_ids.mapped("user_id"), self.otto)
        shown = self.step(request, self.otto, "release")
        self.assertEqual((request.state, request.released_by_id), ("released", self.otto))
        self.assertTrue(shown["params"]["password"])
        self.assertEqual(request.package_count, 1)

    def test_without_consent_two_approve_and_a_fourth_releases(self):
        for ground in ("danger", "law", "conflict"):
            with self.subTest(ground):
                request = self.submitted(ground)
                self.assertEqual(request.activity_ids.mapped("user_id"), self.mona | self.otto)
                self.step(request, self.mona, "approve")
                self.assertEqual(request.state, "submitted")
                self.assertEqual(request.activity_ids.mapped("user_id"), self.otto)
                with self.assertRaises(TransitionError):
                    self.step(request, self.mona, "approve")
                self.step(request, self.otto, "approve")
                self.assertEqual(request.state, "approved")
                for user in (self.alice, self.mona, self.otto):
                    with self.assertRaises(TransitionError):
                        self.step(request, user, "release")
                with self.acting(self.mona) as env:
                    request.with_env(env).releaser_id = self.bob.id
                self.assertIn(self.bob, request.activity_ids.mapped("user_id"))
                self.step(request, self.bob, "release")
                self.assertEqual(request.state, "released")

    def test_the_officer_is_let_in_for_a_fortnight(self):
        self.submitted("danger")
        [grant] = self.env["wlec.access.grant"].search(
            [("case_id", "=", self.case.id), ("user_id", "=", self.otto.id)]
        )
        self.assertEqual(grant.source, "cover")
        self.assertLessEqual((grant.valid_to - grant.valid_from).days, 14)

    def test_whom_the_client_keeps_out_is_not_let_in(self):
        self.env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.otto.id})
        request = self.submitted("danger")
        self.assertNotIn(self.otto, request.activity_ids.mapped("user_id"))
        with self.assertRaises(UserError):
            self.step(request, self.otto, "approve")

    # ---- every state, every button, every person
    def test_every_state_every_button_every_person(self):
        """Exactly the documented combinations move a request with consent; who sees no file moves nothing at all."""
        self.env["wlec.access.grant"]._grant(self.case, self.otto, "cover", "A test of every button")
        people = (
            self.alice,
            self.mona,
            self.otto,
            self.bob,
            self.vera,
            self.fred,
            self.audrey,
            self.tara,
            self.sam,
            self.carol,
        )
        allowed = set()
        for state in ("draft", "assessed", "submitted", "approved", "released", "refused", "cancelled"):
            request = self._in_state(state)
            for user in people:
                for button in BUTTONS:
                    with self.env.cr.savepoint() as savepoint:
                        try:
                            with self.acting(user) as env:
                                if (
                                    button == "refuse"
                                    and user in (self.mona, self.otto)
                                    and state in ("draft", "submitted")
                                ):
                                    request.with_env(env).refusal_reason = "No"
                                getattr(request.with_env(env), f"action_{button}")()
                            if request.state != state or button == "repack":
                                allowed.add((state, button, user.login))
                        except (
                            UserError,
                            RedirectWarning,
                        ):  # the latter: vera has not acknowledged the policy
                            pass
                        savepoint.rollback()
                    self.env.invalidate_all()
                    self.assertEqual(request.state, state)
        both = ("mona", "otto")
        everyone = ("alice", "mona", "otto")
        expected = {("draft", "assess", n) for n in ("alice", "mona")} | {
            ("assessed", "submit", n) for n in ("alice", "mona")
        }
        expected |= {("submitted", "approve", n) for n in both} | {
            ("approved", "release", "otto"),
            ("released", "repack", "otto"),
        }
        expected |= {(state, "refuse", n) for state in ("draft", "submitted") for n in both}
        for state in ("draft", "assessed", "submitted", "approved"):
            expected |= {(state, "cancel", n) for n in everyone}
            expected |= {(state, "reopen", n) for n in everyone if state != "draft"}
        self.assertEqual(allowed, expected)

    def _in_state(self, state):
        if state in ("draft", "cancelled", "refused"):
            request = self.request()
            if state == "cancelled":
                self.step(request, self.alice, "cancel")
            if state == "refused":
                self._refuse(request)
            return request
        request = self.request()
        for user, button in (
            (self.alice, "assess"),
            (self.alice, "submit"),
            (self.mona, "approve"),
            (self.otto, "release"),
        ):
            self.step(request, user, button)
            if request.state == state:
                return request
        return request

    def _refuse(self, request, user=None):
        with self.acting(user or self.mona) as env:
            request.with_env(env).refusal_reason = "A form is not an order"
            request.with_env(env).action_refuse()

    # ---- forged
    def test_forged_by_create_write_context_and_import(self):
        request = self.submitted()
        forged = (
            {"state": "released"},
            {"approver_id": self.mona.id},
            {"second_approver_id": self.mona.id},
            {"requester_id": self.bob.id},
            {"submitted_by_id": self.bob.id},
            {"released_at": "2026-01-01"},
            {"package_hash": "x"},
            {"schedule": base64.b64encode(b"x")},
            {"name": "DISC-1"},
            {"approval_remark": "fine"},
        )
        for vals in forged:
            for user in (self.alice, self.mona):
                with self.subTest(vals, user=user.login), self.acting(user) as env:
                    with self.assertRaises(TransitionError):
                        request.with_env(env).write(vals)
                    with self.assertRaises(TransitionError):
                        env[request._name].create({"case_id": self.case.id, **vals})
                    with self.assertRaises(TransitionError):
                        request.with_env(env).sudo().write(vals)
        with self.acting(self.alice) as env:
            made = env[request._name].with_context(
                default_state="approved", default_approver_id=self.mona.id, default_requester_id=self.bob.id
            ).create({"case_id": self.case.id})  # fmt: skip
            self.assertEqual(
                (made.state, made.requester_id.id, made.approver_id.id), ("draft", self.alice.id, False)
            )
            for column, value in (("state", "Approved"), ("approver_id/.id", str(self.mona.id))):
                result = env[request._name].load(["case_id/.id", column], [[str(self.case.id), value]])
                self.assertFalse(result["ids"])

    def test_facts_are_frozen_once_submitted(self):
        request = self.submitted()
        for user in (self.alice, self.mona):
            with self.acting(user) as env:
                mine = request.with_env(env)
                for vals in ({"agency_id": self.police.id}, {"ground": "danger"}, {"necessity": "x"}, {"consent_id": False},
                             {"item_ids": [(0, 0, {"description": "more"})]}, {"tell_client": "not"}):  # fmt: skip
                    with self.subTest(vals, user=user.login), self.assertRaises(TransitionError):
                        mine.write(vals)
                with self.assertRaises(TransitionError):
                    mine.item_ids.write({"description": "everything"})
                with self.assertRaises(TransitionError):
                    mine.item_ids.unlink()
                with self.assertRaises(TransitionError):
                    env["wlec.disclosure.item"].create({"request_id": request.id, "description": "more"})

    def test_items_stay_with_their_request(self):
        first, second = self.request(), self.request()
        with self.acting(self.alice) as env:
            with self.assertRaises(ConfidentialityError):
                first.item_ids.with_env(env).write({"request_id": second.id})
            with self.assertRaises(TransitionError):
                first.item_ids.with_env(env).write({"sha256": "x"})
            item = env["wlec.disclosure.item"].create(
                {"request_id": first.id, "case_id": self.case_for(self.alice).id}
            )
            self.assertEqual(item.case_id, self.case)

    def test_a_line_manager_cannot_approve_their_own(self):
        with self.acting(self.mona) as env:
            request = (
                self.request()
                .with_env(env)
                .copy({"item_ids": [(0, 0, {"category_id": self.employment.id, "description": "x"})]})
            )
            request.write({"necessity": "a", "proportionality": "b", "consent_id": self.permission.id})
            request.action_assess()
            request.action_submit()
        with self.assertRaises(TransitionError):
            self.step(request, self.mona, "approve")
        self.step(request, self.otto, "approve")

    def test_whoever_submits_cannot_approve(self):
        request = self.request()
        self.step(request, self.alice, "assess")
        self.step(request, self.mona, "submit")
        with self.assertRaises(TransitionError):
            self.step(request, self.mona, "approve")

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

    # ---- what leaves
    def released(self, **vals):
        request = self.approved(**vals)
        password = self.step(request, self.otto, "release")["params"]["password"]
        return request, password

    def test_schedule(self):
        request, _password = self.released()
        with self.acting(self.otto) as env:
            data = base64.b64decode(request.with_env(env).schedule)
        self.assertTrue(data.startswith(b"%PDF-"))
        reader = PdfReader(io.BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages)
        flat = " ".join(text.split())
        for words in (request.name, "Equality and Human Rights Commission", self.permission.name, "Mona", "Otto",
                      "Letter of dismissal", "item-01.pdf", "Conditions of use", "Page 1 of"):  # fmt: skip
            self.assertIn(words, flat)
        self.assertIn(package.digest(b"the letter itself"), flat.replace(" ", ""))
        self.assertNotIn("They cannot judge", flat)  # the weighing stays on the file
        self.assertEqual(reader.metadata.title, f"Schedule of disclosure {request.name}")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "en-GB")
        self.assertEqual(request.schedule_hash, package.digest(data))
        self.assertEqual(request.item_ids.sha256, package.digest(b"the letter itself"))

    def test_schedule_never_fetches(self):
        hostile = '<img src="http://127.0.0.1:9/x"><link rel="stylesheet" href="file:///etc/passwd">'
        with patch("urllib.request.urlopen", side_effect=AssertionError("fetched")):
            data = pdf.render(
                f"<html lang='en-GB'><head><title>t</title></head><body>{hostile}fine</body></html>"
            )
        self.assertIn("fine", PdfReader(io.BytesIO(data)).pages[0].extract_text())

    def test_schedule_escapes_what_people_type(self):
        item = {
            "category_id": self.employment.id,
            "description": "<h1>big</h1> & <img src='http://127.0.0.1:9/'> ش",
        }
        request, _password = self.released(item_ids=[(0, 0, item)])
        with self.acting(self.otto) as env:
            reader = PdfReader(io.BytesIO(base64.b64decode(request.with_env(env).schedule)))
        self.assertIn(
            "<h1>big</h1>", "".join(page.extract_text() for page in reader.pages).replace("\x00", "")
        )

    def test_package_opens_only_with_the_password(self):
        request, password = self.released()
        with self.acting(self.otto) as env:
            data = base64.b64decode(request.with_env(env).package)
            schedule = base64.b64decode(request.with_env(env).schedule)
        self.assertEqual(
            package.unpack(data, password), {"schedule.pdf": schedule, "item-01.pdf": b"the letter itself"}
        )
        for wrong in ("", "demo", password[:-1], password.upper()):
            with self.assertRaises(package.PackageError):
                package.unpack(data, wrong)
        self.assertNotIn(b"the letter itself", data)
        self.assertEqual(request.package_hash, package.digest(data))

    def test_the_password_is_kept_nowhere(self):
        request, password = self.released()
        self.env.flush_all()
        tables = (
            "wlec_disclosure_request",
            "mail_message",
            "mail_activity",
            "wlec_access_event",
            "ir_attachment",
        )
        for table in tables:
            self.env.cr.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{password}%"])
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", request._name)]))

    def test_a_new_package_has_a_new_password(self):
        request, password = self.released()
        again = self.step(request, self.otto, "repack")["params"]["password"]
        self.assertNotEqual(again, password)
        self.assertEqual(request.package_count, 2)
        with self.acting(self.otto) as env:
            data = base64.b64decode(request.with_env(env).package)
        self.assertIn("item-01.pdf", package.unpack(data, again))
        with self.assertRaises(package.PackageError):
            package.unpack(data, password)

    def test_release_is_recorded(self):
        request = self.approved()
        self._start_events()
        self.step(request, self.otto, "release")
        [event] = self.events(action="disclose", model=request._name)
        self.assertEqual(
            (event["record_ids"], event["user_id"], event["case_ids"]),
            ([request.id], self.otto.id, [self.case.id]),
        )
        reads = self.events(action="read", model="wlec.case.document")
        self.assertTrue([event for event in reads if "content" in event["field_names"]])

    def test_conflict_schedule_names_nobody(self):
        request = self.approved("conflict")
        with self.acting(self.mona) as env:
            request.with_env(env).releaser_id = self.bob.id
        self.step(request, self.bob, "release")
        with self.acting(self.bob) as env:
            reader = PdfReader(io.BytesIO(base64.b64decode(request.with_env(env).schedule)))
        text = " ".join(reader.pages[0].extract_text().split())
        self.assertIn("unable to act", text)
        self.assertNotIn("other side", text)

    def test_only_what_is_given_leaves(self):
        items = [
            (
                0,
                0,
                {"category_id": self.employment.id, "description": "Letter", "document_id": self.document.id},
            ),
            (
                0,
                0,
                {
                    "category_id": self.health.id,
                    "description": "GP records",
                    "given": False,
                    "reason": "Not needed",
                },
            ),
        ]
        request, password = self.released(item_ids=items)
        self.assertEqual((request.asked_count, request.given_count), (2, 1))
        with self.acting(self.otto) as env:
            files = package.unpack(base64.b64decode(request.with_env(env).package), password)
        self.assertEqual(sorted(files), ["item-01.pdf", "schedule.pdf"])
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["schedule.pdf"])).pages)
        self.assertNotIn("GP records", text)

    def test_the_client_is_told_or_the_silence_reviewed(self):
        for vals, day in (
            ({}, 0),
            ({"tell_client": "delayed", "tell_reason": "x", "tell_date": self.days(9)}, 9),
        ):
            request, _password = self.released(**vals)
            [activity] = request.activity_ids
            self.assertEqual((activity.user_id, activity.date_deadline), (self.alice, self.days(day)))

    def test_smart_buttons(self):
        self.request()
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            self.assertEqual((case.consent_count, case.disclosure_count), (1, 1))
            self.assertEqual(case.action_open_consents()["domain"], [("case_id", "=", case.id)])
            self.assertEqual(case.action_open_disclosures()["context"]["default_case_id"], case.id)

    def test_activities_and_history_say_nothing(self):
        request = self.approved("danger")
        texts = [str(m.body) for m in request.message_ids] + request.activity_ids.mapped("summary")
        for words in ("sister", "Threats", "dismissal", "danger"):
            self.assertFalse([text for text in texts if words in text])
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            request.with_env(env).message_post(body="Her sister is in danger")
