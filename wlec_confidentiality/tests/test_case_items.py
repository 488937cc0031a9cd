# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.wlec_confidentiality.exceptions import TransitionError

from .common import ConfidentialityCase


@tagged("post_install", "-at_install")
class TestNotes(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)

    def note(self, user=None, **vals):
        with self.acting(user or self.alice) as env:
            return env["wlec.case.note"].create({"case_id": self.case.id, "body": "She said so.", **vals})

    def test_signed_and_never_altered(self):
        note = self.note()
        with self.acting(self.alice) as env:
            mine = note.with_env(env)
            self.assertEqual((mine.name, mine.author_id, mine.state), ("Note 1", self.alice, "draft"))
            mine.body = "She said so, twice."
            mine.action_sign()
            self.assertEqual((mine.state, mine.body), ("signed", "She said so, twice."))
            self.assertTrue(mine.signed_at)
            for vals in (
                {"body": "Other"},
                {"kind": "phone"},
                {"happened_on": "2020-01-01"},
                {"author_id": self.bob.id},
            ):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    mine.write(vals)
            with self.assertRaises(UserError):
                mine.unlink()
        for vals in ({"body": "Other"}, {"signed_at": False}, {"state": "draft"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                note.sudo().write(vals)
        with self.assertRaises(UserError):
            note.sudo().unlink()

    def test_a_draft_is_its_authors(self):
        note = self.note()
        with self.acting(self.mona) as env:
            theirs = note.with_env(env)
            self.assertEqual(theirs.body, "She said so.")
            self.assertFalse(theirs.is_mine)
            for act in (lambda: theirs.write({"body": "x"}), theirs.unlink):
                with self.assertRaises(AccessError):
                    act()
            with self.assertRaises(TransitionError):
                theirs.action_sign()
        with self.acting(self.alice) as env:
            note.with_env(env).unlink()

    def test_the_author_is_whoever_writes(self):
        note = self.note(user=self.mona, author_id=self.alice.id)
        self.assertEqual(note.author_id, self.mona)

    def test_signing_twice(self):
        note = self.note()
        with self.acting(self.alice) as env:
            note.with_env(env).action_sign()
            with self.assertRaises(TransitionError):
                note.with_env(env).action_sign()

    def test_an_empty_note_is_none(self):
        for body in ("", "  \n ", False, None):
            with self.subTest(body=body), self.assertRaises(ValidationError):
                self.note(body=body)
        note = self.note()
        with self.acting(self.alice) as env, self.assertRaises(ValidationError):
            note.with_env(env).body = " "

    def test_not_about_the_future(self):
        with self.assertRaises(ValidationError):
            self.note(happened_on=fields.Date.today() + timedelta(days=1))

    def test_a_correction_stays_in_the_file(self):
        note = self.note()
        with self.acting(self.alice) as env:
            note.with_env(env).action_sign()
        self.assertEqual(self.note(corrects_id=note.id).corrects_id, note)
        self.case = self.case_for(self.alice)
        with self.assertRaises(ValidationError):
            self.note(corrects_id=note.id)

    def test_form_and_numbers(self):
        self.note()
        with self.acting(self.alice) as env:
            with Form(env["wlec.case.note"].with_context(default_case_id=self.case.id)) as form:
                form.body = "Second"
            self.assertEqual(form.record.name, "Note 2")
            self.assertEqual(self.case.with_env(env).note_count, 2)


@tagged("post_install", "-at_install")
class TestParties(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)

    def party(self, **vals):
        with self.acting(self.alice) as env:
            return env["wlec.case.party"].create({"case_id": self.case.id, **vals})

    def test_who_they_are_is_sealed(self):
        party = self.party(role="landlord", full_name="  Ann Other ", email="a@example.org", address="  ")
        self.env.cr.execute("SELECT full_name, name FROM wlec_case_party WHERE id = %s", [party.id])
        full_name, name = self.env.cr.fetchone()
        self.assertNotIn(b"Ann", bytes(full_name))
        self.assertEqual((name, party.display_name), ("Party 1", "Party 1"))
        with self.acting(self.alice) as env:
            self.assertEqual(party.with_env(env).full_name, "Ann Other")
            self.assertFalse(party.with_env(env).address)

    def test_dates_of_birth(self):
        for typed, kept in (
            ("31/12/1980", "1980-12-31"),
            ("1980-12-31", "1980-12-31"),
            ("3 March 1990", "1990-03-03"),
            (" ", False),
        ):
            party = self.party(date_of_birth=typed)
            with self.acting(self.alice) as env:
                self.assertEqual(party.with_env(env).date_of_birth, kept)
        for typed in ("31/02/1980", "tomorrow", "01/01/2999", "1.1.1500", "12/31/1980"):
            with self.subTest(typed=typed), self.assertRaises(ValidationError) as refusal:
                self.party(date_of_birth=typed)
            self.assertNotIn(typed, str(refusal.exception).replace("31/12/1980", ""))

    def test_parties_are_archived_not_deleted(self):
        party = self.party()
        with self.acting(self.alice) as env, self.assertRaises(AccessError):
            party.with_env(env).unlink()
        with self.acting(self.alice) as env:
            party.with_env(env).action_archive()
            self.assertFalse(party.with_env(env).active)


@tagged("post_install", "-at_install")
class TestDocuments(ConfidentialityCase):
    CONTENT = base64.b64encode(b"%PDF-1.7 the letter")

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)
        self._start_events()
        with self.acting(self.alice) as env:
            self.document = env["wlec.case.document"].create(
                {
                    "case_id": self.case.id,
                    "kind": "letter",
                    "file_name": "letter.pdf",
                    "content": self.CONTENT,
                }
            )

    def remove(self, reason="Put here by mistake", user=None):
        with self.acting(user or self.alice) as env:
            wizard = env["wlec.case.document.remove"].create(
                {"document_id": self.document.id, "reason": reason}
            )
            wizard.action_remove()

    def test_adding_is_recorded(self):
        document = self.document.with_env(self.env)
        self.assertEqual((document.name, document.added_by_id), ("Document 1", self.alice))
        (event,) = self.events(action="attach")
        self.assertEqual(
            (event["record_ids"], event["case_ids"], event["actor_id"]),
            ([document.id], [self.case.id], self.alice.id),
        )
        with self.acting(self.alice) as env:
            self.assertEqual(document.with_env(env).content, self.CONTENT)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "wlec.case.document")]))

    def test_removing_leaves_its_place(self):
        self.remove()
        document = self.document.with_env(self.env)
        self.assertEqual((document.state, document.removed_by_id), ("removed", self.alice))
        self.assertTrue(document.removed_on)
        with self.acting(self.alice) as env:
            self.assertFalse(document.with_env(env).content)
            self.assertEqual(document.with_env(env).removal_reason, "Put here by mistake")
            self.assertEqual(self.case.with_env(env).document_count, 0)
        self.env.cr.execute("SELECT content FROM wlec_case_document WHERE id = %s", [document.id])
        self.assertIsNone(self.env.cr.fetchone()[0])
        self.assertEqual(self.events(action="detach")[0]["record_ids"], [document.id])
        with self.assertRaises(TransitionError):
            self.remove()

    def test_removing_needs_a_reason(self):
        for reason in ("", "   ", False, "no"):
            with self.subTest(reason=reason), self.assertRaises(ValidationError):
                self.remove(reason)
        with self.acting(self.alice) as env:
            asked = self.document.with_env(env).action_remove()
        self.assertEqual((asked["res_model"], self.document.state), ("wlec.case.document.remove", "kept"))

    def test_others_do_not_remove(self):
        for user in (self.bob, self.otto, self.sam):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.remove(user=user)

    def test_the_reason_is_sealed_in_the_form_too(self):
        with self.acting(self.alice) as env:
            wizard = env["wlec.case.document.remove"].create(
                {"document_id": self.document.id, "reason": "Belongs to Mrs X"}
            )
        self.env.flush_all()
        self.env.cr.execute("SELECT reason FROM wlec_case_document_remove WHERE id = %s", [wizard.id])
        self.assertNotIn(b"Mrs X", bytes(self.env.cr.fetchone()[0]))

    def test_not_exchanged_behind_its_name(self):
        with self.acting(self.alice) as env:
            mine = self.document.with_env(env)
            for vals in (
                {"content": b"eA=="},
                {"content": False},
                {"file_name": "x"},
                {"added_by_id": self.bob.id},
            ):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    mine.write(vals)
            mine.kind = "court"
            with self.assertRaises(AccessError):
                mine.unlink()
        with self.assertRaises(UserError):
            self.document.sudo().unlink()

    def test_an_empty_file_is_none(self):
        with self.acting(self.alice) as env:
            for content in (False, b"", ""):
                with self.subTest(content=content), self.assertRaises(ValidationError):
                    env["wlec.case.document"].create({"case_id": self.case.id, "content": content})

    def test_who_added_it_is_not_forged(self):
        with self.acting(self.alice) as env:
            document = env["wlec.case.document"].create(
                {
                    "case_id": self.case.id,
                    "content": b"eA==",
                    "added_by_id": self.bob.id,
                    "added_on": "2020-01-01",
                }
            )
        self.assertEqual(document.added_by_id, self.alice)
        self.assertGreater(document.added_on.year, 2020)
