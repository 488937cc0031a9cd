# SPDX-License-Identifier: LGPL-3.0-or-later
import re

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .consent_portal_common import ConsentPortalCase


@tagged("post_install", "-at_install", "wlec")
class TestConsentPortal(ConsentPortalCase):
    """Asking, deciding and taking back in the portal."""

    # ---- asking
    def test_only_what_is_complete_is_asked(self):
        for missing in (
            {"purpose": False},
            {"agency_id": False},
            {"category_ids": False},
            {"method": "written"},
        ):
            with self.subTest(missing), self.assertRaises(TransitionError):
                self.consent(**missing)
        with self.assertRaises(TransitionError):  # no login, no portal
            self.consent(case_id=self.case_for(self.alice).id)

    def test_what_is_being_prepared_is_not_shown(self):
        consent = self.consent(asked=False)
        self.assertNotIn(consent.name, self.url_open("/my/consents").text)
        self.assertEqual(self.url_open(f"/my/consents/{consent.id}").status_code, 404)

    def test_the_exact_text_is_shown(self):
        consent = self.consent()
        self.assertIn("Equality and Human Rights Commission", self.url_open("/my/consents").text)
        answer = self.url_open(f"/my/consents/{consent.id}")
        text = self.page(consent).xpath("string(//div[@role='region'])")
        with self.acting(self.alice) as env:
            self.assertEqual(text, consent.with_env(env).statement)
        for shown in (
            consent.name,
            "Equality and Human Rights Commission",
            "To help me against my employer",
            self.health.name,
            self.employment.name,
            consent.wording_id.body.split("\n")[-1],
        ):
            self.assertIn(shown, text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_what_is_asked_stays_as_it_is(self):
        consent = self.consent()
        with self.acting(self.alice) as env:
            with self.assertRaises(TransitionError):
                consent.with_env(env).purpose = "Something else"
            with self.assertRaises(TransitionError):
                consent.with_env(env).action_give()  # nobody says yes in the client's place
            consent.with_env(env).action_take_back()
            consent.with_env(env).purpose = "Something else"
        self.assertEqual(self.url_open(f"/my/consents/{consent.id}").status_code, 404)
        self.assertEqual(consent.event_ids.mapped("event"), ["taken_back", "asked", "requested"])

    def test_the_mail_says_nothing(self):
        self.carol.partner_id.email = "carol@example.org"
        known = self.env["mail.mail"].search([])
        self.consent()
        self.assertEqual(
            self.env["mail.mail"].search([]), known, "unless the caseworker says that e-mail is safe"
        )
        consent = self.consent(tell_by_email=True)
        [mail] = self.env["mail.mail"].search([]) - known
        told = f"{mail.subject} {mail.body_html}"
        self.assertIn("something for you to decide", told)
        for secret in (
            consent.name,
            self.case.name,
            "Equality",
            "employer",
            self.alice.name,
            str(consent.id) + '"',
        ):
            self.assertNotIn(secret, told)
        self.assertEqual(re.findall(r'href="[^"]*?(/[^"/]+/[^"/]+)"', mail.body_html), ["/my/consents"])

    # ---- deciding
    def test_yes(self):
        consent = self.consent()
        answer = self.decide(consent, signature="carol")
        self.assertIn("You said yes", answer.text)
        self.assertEqual((consent.state, consent.given_by_id), ("given", self.carol))
        event = consent.event_ids[0]
        self.assertEqual(
            (event.event, event.by_role, event.channel, event.method, event.user_id),
            ("given", "client", "portal", "portal", self.carol),
        )
        self.assertEqual(event.wording_hash, consent.wording_id.text_hash)
        self.assertEqual(event.wording_version, consent.wording_id.version)
        with self.acting(self.alice) as env:
            self.assertEqual(consent.with_env(env).signature, "carol")
        self.assertIn("consented in the portal", consent.activity_ids.sudo().summary)
        self.assertEqual(consent.activity_ids.user_id, self.alice)

    def test_no(self):
        consent = self.consent()
        answer = self.decide(consent, "no", signature="")
        self.assertIn("You said no", answer.text)
        self.assertEqual(consent.state, "refused")
        self.assertEqual(consent.event_ids[0].channel, "portal")
        self.assertFalse(consent.receipt_ids)

    def test_a_signature_is_the_clients_name(self):
        consent = self.consent()
        for typed in ("", " ", "x", "Alice", "Chris", "\u202elorac", "Carol" * 100):
            with self.subTest(typed):
                self.assertIn("first and last name", self.decide(consent, signature=typed).text)
                self.assertEqual(consent.state, "requested")
        self.decide(consent, signature="  CAROL ")
        self.assertEqual(consent.state, "given")

    def test_neither_yes_nor_no(self):
        consent = self.consent()
        form = self.form(consent)
        for answer in ("", "maybe", "YES"):
            response = self.decide(consent, answer, form=form)
            self.assertIn("Please press", response.text)
        self.assertEqual(consent.state, "requested")

    def test_another_text_than_the_one_read(self):
        consent = self.consent()
        form = self.form(consent)
        with self.acting(self.alice) as env:
            consent.with_env(env).action_take_back()
            consent.with_env(env).category_ids = [
                (4, self.env.ref("wlec_confidentiality.information_category_financial").id)
            ]
            consent.with_env(env).action_ask()
        answer = self.decide(consent, form=form)
        self.assertIn("not the one you were reading", answer.text)
        self.assertEqual(consent.state, "requested")
        self.decide(consent)
        self.assertEqual(consent.state, "given")

    def test_replay_and_two_windows(self):
        consent = self.consent()
        form = self.form(consent)
        self.decide(consent, form=form)
        for answer in ("yes", "no", "yes"):
            self.assertIn("decided already", self.decide(consent, answer, form=form).text)
        self.assertEqual(consent.state, "given")
        self.assertEqual(consent.event_ids.mapped("event").count("given"), 1)
        token = form["csrf_token"]
        for _press in range(3):
            self.assertIn("You took it back", self.withdraw(consent, token).text)
        self.assertEqual(consent.event_ids.mapped("event").count("withdrawn"), 1)
        self.decide(consent, form=form)  # the yes of this morning, sent again
        self.assertEqual(consent.state, "withdrawn")

    def test_no_decision_without_the_pages_own_token(self):
        consent = self.consent()
        text = self.form(consent)["text"]
        for token in ({}, {"csrf_token": ""}, {"csrf_token": "0" * 40}):
            data = {"answer": "yes", "signature": "Carol", "text": text, **token}
            with mute_logger("odoo.http"):
                self.assertEqual(
                    self.url_open(f"/my/consents/{consent.id}/decide", data=data).status_code, 400
                )
        self.assertEqual(consent.state, "requested")
        self.decide(consent)
        with mute_logger("odoo.http"):
            self.assertEqual(
                self.url_open(f"/my/consents/{consent.id}/withdraw", data={"x": "y"}).status_code, 400
            )
        self.assertEqual(consent.state, "given")

    def test_a_get_decides_nothing(self):
        consent = self.consent()
        form = self.form(consent)
        query = f"answer=yes&signature=Carol&text={form['text']}&csrf_token={form['csrf_token']}"
        for path in ("", "/decide", "/withdraw", "/decide/"):
            for method in ("GET", "HEAD"):
                self.url_open(f"/my/consents/{consent.id}{path}?{query}", method=method)
        self.assertEqual(consent.state, "requested")

    # ---- taking back
    def test_withdrawal_stops_what_rests_on_it(self):
        consent = self.consent()
        self.decide(consent)
        submitted, untouched = self.resting(consent), self.consent()
        approved = self.resting(consent)
        with self.acting(self.mona) as env:
            approved.with_env(env).action_approve()
        self.withdraw(consent)
        self.assertEqual((consent.state, untouched.state), ("withdrawn", "requested"))
        self.assertEqual((submitted.state, approved.state), ("draft", "draft"))
        self.assertFalse(approved.approver_id)
        self.assertIn("withdrawn", " ".join(consent.activity_ids.mapped("summary")))
        self.assertIn("stopped", " ".join(submitted.activity_ids.mapped("summary")))

    def test_a_consent_on_paper_is_taken_back_here_too(self):
        with self.acting(self.alice) as env:
            consent = env["wlec.consent"].create(
                {
                    "case_id": self.case.id,
                    "agency_id": self.ehrc.id,
                    "purpose_id": self.help.id,
                    "purpose": "Help",
                    "category_ids": [(6, 0, self.employment.ids)],
                    "evidence": "eHl6",
                }
            )
            consent.action_give()
        consent = consent.with_env(self.env)
        self.withdraw(consent)
        self.assertEqual(consent.state, "withdrawn")

    def test_giving_takes_no_fewer_steps_than_taking_back(self):
        consent = self.consent()
        page = self.page(consent)
        giving = len(
            page.xpath(
                "//form[contains(@action, '/decide')]//button[@value='yes']/ancestor::form//*[@required]"
            )
        )
        self.decide(consent)
        page = self.page(consent)
        [form] = page.xpath("//form[contains(@action, '/withdraw')]")
        self.assertFalse(form.xpath(".//input[not(@type='hidden')] | .//textarea | .//select"))
        self.assertEqual(len(form.xpath(".//button")), 1)
        self.assertGreaterEqual(giving, 0)

    # ---- other people
    def test_nobody_elses(self):
        consent, given = self.consent(), self.consent()
        self.decide(given)
        receipt = given.receipt_ids
        form = self.form(consent)
        for user in (self.chris, self.alice, self.bob, self.mona, self.sam):
            self.log_in(user)
            token = self.token() or form["csrf_token"]
            for number in (consent.id, 2**31 - 5, 10**20):
                answers = (
                    self.url_open(f"/my/consents/{number}"),
                    self.url_open(
                        f"/my/consents/{number}/decide",
                        data={**form, "csrf_token": token, "answer": "yes", "signature": "Carol"},
                    ),
                    self.url_open(f"/my/consents/{number}/withdraw", data={"csrf_token": token}),
                )
                self.assertEqual({answer.status_code for answer in answers}, {404}, (user.login, number))
            self.assertNotIn(consent.name, self.url_open("/my/consents").text)
            if user not in (self.alice, self.mona):  # who work on the file
                self.assertEqual(
                    self.url_open(f"/my/consents/receipt/{receipt.id}/pdf").status_code, 404, user.login
                )
                self.assertEqual(self.url_open(f"/my/consents/receipt/{receipt.id}/jsonld").status_code, 404)
        self.assertEqual((consent.state, given.state), ("requested", "given"))

    def test_the_portal_reads_and_writes_nothing_else(self):
        consent = self.consent()
        with self.acting(self.chris) as env:
            self.assertFalse(env["wlec.consent"].search([("id", "=", consent.id)]))
            for call in (
                lambda c: c.read(["statement"]),
                lambda c: c._decide(True, "Carol", "x"),
                lambda c: c._withdraw(),
            ):
                with self.assertRaises(UserError):
                    call(consent.with_env(env))
        with self.acting(self.carol) as env:
            mine = consent.with_env(env)
            self.assertIn(consent.name, mine.statement)
            for call in (
                lambda c: c.write({"purpose": "x"}),
                lambda c: c.write({"state": "given"}),
                lambda c: c.action_give(),
                lambda c: c.action_withdraw(),
                lambda c: c.action_take_back(),
                lambda c: c.read(["end_reason"]),
                lambda c: c.read(["capacity_assessment"]),
                lambda c: c.env["wlec.consent"].create({"case_id": self.case.id}),
                lambda c: c.env["wlec.consent.event"].search([]),
                lambda c: c.env["wlec.case"].browse(self.case.id).read(["narrative"]),
            ):
                with self.assertRaises(UserError):
                    call(mine)
        self.assertEqual(consent.state, "requested")

    def test_whom_the_client_keeps_out(self):
        """A second login for the same contact, whom the client has kept out of the file."""
        consent = self.consent()
        self.env["wlec.access.exclusion"].sudo().create(
            {"case_id": self.case.id, "user_id": self.carol.id, "source": "client"}
        )
        self.assertEqual(self.url_open(f"/my/consents/{consent.id}").status_code, 404)

    def test_reading_is_on_record(self):
        consent = self.consent()
        self._start_events()
        self.url_open(f"/my/consents/{consent.id}")
        rows = [
            row for row in self.events(model="wlec.consent", action="read") if consent.id in row["record_ids"]
        ]
        self.assertTrue(
            any("statement" in row["field_names"] and row["actor_id"] == self.carol.id for row in rows)
        )
        self.assertTrue(all(row["case_ids"] == [self.case.id] for row in rows))

    # ---- for everybody
    def test_pages_are_labelled(self):
        consent, given = self.consent(), self.consent()
        self.decide(given)
        for url in ("/my/consents", f"/my/consents/{consent.id}", f"/my/consents/{given.id}"):
            page = html.fromstring(self.url_open(url).text)
            with self.subTest(url):
                self.assertEqual(len(page.xpath("//main//h1")), 1)
                for field in page.xpath("//main//form//input[not(@type='hidden')]"):
                    self.assertTrue(page.xpath(f"//label[@for='{field.get('id')}']"))
                ids = page.xpath("//@id")
                self.assertEqual(sorted(set(ids)), sorted(ids))
                self.assertFalse(page.xpath("//main//@onclick"))
        self.assertIn("/my/consents", self.url_open("/my/confidentiality").text)
