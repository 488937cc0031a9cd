# SPDX-License-Identifier: LGPL-3.0-or-later
import itertools

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.tools import disclosure_gate as gate

from .disclosing import DisclosingCase

GROUNDS = gate.GROUNDS
EVIDENCE = {
    "consent": ("consent_id",),
    "danger": ("danger_who", "danger_what", "danger_imminence", "why_not_consent"),
    "law": ("provision_id", "notice_reference", "notice_document", "binds_checked"),
    "conflict": ("conflict_statement",),
}


@tagged("post_install", "-at_install", "wlec")
class TestDisclosureGate(DisclosingCase):
    """The pure gate is tried exhaustively by the unit tests; here: that the model tells it the truth, and words every gap."""

    def test_complete_requests_are_lawful(self):
        for ground in GROUNDS:
            with self.subTest(ground):
                self.assertEqual(self.missing(self.request(ground)), [])

    def test_every_subset_of_the_evidence_of_each_ground(self):
        tried = 0
        for ground in GROUNDS:
            request = self.request(ground)
            kept = {name: request[name] for name in EVIDENCE[ground] if name.endswith("_id")}
            full = {**self._evidence(ground), **{name: record.id for name, record in kept.items()}}
            shared = (
                ("necessity", "proportionality", "purpose_id") if ground != "conflict" else ("agency_id",)
            )
            full |= {
                "necessity": "a",
                "proportionality": "b",
                "purpose_id": self.help.id,
                "agency_id": self.ehrc.id,
            }
            names = (*EVIDENCE[ground], *shared)
            with self.acting(self.alice) as env:
                request = request.with_env(env)
                for size in range(len(names) + 1):
                    for absent in itertools.combinations(names, size):
                        request.write({name: False if name in absent else full[name] for name in names})
                        sentences = request._missing()
                        self.assertEqual(not sentences, not absent, (ground, absent, sentences))
                        tried += 1
        self.assertGreater(tried, 2**7)

    def test_blank_texts_are_missing(self):
        for text in (" ", "\n\t", "...", "\u200b", "-"):
            request = self.request("danger", danger_who=text)
            self.assertEqual(len(self.missing(request)), 1, repr(text))
            with self.acting(self.alice) as env:
                request.with_env(env).write({"danger_who": "Somebody", "necessity": text})
            self.assertEqual(len(self.missing(request)), 1, repr(text))

    def test_every_gap_has_a_sentence(self):
        request = self.request()
        words = {
            **request._sentences_of_request(),
            **request._sentences_of_ground(),
            **request._sentences_of_items(),
        }
        with open(gate.__file__) as source:
            text = source.read()
        for code, sentence in words.items():
            self.assertIn(f'"{code}"', text, "a sentence for a gap that does not exist")
            self.assertTrue(
                request._sentence(gate.Gap(code, 1 if "category" not in code else self.health.id))
            )
            self.assertTrue(sentence.strip())

    def test_asking_what_is_missing_opens_nothing(self):
        request = self.request("law")
        self._start_events()
        self.missing(request)
        self.assertFalse([event for event in self.events(action="read") if event["model"] == request._name])

    # ---- consent
    def test_consent_in_every_other_state(self):
        request = self.request()
        for action, user in (("withdraw", self.alice), ("revoke", self.mona), ("invalidate", self.alice)):
            consent = self.consent()
            with self.acting(self.alice) as env:
                request.with_env(env).consent_id = consent.id
                if action != "withdraw":
                    consent.with_env(env).end_reason = "Why"
            self.step(consent, user, action)
            [sentence] = self.missing(request)
            self.assertIn("does not hold", sentence)
        for consent in (self.consent(given=False),):
            with self.acting(self.alice) as env:
                request.with_env(env).consent_id = consent.id
            self.assertEqual(len(self.missing(request)), 1)

    def test_consent_that_does_not_cover(self):
        cases = (
            ({"agency_id": self.police.id}, "another recipient"),
            ({"recipient_kind": "partner", "partner_id": self.case.partner_id.id}, "another recipient"),
            ({"purpose_id": self.other_purpose.id}, "another purpose"),
            ({"category_ids": [(6, 0, self.health.ids)]}, self.employment.name),
            ({"valid_from": self.days(1)}, "has not begun"),
        )
        for vals, words in cases:
            with self.subTest(words):
                request = self.request(consent_id=self.consent(**vals).id)
                [sentence] = self.missing(request)
                self.assertIn(words, sentence)

    def test_consent_for_certain_documents(self):
        with self.acting(self.alice) as env:
            other = env["wlec.case.document"].create(
                {"case_id": self.case.id, "content": b"eA==", "file_name": "x"}
            )
        request = self.request(consent_id=self.consent(document_ids=[(6, 0, other.ids)]).id)
        self.assertEqual(len(self.missing(request)), 1)
        request = self.request(consent_id=self.consent(document_ids=[(6, 0, self.document.ids)]).id)
        self.assertEqual(self.missing(request), [])

    def test_named_persons_are_compared_by_name(self):
        consent = self.consent(recipient_kind="person", agency_id=False, recipient_name="Yusuf  Ali ")
        for name, fits in (("yusuf ali", True), ("Yusuf Alii", False), ("Yusuf", False), (" ", False)):
            request = self.request(
                consent_id=consent.id, recipient_kind="person", agency_id=False, recipient_name=name
            )
            self.assertEqual(not self.missing(request), fits, name)

    def test_consent_of_another_file_is_refused(self):
        consent = self.consent()
        self.case = self.case_for(self.alice)
        with self.assertRaises(ConfidentialityError):
            self.request("conflict", consent_id=consent.id)
