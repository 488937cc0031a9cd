# SPDX-License-Identifier: LGPL-3.0-or-later
import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .disclosing import DisclosingCase


@tagged("post_install", "-at_install", "wlec")
class TestConsentPeople(DisclosingCase):
    """Who can say yes, for how long, and on what basis in law."""

    def missing(self, consent, user=None):
        with self.acting(self.alice) as env:
            return consent.with_env(env)._missing()

    def refused(self, *words, **vals):
        consent = self.consent(given=False, **vals)
        sentences = self.missing(consent)
        self.assertEqual(len(sentences), 1, sentences)
        for word in words:
            self.assertIn(word, sentences[0])
        with self.assertRaises(TransitionError):
            self.step(consent, self.alice, "give")

    def authority(self):
        return {"representative_name": "A. Byrne", "authority_document_id": self.document.id}

    # ---- representatives
    def test_without_authority_on_file(self):
        for kind in ("lpa", "deputy", "written_authority"):
            self.refused("authority", representative_kind=kind, representative_name="A. Byrne")
        self.refused("Name the person", representative_kind="lpa", authority_document_id=self.document.id)
        consent = self.consent(representative_kind="lpa", **self.authority())
        self.assertEqual(consent.state, "given")

    def test_authority_that_was_taken_out_of_the_file(self):
        consent = self.consent(given=False, representative_kind="lpa", **self.authority())
        with self.acting(self.alice) as env:
            self.document.with_env(env).action_remove("It was for somebody else")
        self.assertEqual(len(self.missing(consent)), 1)

    def test_authority_of_another_file(self):
        other = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            paper = env["wlec.case.document"].create(
                {"case_id": other.id, "content": "eHl6", "file_name": "lpa.pdf"}
            )
        with self.acting(self.alice) as env, self.assertRaises(TransitionError):
            env["wlec.consent"].browse(self.consent(given=False).id).authority_document_id = paper.id
        self.refused(
            "authority", representative_kind="lpa", representative_name="A.", authority_document_id=paper.id
        )

    def test_what_an_authority_reaches(self):
        dwp = self.env.ref("wlec_confidentiality.agency_dwp")
        proceedings = self.env.ref("wlec_confidentiality.consent_purpose_proceedings")
        self.refused("appointee", representative_kind="appointee", **self.authority())
        self.consent(representative_kind="appointee", agency_id=dwp.id, **self.authority())
        self.refused("court or tribunal", representative_kind="litigation_friend", **self.authority())
        self.consent(representative_kind="litigation_friend", purpose_id=proceedings.id, **self.authority())

    # ---- capacity and age
    def test_capacity(self):
        assessed = {
            "capacity_assessor_id": self.mona.id,
            "capacity_assessed_on": self.today,
            "capacity_assessment": "Could say back what is told to whom, and what may follow",
        }
        self.refused("assessment", capacity="can")
        for name in assessed:
            self.refused("assessment", capacity="can", **{**assessed, name: False})
        self.assertEqual(self.consent(capacity="can", **assessed).state, "given")
        self.refused("authority", capacity="cannot", **assessed)
        self.refused(
            "does not reach",
            capacity="cannot",
            representative_kind="written_authority",
            **assessed,
            **self.authority(),
        )
        self.consent(capacity="cannot", representative_kind="deputy", **assessed, **self.authority())

    def test_under_18(self):
        judged = {"minor_assessor_id": self.mona.id, "minor_reasons": "Explained it to me in her own words"}
        told = {"parent_told": "no", "parent_reasons": "It is about her father"}
        self.assertEqual(self.consent(minor="16_17").state, "given")
        self.refused("judged", minor="competent", **told)
        self.refused("parent", minor="competent", **judged)
        self.assertEqual(self.consent(minor="competent", **judged, **told).state, "given")
        self.refused("parental responsibility", minor="not_competent", **judged, **told)
        parent = {"representative_kind": "parental_responsibility", **self.authority()}
        self.assertEqual(self.consent(minor="not_competent", **judged, **told, **parent).state, "given")
        self.refused("themselves", minor="competent", **judged, **told, **parent)

    def test_interpreter(self):
        self.refused("Name the interpreter", interpreter_language="Somali")
        self.refused("which language", interpreter_name="Ms Warsame")
        consent = self.consent(interpreter_name="Ms Warsame", interpreter_language="Somali")
        with self.acting(self.alice) as env:
            self.assertIn("Ms Warsame (Somali)", consent.with_env(env).statement)

    def test_sealed(self):
        consent = self.consent(
            given=False, seen_alone="no", capacity="cannot", minor="not_competent", representative_kind="lpa"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT seen_alone, capacity, minor, representative_kind FROM wlec_consent WHERE id = %s",
            [consent.id],
        )
        for value, word in zip(
            self.env.cr.fetchone(), (b"no", b"cannot", b"not_competent", b"lpa"), strict=True
        ):
            self.assertGreater(len(bytes(value)), 28)
            self.assertNotIn(word if len(word) > 3 else b"\0never\0", bytes(value))
        with self.acting(self.alice) as env:
            self.assertEqual(consent.with_env(env).capacity, "cannot")
            with self.assertRaises(ValueError):
                consent.with_env(env).capacity = "perhaps"

    def test_frozen_with_the_rest(self):
        consent = self.consent()
        for name, value in (
            ("capacity", "can"), ("minor", "16_17"), ("representative_kind", "lpa"), ("interpreter_name", "x"),
            ("lawful_basis", "consent"), ("special_condition", False), ("read_back", True), ("until_case_closes", False),
        ):  # fmt: skip
            with self.subTest(name), self.acting(self.alice) as env, self.assertRaises(TransitionError):
                consent.with_env(env).write({name: value})

    # ---- period
    def test_six_months_for_universal_credit(self):
        dwp = self.env.ref("wlec_confidentiality.agency_dwp")
        self.assertEqual(dwp.consent_months, 6)
        consent = self.consent(agency_id=dwp.id)
        months = (
            (consent.valid_to.year - consent.valid_from.year) * 12
            + consent.valid_to.month
            - consent.valid_from.month
        )
        self.assertEqual(months, 6)
        self.refused("6 months", agency_id=dwp.id, valid_to=self.days(300))
        self.assertEqual(self.consent(agency_id=dwp.id, valid_to=self.days(30)).valid_to, self.days(30))

    def test_case_life(self):
        usual, lasting = self.consent(), self.consent(until_case_closes=False)
        request = self.request(consent_id=usual.id)
        self.step(request, self.alice, "assess")
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            case.action_open()
            case.close_reason = case._fields["close_reason"].get_values(env)[0]
            case.action_close()
        self.assertEqual((usual.state, lasting.state), ("expired", "given"))
        self.assertEqual(request.state, "draft")

    # ---- two questions, two fields
    def test_lawful_basis_is_another_question(self):
        consent = self.consent(given=False)
        self.assertEqual(consent.lawful_basis, "legitimate_interests")
        self.assertTrue(consent.has_special)
        self.refused("lawful basis", lawful_basis=False)
        self.refused("special category", special_condition=False)
        self.assertEqual(
            self.consent(special_condition=False, category_ids=[(6, 0, self.employment.ids)]).state, "given"
        )
        self.assertIn("Not the same as", consent._fields["lawful_basis"].help)

    def test_crime_has_a_condition_of_its_own(self):
        crime = self.env.ref("wlec_confidentiality.information_category_criminal")
        both = [(6, 0, (self.health | crime).ids)]
        self.refused("about crime", offence_condition=False, category_ids=both)
        self.refused("special category", special_condition=False, category_ids=both)
        consent = self.consent(category_ids=both)
        self.assertEqual(
            consent._condition_labels(),
            ["Explicit consent: Article 9(2)(a)", "Consent: DPA 2018, Schedule 1, paragraph 29"],
        )
        alone = self.consent(special_condition=False, category_ids=[(6, 0, crime.ids)])
        self.assertEqual(alone._condition_labels(), ["Consent: DPA 2018, Schedule 1, paragraph 29"])

    # ---- history
    def test_reminded_of_the_written_confirmation(self):
        consent = self.consent(
            method="verbal", evidence=False, witness_id=self.mona.id, confirm_by=self.days(14), read_back=True
        )
        reminder = consent.activity_ids
        self.assertEqual((reminder.user_id, reminder.date_deadline), (self.alice, self.days(14)))
        with self.acting(self.alice) as env:
            consent.with_env(env).confirmation = "eHl6"
            consent.with_env(env).action_confirm()
        self.assertFalse(consent.activity_ids)

    def test_who_how_and_where(self):
        consent = self.consent()
        self.step(consent, self.alice, "withdraw")
        told = [(e.event, e.by_role, e.channel, e.method) for e in consent.event_ids]
        self.assertEqual(
            told,
            [
                ("withdrawn", "client", "office", "told"),
                ("given", "client", "office", "written"),
                ("requested", "centre", "office", False),
            ],
        )
        self.assertEqual(set(consent.event_ids.mapped("wording_version")), {consent.wording_id.version})

    def test_the_database_refuses_too(self):
        event = self.consent().event_ids[0]
        self.env.flush_all()
        for query in (
            "UPDATE wlec_consent_event SET event = 'refused' WHERE id = %s",
            "DELETE FROM wlec_consent_event WHERE id = %s",
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), self.cr.savepoint():
                self.env.cr.execute(query, [event.id])
