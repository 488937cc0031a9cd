# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import io
import json
import os
import tempfile
from pathlib import Path
from unittest import mock

from lxml import html
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.tools import clock, verify_receipt

from .consent_portal_common import ConsentPortalCase

SCHEMA = Path(__file__).resolve().parents[2] / "data" / "consent" / "receipt.schema.json"


@tagged("post_install", "-at_install", "wlec")
class TestConsentReceipt(ConsentPortalCase):
    """The signed receipt: made with the step, handed out to the client and the caseworker, checked without us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        import jsonschema  # of the tests; a centre that runs ours need not have it

        cls.key = seal_key.signer().key
        cls.validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))

    def download(self, receipt, form="jsonld"):
        return self.url_open(f"/my/consents/receipt/{receipt.id}/{form}")

    def record(self, receipt):
        data = self.download(receipt).content
        record = verify_receipt.check(data, [self.key])
        self.assertEqual([error.message for error in self.validator.iter_errors(record)], [])
        return record

    def test_given_and_withdrawn(self):
        consent = self.consent()
        self.decide(consent)
        self.withdraw(consent)
        self.assertEqual(consent.receipt_ids.sorted("id").mapped("event"), ["given", "withdrawn"])
        given, withdrawn = consent.receipt_ids.sorted("id")
        about = self.record(given)["dpv:hasRecordOfActivity"]
        self.assertEqual(
            [event["@type"] for event in about["dpv:hasConsentStatus"]],
            ["dpv:ConsentRequested", "dpv:ConsentGiven"],
        )
        self.assertEqual(about["dpv:hasConsentStatus"][-1]["wlec:typedSignature"], "Carol")
        with self.acting(self.carol) as env:
            self.assertEqual(about["dpv:hasNotice"]["wlec:statement"], consent.with_env(env).statement)
        self.assertEqual(about["dpv:hasProcess"]["dpv:hasRecipient"]["dpv:hasName"], self.ehrc.name)
        self.assertEqual(about["dpv:hasNotice"]["wlec:wordingSha256"], consent.wording_id.text_hash)
        about = self.record(withdrawn)["dpv:hasRecordOfActivity"]
        self.assertEqual(about["dpv:hasConsentStatus"][-1]["@type"], "dpv:ConsentWithdrawn")

    def test_every_way_of_giving(self):
        person = {
            "recipient_kind": "person",
            "agency_id": False,
            "recipient_name": "Her brother «Yusuf» \U0001f642 \u200f",
        }
        document = None
        with self.acting(self.alice) as env:
            document = env["wlec.case.document"].create(
                {"case_id": self.case.id, "content": "eHl6", "file_name": "a.pdf"}
            )
        ways = (
            {"method": "written", "evidence": "eHl6"},
            {"method": "written", "evidence": "eHl6", **person},
            {"method": "written", "evidence": "eHl6", "document_ids": [(6, 0, document.ids)]},
            {"method": "verbal", "witness_id": self.mona.id, "confirm_by": "2099-01-01", "read_back": True},
            {
                "method": "written", "evidence": "eHl6", "representative_kind": "lpa", "representative_name": "A. Byrne",
                "authority_document_id": document.id, "interpreter_name": "B.", "interpreter_language": "Somali",
            },
        )  # fmt: skip
        for vals in ways:
            with self.subTest(vals):
                consent = self.consent(asked=False, **vals)
                with self.acting(self.alice) as env:
                    consent.with_env(env).action_give()
                text = json.dumps(self.record(consent.receipt_ids), ensure_ascii=False)
                if "representative_kind" in vals:
                    self.assertIn("A. Byrne", text)
                    self.assertIn("Somali", text)
                if vals.get("document_ids"):
                    self.assertIn("Document 1", text)
                    self.assertNotIn("a.pdf", text)

    def test_the_page_to_print(self):
        consent = self.consent()
        self.decide(consent)
        data = self.download(consent.receipt_ids, "pdf").content
        self.assertEqual(verify_receipt.check_pdf(data, [self.key]), self.key)
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        for shown in (
            consent.name,
            "Equality and Human Rights Commission",
            "Carol",
            "To help me against my employer",
            clock.on_paper(consent.receipt_ids.at),  # by the clock on the wall
        ):
            self.assertIn(shown, text)

    def test_a_tampered_receipt_is_refused(self):
        consent = self.consent()
        self.decide(consent)
        data = self.download(consent.receipt_ids).content
        pdf = self.download(consent.receipt_ids, "pdf").content
        other = verify_receipt.key_text(b"\1" * 32)
        record = json.loads(data)
        for place, value in (
            (("dpv:hasRecordOfActivity", "dct:identifier"), "CONS-00001"),
            (("dpv:hasRecordOfActivity", "dpv:hasProcess", "dpv:hasRecipient", "dpv:hasName"), "Home Office"),
            (("dpv:hasRecordOfActivity", "dpv:hasConsentStatus", -1, "@type"), "dpv:ConsentWithdrawn"),
            (("dct:created",), "2020-01-01T00:00:00Z"),
            (("proof", "created"), "2020-01-01T00:00:00Z"),
            (("proof", "proofValue"), "z" + "1" * 88),
        ):
            forged = json.loads(data)
            target = forged
            for step in place[:-1]:
                target = target[step]
            target[place[-1]] = value
            self.assertNotEqual(forged, record)
            with self.subTest(place), self.assertRaises(verify_receipt.Refused):
                verify_receipt.check(json.dumps(forged).encode(), [self.key])
        for broken in (
            pdf[:-3] + b"x" + pdf[-2:],
            pdf.replace(b"%PDF-1", b"%PDF-2"),
            pdf + b"\n",
            pdf[: len(pdf) // 2],
        ):
            with self.assertRaises(verify_receipt.Refused):
                verify_receipt.check(broken, [self.key])
        for fine in (data, pdf):
            with self.assertRaises(verify_receipt.Refused):
                verify_receipt.check(fine, [other])

    def test_downloads_are_on_record(self):
        consent = self.consent()
        self.decide(consent)
        receipt = consent.receipt_ids
        for user in (self.carol, self.alice):
            self.log_in(user)
            for form in ("jsonld", "pdf"):
                self._start_events()
                answer = self.download(receipt, form)
                self.assertEqual(answer.status_code, 200)
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
                [row] = self.events(model="wlec.consent.receipt", action="download")
                self.assertEqual((row["record_ids"], row["actor_id"]), ([receipt.id], user.id))
                self.assertEqual(row["case_ids"], [self.case.id])
        self.assertEqual(self.download(receipt, "exe").status_code, 404)

    def test_kept_sealed_and_unchanged(self):
        consent = self.consent()
        self.decide(consent)
        receipt = consent.receipt_ids
        self.env.cr.execute("SELECT record FROM wlec_consent_receipt WHERE id = %s", [receipt.id])
        self.assertNotIn(b"Equality", bytes(self.env.cr.fetchone()[0]))
        for user in (self.carol, self.alice, self.otto):
            with self.acting(user) as env:
                for call in (
                    lambda r: r.write({"record": base64.b64encode(b"{}")}),
                    lambda r: r.unlink(),
                    lambda r: r.env["wlec.consent.receipt"].create({"name": "x", "consent_id": consent.id}),
                ):
                    with self.assertRaises(UserError):
                        call(receipt.with_env(env))
        with self.assertRaises(UserError):
            receipt.sudo().write({"key": "z6Mkforged"})

    def test_without_the_seal_key_the_clients_word_still_counts(self):
        consent = self.consent()
        receipts = "odoo.addons.wlec_confidentiality.models.consent.wlec_consent_receipts"
        with tempfile.NamedTemporaryFile() as bad, mock.patch.dict(os.environ, WLEC_SEAL_KEY=bad.name):
            with mute_logger(receipts):
                self.decide(consent)
                self.assertEqual(consent.state, "given")
                self.withdraw(consent)
            self.assertEqual(consent.state, "withdrawn")
            self.assertFalse(consent.receipt_ids)
            with self.acting(self.alice) as env, self.assertRaises(UserError):
                consent.with_env(env).action_make_receipt()
        with self.acting(self.alice) as env:
            self.assertTrue(consent.with_env(env).receipt_missing)
            consent.with_env(env).action_make_receipt()
            self.assertFalse(consent.with_env(env).receipt_missing)
        self.assertEqual(sorted(consent.receipt_ids.mapped("event")), ["given", "withdrawn"])
        for receipt in consent.receipt_ids:
            self.record(receipt)

    def test_the_key_is_printed_in_the_settings(self):
        self.assertEqual(self.env["res.config.settings"].create({}).wlec_seal_public_key, self.key)
        with mock.patch.dict(os.environ, WLEC_SEAL_KEY="/nowhere/seal.key"):
            settings = self.env["res.config.settings"].create({})
            self.assertFalse(settings.wlec_seal_public_key)
            self.assertIn("cannot be read", settings.wlec_seal_problem)

    def test_the_portal_offers_them(self):
        consent = self.consent()
        self.decide(consent)
        page = html.fromstring(self.url_open(f"/my/consents/{consent.id}").text)
        links = page.xpath("//a[contains(@href, '/my/consents/receipt/')]/@href")
        self.assertEqual(
            links, [f"/my/consents/receipt/{consent.receipt_ids.id}/{form}" for form in ("pdf", "jsonld")]
        )
