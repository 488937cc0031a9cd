# SPDX-License-Identifier: LGPL-3.0-or-later
"""Confidential fields: what is kept, what comes back, and that tampering is noticed."""

import base64
import json
import os
import tempfile
from unittest.mock import patch

from odoo import fields
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, KeyRingError, SealError
from odoo.addons.wlec_confidentiality.orm import gate, keys, sealed
from odoo.addons.wlec_confidentiality.tools import cipher, keyring

from .common import ConfidentialityCase

CANARY = "Canary-7c1f the side door"
CONFIDENTIAL = ("matter", "narrative", "risk_notes", "safe_contact")


class SealedCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(
            self.alice, matter=CANARY, narrative=f"{CANARY}\nالسلام عليكم 👩🏾‍⚖️", risk_notes=False
        )
        self.env.invalidate_all()

    def blob(self, name="narrative", record=None):
        record = record or self.case
        self.env.cr.execute(f'SELECT "{name}" FROM "{record._table}" WHERE id = %s', [record.id])
        value = self.env.cr.fetchone()[0]
        return value if value is None else bytes(value)

    def put(self, blob, name="narrative", record=None):
        record = record or self.case
        self.env.cr.execute(f'UPDATE "{record._table}" SET "{name}" = %s WHERE id = %s', [blob, record.id])
        self.env.invalidate_all()

    def read_as(self, user, name="narrative", record=None):
        with self.acting(user) as env:
            return (record or self.case).with_env(env)[name]


@tagged("post_install", "-at_install")
class TestSealedValues(SealedCase):
    def test_column_holds_ciphertext_only(self):
        for name in ("matter", "narrative", "safe_contact", "risk_notes"):
            blob = self.blob(name)
            if name in ("risk_notes", "safe_contact"):
                self.assertIsNone(blob)
            else:
                self.assertEqual(blob[0], cipher.VERSION)
                self.assertNotIn(CANARY.encode(), blob)

    def test_values_come_back_in_any_script(self):
        self.assertEqual(self.read_as(self.alice), f"{CANARY}\nالسلام عليكم 👩🏾‍⚖️")
        self.assertIs(self.read_as(self.alice, "risk_notes"), False)

    def test_long_text(self):
        long = "long 文 " * 150_000
        with self.acting(self.alice) as env:
            self.case.with_env(env).narrative = long
        self.assertEqual(self.read_as(self.alice), long)

    def test_emptied_is_null(self):
        for empty in (False, "", None, "   "):
            with self.acting(self.alice) as env:
                self.case.with_env(env).narrative = "something"
            with self.acting(self.alice) as env:
                self.case.with_env(env).write({"narrative": empty})
            self.assertIsNone(self.blob(), repr(empty))

    def test_same_value_is_sealed_anew(self):
        before = self.blob("matter")
        with self.acting(self.alice) as env:
            self.case.with_env(env).matter = CANARY
        after = self.blob("matter")
        self.assertNotEqual(before, after)
        self.assertEqual(self.read_as(self.alice, "matter"), CANARY)
        self.assertFalse(self.events(action="read", field_names=["narrative"]))

    def test_untouched_fields_are_not_rewritten(self):
        before = self.blob()
        with self.acting(self.alice) as env:
            self.case.with_env(env).matter = "another"
        self.assertEqual(self.blob(), before)

    def test_one_file_one_key_and_another_file_another(self):
        other = self.case_for(self.alice)
        self.assertEqual(cipher.key_id_of(self.blob("matter")), cipher.key_id_of(self.blob("narrative")))
        self.assertNotEqual(
            cipher.key_id_of(self.blob("matter")), cipher.key_id_of(self.blob("matter", other))
        )

    def test_items_share_the_key_of_their_file(self):
        with self.acting(self.alice) as env:
            note = env["wlec.case.note"].create({"case_id": self.case.id, "body": CANARY})
        self.assertEqual(cipher.key_id_of(self.blob("body", note)), cipher.key_id_of(self.blob()))

    def test_document_comes_back_byte_for_byte(self):
        content = bytes(range(256)) * 40
        with self.acting(self.alice) as env:
            document = env["wlec.case.document"].create(
                {"case_id": self.case.id, "file_name": "letter.bin", "content": base64.b64encode(content)}
            )
        self.assertNotIn(content[:64], self.blob("content", document))
        self.assertEqual(base64.b64decode(self.read_as(self.alice, "content", document)), content)
        self.assertFalse(self.env["ir.attachment"].search([("res_model", "=", "wlec.case.document")]))

    def test_document_size_opens_nothing(self):
        with self.acting(self.alice) as env:
            document = env["wlec.case.document"].create(
                {"case_id": self.case.id, "file_name": "a", "content": base64.b64encode(b"x" * 5000)}
            )
        self._start_events()
        with self.acting(self.alice) as env:
            size = document.with_env(env).with_context(bin_size=True).content
        self.assertRegex(size.decode(), r"^50\d\d bytes$")
        self.assertFalse(self.events(action="read"))

    def test_form_edits_one_field_and_keeps_the_rest(self):
        before = self.blob("matter")
        with self.acting(self.alice) as env, Form(self.case.with_env(env)) as form:
            form.safe_contact = "Only by letter to her sister"
        self.assertEqual(self.blob("matter"), before)
        self.assertEqual(self.read_as(self.alice, "safe_contact"), "Only by letter to her sister")

    def test_new_record_form(self):
        with self.acting(self.alice) as env:
            draft = env["wlec.case"].new({"narrative": CANARY})
            self.assertEqual(draft.narrative, CANARY)
            copy = env["wlec.case"].new(origin=self.case.with_env(env))
            self.assertEqual(copy.matter, CANARY)
        self.assertEqual(self.events(action="read")[-1]["record_ids"], self.case.ids)


@tagged("post_install", "-at_install")
class TestTampering(SealedCase):
    def assertSealError(self, name="narrative", record=None):
        with self.assertRaises(SealError) as caught:
            self.read_as(self.alice, name, record)
        self.assertNotIn(CANARY, str(caught.exception))
        self.assertIsNone(caught.exception.__cause__)
        self.assertTrue(caught.exception.__suppress_context__)
        self.env.invalidate_all()

    def test_bit_flips(self):
        blob = self.blob()
        for position in (0, 3, 8, 9, 20, 21, len(blob) // 2, len(blob) - 1):
            forged = bytearray(blob)
            forged[position] ^= 4
            self.put(bytes(forged))
            self.assertSealError()
        self.put(blob)
        self.assertIn(CANARY, self.read_as(self.alice))

    def test_truncated_or_never_sealed(self):
        blob = self.blob()
        for forged in (blob[:-1], blob[:21], blob[:5], b"x", b"", CANARY.encode(), b"\x01" + b"\x00" * 60):
            self.put(forged)
            self.assertSealError()

    def test_transplanted_to_another_row_field_or_model(self):
        other = self.case_for(self.alice, narrative="Another client's account")
        stolen = self.blob()
        self.put(stolen, record=other)
        self.assertSealError(record=other)
        self.put(stolen, name="matter")
        self.assertSealError("matter")
        with self.acting(self.alice) as env:
            note = env["wlec.case.note"].create({"case_id": self.case.id, "body": "mine"})
        self.put(stolen, name="body", record=note)
        self.assertSealError("body", note)

    def test_transplanted_with_its_key_renamed(self):
        """Giving the other file the first one's data key does not help: the key is wrapped for its file."""
        other = self.case_for(self.alice)
        key = cipher.key_id_of(self.blob())
        self.env.cr.execute("SAVEPOINT renamed")
        self.env.cr.execute("DELETE FROM wlec_data_key WHERE scope = %s", [f"wlec.case,{other.id}"])
        self.env.cr.execute(
            "UPDATE wlec_data_key SET scope = %s WHERE id = %s", [f"wlec.case,{other.id}", key]
        )
        keys.forget(self.env.cr.dbname)
        self.put(self.blob(), record=other)
        with self.assertRaises(ConfidentialityError):
            self.read_as(self.alice, record=other)
        self.env.cr.execute("ROLLBACK TO SAVEPOINT renamed")
        keys.forget(self.env.cr.dbname)

    def test_destroyed_key_is_a_clear_refusal(self):
        key = cipher.key_id_of(self.blob())
        self.env.cr.execute("SAVEPOINT destroyed")
        self.env.cr.execute("DELETE FROM wlec_data_key WHERE id = %s", [key])
        keys.forget(self.env.cr.dbname)
        with self.assertRaises(ConfidentialityError):
            self.read_as(self.alice)
        self.env.cr.execute("ROLLBACK TO SAVEPOINT destroyed")
        keys.forget(self.env.cr.dbname)

    def test_one_damaged_value_leaves_the_others_readable(self):
        other = self.case_for(self.alice, narrative="sound")
        self.put(self.blob()[:-1] + b"\x00")
        with self.acting(self.alice) as env:
            cases = env["wlec.case"].browse([self.case.id, other.id])
            self.assertEqual(cases[1].narrative, "sound")
            self.assertEqual(cases[0].matter, CANARY)
            with self.assertRaises(SealError):
                cases[0].narrative  # noqa: B018

    def test_a_sealed_object_tells_nothing(self):
        with self.acting(self.alice) as env:
            case = self.case.with_env(env)
            case.fetch(["narrative"])
            held = case._cache["narrative"]
            for shown in (repr(held), str(held), f"{held}", f"{env.cache!r}"):
                self.assertNotIn(CANARY, shown)
            self.assertIsInstance(held, gate.Sealed)
            with self.assertRaises(TypeError):
                json.dumps(held)


@tagged("post_install", "-at_install")
class TestKeyRingInUse(SealedCase):
    def setUp(self):
        super().setUp()
        self.home = self.enterContext(tempfile.TemporaryDirectory())
        self.addCleanup(keys.forget)
        self.addCleanup(keys._rings.clear)

    def use_ring(self, path):
        self.enterContext(patch.dict(os.environ, {"WLEC_KEYRING": str(path)}))
        keys.forget()
        self.env.invalidate_all()

    def assertLocked(self):
        before = self.blob("safe_contact")
        with self.assertRaises(KeyRingError) as caught:
            self.read_as(self.alice)
        self.assertNotIn(CANARY, str(caught.exception))
        self.env.invalidate_all()
        with self.assertRaises(KeyRingError), self.env.cr.savepoint(flush=False):
            with self.acting(self.alice) as env:
                self.case.with_env(env).safe_contact = "must not be written in clear"
        self.env.transaction.clear()
        self.assertEqual(self.blob("safe_contact"), before)

    def test_missing(self):
        self.use_ring(f"{self.home}/nowhere.json")
        self.assertLocked()

    def test_not_configured(self):
        self.use_ring("")
        with patch.object(keys, "config", {}):
            self.assertLocked()

    def test_wrong_ring(self):
        keyring.create(f"{self.home}/other.json")
        self.use_ring(f"{self.home}/other.json")
        self.assertLocked()
        with self.assertRaises(
            KeyRingError
        ):  # nor is anything new sealed under it: that would be lost with it
            self.case_for(self.alice, narrative="a file of its own")

    def test_damaged_or_open_to_others(self):
        path = f"{self.home}/ring.json"
        keyring.create(path)
        os.chmod(path, 0o644)
        self.use_ring(path)
        self.assertLocked()
        os.chmod(path, 0o600)
        with open(path, "w") as file:
            file.write("{")
        self.use_ring(path)
        self.assertLocked()

    def test_lists_and_null_tests_work_without_a_ring(self):
        self.use_ring(f"{self.home}/nowhere.json")
        with self.acting(self.alice) as env:
            found = env["wlec.case"].search_read(
                [("narrative", "!=", False), ("id", "=", self.case.id)], ["name", "state"]
            )
        self.assertEqual(len(found), 1)

    def test_ring_exchanged_while_the_server_runs(self):
        """A new current key is taken up without a restart, and what older keys wrapped stays readable."""
        content = json.loads(open(keys.ring_path()).read())  # noqa: SIM115
        content["keys"]["kek-next"] = {"created": "x", "secret": base64.b64encode(os.urandom(32)).decode()}
        content["current"] = "kek-next"
        path = f"{self.home}/rotated.json"
        with open(path, "w") as file:
            json.dump(content, file)
        os.chmod(path, 0o600)
        self.use_ring(path)
        other = self.case_for(self.alice, narrative="wrapped by the new key")
        self.env.cr.execute("SELECT kek_id FROM wlec_data_key WHERE scope = %s", [f"wlec.case,{other.id}"])
        self.assertEqual(self.env.cr.fetchone()[0], "kek-next")
        self.assertIn(CANARY, self.read_as(self.alice))
        self.assertEqual(self.read_as(self.alice, record=other), "wrapped by the new key")


@tagged("post_install", "-at_install")
class TestRefusedDeclarations(ConfidentialityCase):
    def test_what_a_confidential_field_cannot_be(self):
        for wish in (
            {"translate": True}, {"tracking": True}, {"index": True}, {"compute": "_compute_x"}, {"related": "name"},
            {"company_dependent": True}, {"required": True}, {"copy": True}, {"default": "x"}, {"store": False},
        ):  # fmt: skip
            field = sealed.ConfidentialChar(**wish)
            with self.assertRaises(TypeError, msg=str(wish)):
                field._get_attrs(type(self.env["wlec.case"]), "x_wish")

    def test_a_document_is_never_an_attachment(self):
        with self.assertRaises(TypeError):
            sealed.ConfidentialBinary(attachment=True)._get_attrs(type(self.env["wlec.case"]), "x_wish")

    def test_every_confidential_column_is_bytea(self):
        for model in self.env.registry.values():
            for name, field in model._fields.items():
                if getattr(field, "_wlec_confidential", False) and model._auto and not model._abstract:
                    self.env.cr.execute(
                        "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
                        [model._table, name],
                    )
                    self.assertEqual(self.env.cr.fetchone(), ("bytea",), str(field))
                    self.assertIsInstance(field, fields.Field)

    @mute_logger("odoo.sql_db")
    def test_names_of_records_reveal_nothing(self):
        case = self.case_for(self.alice, matter=CANARY)
        self.assertRegex(case.display_name, r"^CASE-\d+$")
