# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import io

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .disclosing import DisclosingCase


def text_of(content):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(base64.b64decode(content))).pages)


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureAccounting(DisclosingCase):
    """What left is accounted for: to the client, to recipients when it changes, to the public in numbers."""

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, partner=self.carol.partner_id)
        with self.acting(self.alice) as env:
            self.document = env["wlec.case.document"].create(
                {
                    "case_id": self.case.id,
                    "content": base64.b64encode(b"the letter"),
                    "file_name": "letter.txt",
                }
            )

    def released(self, ground="consent", **vals):
        request = self.approved(ground, **vals)
        if ground != "consent":
            with self.acting(self.mona) as env:
                request.with_env(env).releaser_id = self.bob.id
        self.step(request, self.otto if ground == "consent" else self.bob, "release")
        return request

    def _seen(self, user):
        with self.acting(user) as env:
            return env["wlec.disclosure.request"]._shown_to_client(user.partner_id)

    # ---- the client
    def test_the_client_sees_what_left(self):
        request = self.released()
        self._start_events()
        [row] = self._seen(self.carol)
        self.assertEqual(row["reference"], request.name)
        self.assertIn(self.permission.name, row["why"])
        self.assertFalse(self._seen(self.chris))
        event = self.events(model="wlec.disclosure.request", action="read", su=False)[-1]
        self.assertEqual((event["actor_id"], event["record_ids"]), (self.carol.id, request.ids))

    def test_later_is_later(self):
        reason = {"tell_reason": "It would warn him", "tell_date": self.days(30)}
        request = self.released("danger", tell_client="delayed", **reason)
        self.assertFalse(self._seen(self.carol))
        with freeze_time(fields.Datetime.now() + relativedelta(days=31)):
            self.assertEqual([row["reference"] for row in self._seen(self.carol)], [request.name])

    def test_not_until_somebody_notes_it(self):
        reason = {"tell_reason": "It would warn him", "tell_date": self.days(30)}
        request = self.released("danger", tell_client="not", **reason)
        with self.acting(self.alice) as env, self.assertRaises(TransitionError):
            request.with_env(env).told_how = "person"
            request.with_env(env).action_tell()
        with freeze_time(fields.Datetime.now() + relativedelta(days=31)):
            self.assertFalse(self._seen(self.carol))
            with self.acting(self.alice) as env:
                request.with_env(env).told_how = "person"
            self.step(request, self.alice, "tell")
            self.assertEqual(len(self._seen(self.carol)), 1)
            with self.assertRaises(TransitionError):
                self.step(request, self.alice, "tell")

    def test_what_nobody_may_be_warned_of_is_never_shown(self):
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        silence = {"tell_client": "not", "tell_date": self.days(0), "tell_reason": "Section 39"}
        request = self.released("law", provision_id=duty.id, agency_id=self.police.id, **silence)
        self.assertTrue(request.restricted)
        with self.acting(self.alice) as env:
            request.with_env(env).told_how = "person"
        with self.assertRaises(TransitionError):
            self.step(request, self.alice, "tell")
        self.assertFalse(self._seen(self.carol))

    def test_neither_refused_nor_conflict_nor_open_ones(self):
        self.submitted()
        self._refuse(self.request("law"))
        self.released("conflict")
        self.assertFalse(self._seen(self.carol))

    def test_told_is_not_written_by_hand(self):
        request = self.released()
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            request.with_env(env).told_at = fields.Datetime.now()

    # ---- letters
    def test_a_refusal_confirms_nothing(self):
        request = self.request(
            "law",
            origin="recipient",
            asker_name="DC Example",
            provision_id=self.env.ref("wlec_confidentiality.legal_provision_dpa_s2_2").id,
        )
        with self.assertRaises(TransitionError):
            self.step(request, self.mona, "refusal_letter")
        self._refuse(request)
        self.step(request, self.mona, "refusal_letter")
        with self.acting(self.mona) as env:
            text = text_of(request.with_env(env).refusal_letter)
        for words in ("neither confirms", "A form is not an order", request.name, "DC Example"):
            self.assertIn(words, " ".join(text.split()))
        for secret in (self.case.name, self.carol.name, "Letter of dismissal"):
            self.assertNotIn(secret, text)

    # ---- recipients
    def _notify(self, user, **vals):
        with self.acting(user) as env:
            full = {
                "case_id": self.case.id,
                "kind": "rectification",
                "change": "She was born in 1984, not 1948",
                **vals,
            }
            return env["wlec.disclosure.notify"].create(full).action_notify()

    def test_everybody_who_was_given_it_hears_of_it_once(self):
        first, again = self.released(), self.released()
        other = self.released("danger", agency_id=self.police.id)
        self.released("conflict", agency_id=self.env.ref("wlec_confidentiality.agency_dwp").id)
        self.submitted()
        self._notify(self.alice)
        notices = self.case.notice_ids
        self.assertEqual(notices.request_id, again | other)
        self.assertNotIn(first, notices.request_id)
        self.assertEqual(self.case.notice_count, 2)

    def test_letter_sent_and_on_record(self):
        self.released()
        self._notify(self.alice)
        notice = self.case.notice_ids
        with self.assertRaises(TransitionError):
            self.step(notice, self.alice, "send")
        with self.acting(self.alice) as env:
            notice.with_env(env).sent_how = "post"
        self.step(notice, self.alice, "letter")
        with self.acting(self.alice) as env:
            text = text_of(notice.with_env(env).letter)
        self.assertIn("born in 1984", text)
        self.assertIn("Article 19", text)
        self.step(notice, self.alice, "send")
        self.assertEqual((notice.state, notice.sent_by_id), ("sent", self.alice))
        self.assertTrue(self.events(action="disclose", model="wlec.disclosure.notice"))
        with self.acting(self.alice) as env, self.assertRaises(TransitionError):
            notice.with_env(env).change = "Something else"

    def test_not_possible_needs_a_reason(self):
        self.released()
        self._notify(self.alice)
        notice = self.case.notice_ids
        with self.assertRaises(TransitionError):
            self.step(notice, self.alice, "give_up")
        with self.acting(self.alice) as env:
            notice.with_env(env).why_not = "The firm was dissolved"
        self.step(notice, self.alice, "give_up")
        self.assertEqual(notice.state, "impossible")

    def test_nobody_to_tell(self):
        with self.assertRaises(UserError):
            self._notify(self.alice)

    def test_others_neither_tell_nor_see(self):
        self.released()
        self._notify(self.alice)
        notice = self.case.notice_ids
        for user in (self.bob, self.fred, self.sam, self.tara, self.audrey, self.carol):
            with self.subTest(user.login):
                with self.assertRaises(UserError):
                    self._notify(user)
                with self.acting(user) as env:
                    with self.assertRaises(UserError):
                        notice.with_env(env).read(["change"])
                    with self.assertRaises(UserError):
                        notice.with_env(env).sudo().change  # noqa: B018

    # ---- in numbers
    def _report(self, user, year=None):
        with self.acting(user) as env:
            report = env["wlec.transparency.report"].create({"year": year or self.today.year})
            return report, str(report.body)

    def test_numbers_that_name_nobody(self):
        for _number in range(3):
            self.submitted()
        self.released()
        report, body = self._report(self.tara)
        self.assertIn("1 to 7", body)
        self.assertNotRegex(body, r">[1-7]<")
        for secret in (self.case.name, "EHRC", self.carol.name):
            self.assertNotIn(secret, body)
        with self.acting(self.tara) as env:
            report.with_env(env).action_print()
            self.assertIn("1 to 7", text_of(report.with_env(env).file))
        self.assertTrue(self.events(action="print", model="wlec.transparency.report"))

    def test_only_for_the_committee_and_the_officer(self):
        for user in (self.alice, self.mona, self.fred, self.audrey, self.sam, self.carol):
            with self.subTest(user.login), self.assertRaises(UserError):
                self._report(user)
        for year in (1, -1, 1999, 10**9):
            with self.assertRaises(UserError):
                self._report(self.otto, year)[1]
