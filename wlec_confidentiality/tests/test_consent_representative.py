# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import json

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .consent_portal_common import ConsentPortalCase


@tagged("post_install", "-at_install", "wlec")
class TestRepresentative(ConsentPortalCase):
    """rosa holds a lasting power of attorney for carol, and has a login of her own."""

    def setUp(self):
        super().setUp()
        self.rosa = new_test_user(self.env, "rosa", groups="base.group_portal", name="Rosa Byrne")
        self.rosa.password = "rosa and a long one"
        with self.acting(self.alice) as env:
            self.paper = (
                env["wlec.case.document"]
                .create(
                    {
                        "case_id": self.case.id,
                        "content": base64.b64encode(b"the power"),
                        "file_name": "lpa.txt",
                    }
                )
                .with_env(self.env)
            )
        self.log_in(self.rosa)

    def asked_of_rosa(self, asked=True, **vals):
        with_authority = {
            "representative_kind": "lpa", "representative_name": "Rosa Byrne", "representative_user_id": self.rosa.id,
            "authority_document_id": self.paper.id,
        }  # fmt: skip
        return self.consent(asked, **{**with_authority, **vals})

    def seen_by(self, user):
        with self.acting(user) as env:
            return env["wlec.consent"].search([("case_id", "=", self.case.id)])

    def test_gives_and_withdraws_and_it_is_recorded_as_hers(self):
        consent = self.asked_of_rosa()
        page = self.url_open(f"/my/consents/{consent.id}").text
        self.assertIn("You decide this for the person", page)
        self.assertIn("To help me against my employer", page)
        self.assertEqual(self.decide(consent, signature="Carol").status_code, 200)
        self.assertEqual(consent.state, "requested", "signed with another name than her own")
        self.decide(consent, signature="Rosa Byrne")
        self.assertEqual((consent.state, consent.given_by_id), ("given", self.rosa))
        self.withdraw(consent)
        self.assertEqual(consent.state, "withdrawn")
        history = consent.event_ids.sorted("id").filtered(lambda event: event.user_id == self.rosa)
        self.assertEqual(history.mapped("event"), ["given", "withdrawn"])
        self.assertEqual(set(history.mapped("by_role")), {"representative"})
        self.assertEqual(set(history.mapped("channel")), {"portal"})
        self.assertIn(
            "Whoever speaks for the client",
            " ".join(self.case.activity_ids.mapped("summary") + consent.activity_ids.mapped("summary")),
        )
        for receipt in consent.receipt_ids.sorted("id"):
            found = self.url_open(f"/my/consents/receipt/{receipt.id}/jsonld")
            self.assertEqual(found.status_code, 200)
            self.assertIn("representative: Rosa Byrne", json.dumps(found.json()))
            self.assertNotIn("by the client", json.dumps(found.json()))
        self.log_in(self.carol)
        self.assertIn("by somebody with authority", self.url_open(f"/my/consents/{consent.id}").text)

    def words(self, path):
        return " ".join(html.fromstring(self.url_open(path).text).xpath("//main")[0].text_content().split())

    def test_nobody_reads_that_they_said_what_the_other_said(self):
        consent = self.asked_of_rosa()
        here = f"/my/consents/{consent.id}"
        for path in ("/my/consents", here):
            self.assertIn(f"file {self.case.name}", self.words(path), "she may speak for more than one")
        self.log_in(self.carol)
        self.assertIn("Somebody who speaks for you is asked", self.words("/my/consents"))
        self.assertNotIn("For you to decide", self.words("/my/consents"))
        self.assertNotIn("You are asked", self.words(here))
        self.log_in(self.rosa)
        self.decide(consent, signature="Rosa Byrne")
        self.assertIn("You said yes", self.words("/my/consents"))
        self.log_in(self.carol)
        for path in ("/my/consents", here):
            self.assertIn("Yes was said for you", self.words(path))
            self.assertNotIn("You said yes", self.words(path))
        self.assertIn("Somebody with authority said yes for you.", self.words(here))
        self.withdraw(consent)
        self.assertIn("You took it back", self.words(here))
        self.log_in(self.rosa)
        self.assertIn("The client took it back", self.words(here))
        self.assertNotIn("You took it back", self.words(here))

    def test_the_client_is_told_why_she_looked(self):
        """It is what she was asked to do: no row without a reason, and nothing for the reviewers."""
        consent = self.asked_of_rosa()
        self.url_open("/my/consents")
        self.decide(consent, signature="Rosa Byrne")
        self.url_open(f"/my/consents/receipt/{consent.receipt_ids[:1].id}/pdf")
        events = self.env["wlec.access.event"].search([("actor_id", "=", self.rosa.id)])
        self.assertTrue(
            events.filtered(lambda event: event.model == "wlec.consent" and event.action == "read")
        )
        of_file = events.filtered(lambda event: self.case.id in event.sudo().case_ids)
        for event_id, reasons in of_file._explanations(self.carol).items():
            event = events.browse(event_id)
            self.assertTrue(reasons, (event.model, event.action, event.record_ids))
            self.assertIn(reasons[0].kind, ("representative", "author"))
        self.log_in(self.carol)
        self.assertIn("They speak for you in this permission", self.words("/my/access-history"))
        self.assertNotIn("We found no reason", self.words("/my/access-history"))
        elsewhere = events.filtered(lambda event: event.model == "wlec.consent")[:1]
        # Somebody else who was never asked is explained by nothing here.
        self.env.cr.execute(
            "UPDATE wlec_consent SET representative_user_id = %s WHERE id = %s", [self.chris.id, consent.id]
        )
        self.env.invalidate_all()
        self.assertNotIn(
            "representative", [why.kind for why in elsewhere._explanations(self.carol)[elsewhere.id]]
        )

    def test_a_yes_that_somebody_signed_for_the_client_on_paper(self):
        self.log_in(self.carol)
        signed = {
            "evidence": base64.b64encode(b"%PDF-1.4 signed"),
            "evidence_filename": "signed.pdf",
            "method": "written",
        }
        consent = self.asked_of_rosa(asked=False, representative_user_id=False, **signed)
        with self.acting(self.alice) as env:
            consent.with_env(env).action_give()
        self.assertIn("Yes was said for you", self.words(f"/my/consents/{consent.id}"))

    def test_stops_what_rests_on_it_as_the_client_would(self):
        consent = self.asked_of_rosa()
        self.decide(consent, signature="Rosa Byrne")
        request = self.resting(consent)
        self.log_in(self.rosa)
        self.withdraw(consent)
        self.assertEqual((consent.state, request.state), ("withdrawn", "draft"))

    def test_sees_this_one_permission_and_nothing_else(self):
        other = self.consent()
        consent = self.asked_of_rosa()
        self.assertEqual(self.seen_by(self.rosa).ids, consent.ids)
        self.assertEqual(self.url_open(f"/my/consents/{other.id}").status_code, 404)
        self.assertEqual(self.url_open("/my/disclosures").status_code, 200)
        self.assertNotIn(other.name, self.url_open("/my/consents").text)
        history = self.url_open("/my/access-history").text
        self.assertIn("We hold no file of yours", history)
        self.assertNotIn("Choose a period", history, "of nothing")
        with self.acting(self.rosa) as env:
            for model in ("wlec.case", "wlec.case.document", "wlec.disclosure.request"):
                with self.assertRaises(AccessError):
                    env[model].search([])
            client = env["res.partner"].browse(self.carol.partner_id.id)
            self.assertFalse(client.search([("id", "=", client.id)]))
        self.assertFalse(self.seen_by(self.chris))

    def test_without_authority_or_after_its_end(self):
        """Each way in which authority is not there: not asked, not shown, not taken."""
        with self.assertRaises(TransitionError):
            self.asked_of_rosa(authority_document_id=False)
        with self.assertRaises(TransitionError):
            self.asked_of_rosa(authority_until="2020-01-01")
        with self.assertRaises(TransitionError):
            self.asked_of_rosa(representative_kind=False)
        consent = self.asked_of_rosa(authority_until=self.today())
        form = self.form(consent)
        for end in ("date", "paper", "client"):
            with self.subTest(end), self.env.cr.savepoint() as undo:
                if end == "date":
                    consent.authority_until = "2020-01-01"
                elif end == "paper":
                    with self.acting(self.alice) as env:
                        self.paper.with_env(env).action_remove("Revoked")
                else:
                    with self.acting(self.alice) as env:
                        env["wlec.access.exclusion"].create(
                            {"case_id": self.case.id, "user_id": self.rosa.id}
                        )
                self.env.flush_all()
                self.assertFalse(self.seen_by(self.rosa))
                self.assertEqual(self.decide(consent, form=form, signature="Rosa Byrne").status_code, 404)
                with self.acting(self.rosa) as env:
                    hers = env["wlec.consent"].browse(consent.id)
                    with self.assertRaises(UserError), env.cr.savepoint():
                        hers._decide(True, "Rosa Byrne", form["text"])
                    with self.assertRaises(UserError), env.cr.savepoint():
                        hers._withdraw()
                self.env.invalidate_all()
                self.assertEqual(consent.state, "requested")
                undo.rollback()
                self.env.invalidate_all()

    def test_given_by_her_and_ended_authority_withdraws_no_more_but_the_client_does(self):
        consent = self.asked_of_rosa()
        self.decide(consent, signature="Rosa Byrne")
        consent.authority_until = "2020-01-01"
        self.env.flush_all()
        token = self.token()
        self.assertEqual(self.withdraw(consent, token).status_code, 404)
        self.assertEqual(consent.state, "given")
        self.log_in(self.carol)
        self.withdraw(consent)
        self.assertEqual(consent.state, "withdrawn")
        self.assertEqual(consent.event_ids.sorted("id")[-1].by_role, "client")

    def test_the_client_says_no_but_not_yes_in_her_place(self):
        consent = self.asked_of_rosa()
        self.log_in(self.carol)
        page = self.page(consent)
        self.assertFalse(page.xpath("//button[@value='yes']"))
        self.assertTrue(page.xpath("//button[@value='no']"))
        with self.acting(self.carol) as env, self.assertRaises(TransitionError), env.cr.savepoint():
            mine = env["wlec.consent"].browse(consent.id)
            mine.sudo()._transition("accept")
        self.decide(consent, "no")
        self.assertEqual(consent.state, "refused")

    def test_whose_login(self):
        for user in (self.carol, self.bob):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.asked_of_rosa(asked=False, representative_user_id=user.id)
