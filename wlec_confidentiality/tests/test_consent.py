# SPDX-License-Identifier: LGPL-3.0-or-later
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .disclosing import PAPER, DisclosingCase

ENDED = ("refused", "withdrawn", "revoked", "expired", "invalidated")


@tagged("post_install", "-at_install", "wlec")
class TestConsent(DisclosingCase):
    """Recording a consent: what is needed, and that it stays as it was given."""

    def test_given_in_writing(self):
        consent = self.consent()
        self.assertEqual(consent.state, "given")
        self.assertEqual(consent.given_by_id, self.alice)
        self.assertTrue(consent.given_at)
        self.assertEqual(consent.wording_hash, consent.wording_id.text_hash)
        self.assertEqual(consent.event_ids.mapped("event"), ["given", "requested"])
        self.assertRegex(consent.name, r"^CONS-\d{5}$")
        self.assertEqual(consent.valid_to, consent.valid_from.replace(year=consent.valid_from.year + 1))

    def test_each_missing_piece_is_named(self):
        pieces = {
            "agency_id": False,
            "purpose_id": False,
            "purpose": " \u200b.\n",
            "category_ids": [(5, 0, 0)],
            "wording_id": False,
            "evidence": False,
        }
        for name, value in pieces.items():
            with self.subTest(name):
                consent = self.consent(given=False, **{name: value})
                with self.acting(self.alice) as env:
                    self.assertEqual(len(consent.with_env(env)._missing()), 1)
                    with self.assertRaises(TransitionError):
                        consent.with_env(env).action_give()
                self.assertEqual(consent.state, "requested")

    def test_several_pieces_are_all_named(self):
        consent = self.consent(given=False, purpose=False, evidence=False, category_ids=False)
        with self.acting(self.alice) as env:
            self.assertEqual(len(consent.with_env(env)._missing()), 3)
            self.assertEqual(str(consent.with_env(env).missing_html).count("<li>"), 3)

    def test_a_dissolved_agency_is_no_recipient(self):
        consent = self.consent(given=False, agency_id=self.env.ref("wlec_confidentiality.agency_cre").id)
        with self.acting(self.alice) as env:
            [sentence] = consent.with_env(env)._missing()
        self.assertIn("Equality and Human Rights Commission", sentence)

    def test_a_named_person_is_sealed(self):
        consent = self.consent(recipient_kind="person", agency_id=False, recipient_name="Her brother Yusuf")
        self.assertEqual(consent.state, "given")
        self.assertNotIn("Yusuf", consent.recipient_label)
        self.env.cr.execute("SELECT recipient_name, purpose FROM wlec_consent WHERE id = %s", [consent.id])
        name, purpose = self.env.cr.fetchone()
        self.assertNotIn(b"Yusuf", bytes(name))
        self.assertNotIn(b"employer", bytes(purpose))

    # ---- by word of mouth
    def verbal(self, **vals):
        return self.consent(
            given=False,
            method="verbal",
            evidence=False,
            **{"witness_id": self.mona.id, "confirm_by": self.days(14), "read_back": True, **vals},
        )

    def test_verbal_needs_a_witness_and_a_day(self):
        for vals in (
            {"witness_id": False},
            {"confirm_by": False},
            {"confirm_by": self.days(-1)},
            {"witness_id": self.alice.id},
            {"read_back": False},
        ):
            with self.subTest(vals), self.assertRaises(TransitionError):
                self.step(self.verbal(**vals), self.alice, "give")
        consent = self.verbal()
        self.step(consent, self.alice, "give")
        self.assertEqual(consent.state, "given")

    def test_verbal_is_confirmed_in_writing(self):
        consent = self.verbal()
        self.step(consent, self.alice, "give")
        with self.assertRaises(TransitionError):
            self.step(consent, self.alice, "confirm")
        with self.acting(self.alice) as env:
            consent.with_env(env).write({"confirmation": PAPER, "confirmation_filename": "later.pdf"})
        self.step(consent, self.alice, "confirm")
        self.assertEqual(consent.state, "given")
        self.assertTrue(consent.confirmed_at)
        self.assertEqual(consent.event_ids[0].event, "confirmed")
        with self.acting(self.alice) as env, self.assertRaises(TransitionError):
            consent.with_env(env).confirmation = False

    # ---- frozen
    def test_what_was_agreed_is_not_edited(self):
        consent = self.consent()
        changes = {
            "agency_id": self.police.id,
            "recipient_kind": "person",
            "purpose_id": self.other_purpose.id,
            "purpose": "Anything",
            "category_ids": [(4, self.gender.id)],
            "document_ids": [(4, self.document.id)],
            "valid_to": self.days(4000),
            "method": "verbal",
            "evidence": PAPER,
            "wording_id": False,
        }
        for name, value in changes.items():
            for user in (self.alice, self.mona):
                with (
                    self.subTest(name, user=user.login),
                    self.acting(user) as env,
                    self.assertRaises(TransitionError),
                ):
                    consent.with_env(env).write({name: value})

    def test_forged_states(self):
        for vals in (
            {"state": "given"},
            {"given_at": "2026-01-01"},
            {"wording_hash": "x"},
            {"name": "CONS-1"},
        ):
            with self.subTest(vals), self.acting(self.alice) as env:
                with self.assertRaises(TransitionError):
                    env["wlec.consent"].create({"case_id": self.case.id, **vals})
                with self.assertRaises(TransitionError):
                    self.consent().with_env(env).write(vals)
        with self.acting(self.alice) as env:
            consent = (
                env["wlec.consent"]
                .with_context(default_state="given", default_given_by_id=env.uid)
                .create({"case_id": self.case.id})
            )
            self.assertEqual(consent.state, "requested")
            self.assertFalse(consent.given_by_id)
            result = env["wlec.consent"].load(["case_id/.id", "state"], [[str(self.case.id), "Given"]])
            self.assertFalse(result["ids"])

    def test_dates_backwards(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.consent(valid_from=self.days(2), valid_to=self.days(1))

    def test_never_deleted(self):
        consent = self.consent(given=False)
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            consent.with_env(env).unlink()
        with self.assertRaises(UserError):
            consent.unlink()

    def test_history_is_append_only(self):
        event = self.consent().event_ids[0]
        for user in (self.alice, self.otto, self.mona):
            with self.acting(user) as env:
                with self.assertRaises(UserError):
                    event.with_env(env).write({"event": "refused"})
                with self.assertRaises(UserError):
                    event.with_env(env).unlink()
                with self.assertRaises(AccessError):
                    env["wlec.consent.event"].create({"consent_id": event.consent_id.id, "event": "given"})
        with self.assertRaises(UserError):
            event.sudo().write({"event": "refused"})
        with self.assertRaises(UserError):
            event.sudo().unlink()

    def test_a_used_wording_stays(self):
        consent = self.consent()
        with self.assertRaises(UserError):
            consent.wording_id.body = "Something else"
        new = self.env["wlec.consent.wording"].create({"name": "New", "body": "New words"})
        self.assertEqual(new.version, consent.wording_id.version + 1)
        new.body = "Nobody has seen these yet"
