# SPDX-License-Identifier: LGPL-3.0-or-later
import itertools

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
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

    # ---- law
    def test_provisions_that_do_not_oblige(self):
        ref = self.env.ref
        for name, words in (
            ("dpa_s2_2", "permits"),
            ("ptpa_18", "repealed"),
            ("dpa_1998", "repealed"),
            ("ca04_16la", "not in force yet"),
            ("msa_52", "does not bind"),
            ("pace_sch1", "does not speak of this recipient"),
        ):
            request = self.request("law", provision_id=ref(f"wlec_confidentiality.legal_provision_{name}").id)
            self.assertTrue([s for s in self.missing(request) if words in s], name)

    def test_tipping_off_keeps_silent(self):
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        request = self.request(
            "law",
            provision_id=duty.id,
            agency_id=self.police.id,
            notice_reference=False,
            notice_document=False,
        )
        [sentence] = self.missing(request)
        self.assertIn("forbids telling", sentence)
        with self.acting(self.alice) as env:
            request.with_env(env).write(
                {
                    "tell_client": "not",
                    "tell_date": self.days(90),
                    "tell_reason": "Section 39 of the Terrorism Act",
                }
            )
        self.assertEqual(self.missing(request), [])

    # ---- items
    def test_gender_history_is_blocked_on_every_ground(self):
        for ground in ("consent", "danger", "law"):
            for flag in ({"gra_protected": True}, {"category_id": self.gender.id}):
                request = self.request(ground)
                with self.acting(self.alice) as env:
                    request.with_env(env).item_ids.write(flag)
                self.assertTrue(
                    [s for s in self.missing(request) if "Gender Recognition Act" in s], (ground, flag)
                )
                with self.assertRaises(TransitionError):
                    self.step(request, self.alice, "assess")

    def test_sensitive_items_need_a_condition(self):
        request = self.request()
        with self.acting(self.alice) as env:
            request.with_env(env).item_ids.category_id = self.health.id
        [sentence] = self.missing(request)
        self.assertIn("Article 9", sentence)
        with self.acting(self.alice) as env:
            request.with_env(
                env
            ).condition_id = self.notice.id  # an entry of the register that is no condition
            self.assertEqual(len(request.with_env(env)._missing()), 1)
            request.with_env(env).condition_id = self.explicit.id
        self.assertEqual(self.missing(request), [])

    def test_a_removed_document_cannot_be_given(self):
        request = self.request()
        with self.acting(self.alice) as env:
            self.document.with_env(env).action_remove("Wrong file")
        self.assertEqual(len(self.missing(request)), 1)

    def test_a_document_of_another_file_is_refused(self):
        mine = self.document
        self.case = self.case_for(self.alice)
        self.document = mine
        with self.assertRaises(ConfidentialityError):
            self.request("danger")

    def test_conflict_tells_only_the_fact(self):
        item = {"category_id": self.employment.id, "description": "Who the other client is"}
        request = self.request("conflict", item_ids=[(0, 0, item)])
        self.assertIn("only the fact", self.missing(request)[0])

    # ---- who asks
    def test_call_back(self):
        request = self.request(
            origin="recipient", asker_name="Sgt Miller", asker_contact="Tel. 020 7946 0123"
        )
        [sentence] = self.missing(request)
        self.assertIn("official number", sentence)
        with self.acting(self.alice) as env:
            for number in ("+44 20 7946 0123", "(020) 79460123"):
                with self.assertRaises(ConfidentialityError):
                    request.with_env(env).callback_number = number
        done = {
            "callback_by_id": self.alice.id,
            "callback_at": "2026-11-20 10:00:00",
            "callback_number": "020 7946 0999",
        }
        with self.acting(self.alice) as env:
            request.with_env(env).write(done)
            self.assertEqual(request.with_env(env)._missing(), [])
            with self.assertRaises(ConfidentialityError):
                request.with_env(env).asker_contact = "now 02079460999"
        with self.assertRaises(ConfidentialityError):
            self.request(asker_contact="020 7946 0999", **done)

    # ---- the client
    def test_silence_has_a_reason_and_an_end(self):
        for vals, lawful in (
            ({"tell_client": False}, False),
            ({"tell_client": "delayed"}, False),
            ({"tell_client": "not", "tell_reason": "x"}, False),
            ({"tell_client": "delayed", "tell_reason": "x", "tell_date": self.days(-1)}, False),
            ({"tell_client": "delayed", "tell_reason": "x", "tell_date": self.days(5)}, True),
        ):
            self.assertEqual(not self.missing(self.request("danger", **vals)), lawful, vals)

    # ---- on the form
    def test_checklist_on_the_form(self):
        request = self.request(necessity=False)
        with self.acting(self.alice) as env:
            request = request.with_env(env)
            self.assertIn("Explain why it is needed.", request.missing_html)
            self.assertEqual(request.missing_count, 1)
            request.necessity = "Because"
            self.assertFalse(request.missing_html)
            self.assertIn("Equality and Human Rights", request.summary_html)
            fresh = env["wlec.disclosure.request"].new({"case_id": self.case.id})
            self.assertFalse(fresh.missing_html)

    def test_names_in_sentences_are_escaped(self):
        self.employment.name = "<script>x</script>"
        request = self.request(consent_id=self.consent(category_ids=[(6, 0, self.health.ids)]).id)
        with self.acting(self.alice) as env:
            for html in (request.with_env(env).missing_html, request.with_env(env).summary_html):
                self.assertNotIn("<script>", html)

    def test_queries_do_not_grow_with_the_items(self):
        counts = []
        for number in (2, 40):
            items = [
                (
                    0,
                    0,
                    {"category_id": self.employment.id, "description": "x", "document_id": self.document.id},
                )
            ] * number
            request = self.request(item_ids=items)
            with self.acting(self.alice) as env:
                request = request.with_env(env)
                before = self.env.cr.sql_log_count
                request._missing()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
