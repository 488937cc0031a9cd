# SPDX-License-Identifier: LGPL-3.0-or-later
import hashlib
import os
from unittest.mock import patch

from odoo.exceptions import MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, SealError
from odoo.addons.wlec_confidentiality.models.documents import change, store
from odoo.addons.wlec_confidentiality.orm import audit, documents, keys, rotation, sealed_stores

from .test_attachments import CANARY, DocumentsCase

STORE_LOG = "odoo.addons.wlec_confidentiality.models.documents.store"


@tagged("post_install", "-at_install")
class TestTampering(DocumentsCase):
    def _damaged(self, attachment):
        self.env.invalidate_all()
        with self.acting(self.alice) as env, mute_logger(STORE_LOG), self.assertRaises(SealError) as caught:
            attachment.with_env(env).raw  # noqa: B018
        self.assertNotIn("canary", str(caught.exception))

    def test_ciphertext_of_another_document(self):
        first, second = self.add(), self.add()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = (SELECT store_fname FROM ir_attachment WHERE id = %s) WHERE id = %s",
            [second.id, first.id],
        )
        self._damaged(first)

    def test_transplanted_to_a_file_of_mine(self):
        """bob moves alice's document to his own file, in SQL."""
        attachment = self.add()
        mine = self.case_for(self.bob)
        self.env.cr.execute("UPDATE ir_attachment SET res_id = %s WHERE id = %s", [mine.id, attachment.id])
        self.env.invalidate_all()
        with self.acting(self.bob) as env, self.assertRaises(MissingError):
            attachment.with_env(env).raw  # noqa: B018
        self.env.cr.execute(
            "UPDATE ir_attachment SET wlec_sealed_for = %s WHERE id = %s",
            [f"wlec.case,{mine.id}", attachment.id],
        )
        self.env.invalidate_all()
        with self.acting(self.bob) as env, mute_logger(STORE_LOG), self.assertRaises(SealError):
            attachment.with_env(env).raw  # noqa: B018
        self.env.cr.execute("UPDATE ir_attachment SET wlec_sealed_for = NULL WHERE id = %s", [attachment.id])
        self.env.invalidate_all()
        with self.acting(self.bob) as env:
            self.assertNotIn(CANARY, attachment.with_env(env).raw)  # ciphertext

    def test_altered_cut_or_gone(self):
        for spoil in (
            lambda b: b[:-1],
            lambda b: b + b"x",
            lambda b: b[:120] + bytes([b[120] ^ 1]) + b[121:],
            lambda b: b"",
        ):
            attachment = self.add()
            path = attachment._full_path(self.row(attachment)["store_fname"])
            with open(path, "rb") as file:
                content = file.read()
            with open(path, "wb") as file:
                file.write(spoil(content))
            self._damaged(attachment)
        os.unlink(path)
        self._damaged(attachment)

    def test_the_key_is_destroyed(self):
        attachment = self.add()
        self.env.cr.execute("DELETE FROM wlec_data_key WHERE scope = %s", [f"wlec.case,{self.case.id}"])
        keys.forget(self.env.cr.dbname)
        self._damaged(attachment)

    def test_a_new_data_key(self):
        attachment = self.add()
        self.env.cr.execute(
            "UPDATE wlec_data_key SET retired_at = now() - interval '2 days' WHERE scope = %s RETURNING id",
            [f"wlec.case,{self.case.id}"],
        )
        old = self.env.cr.fetchone()[0]
        audit.buffer(self.env.cr).keys.clear()
        keys.forget(self.env.cr.dbname)
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY)
        (place,) = [p for p in sealed_stores.stores(self.env.registry) if p.name == "ir.attachment, content"]
        self.assertEqual((place.waiting(self.env.cr), place.keys_in_use(self.env.cr)), (1, {old}))
        rotation.destroy_unused(self.env.cr, [place])
        before = self.on_disk(attachment)
        self.assertEqual(place.reseal(self.env.cr, None).done, 1)
        self.assertEqual((place.waiting(self.env.cr), place.keys_in_use(self.env.cr)), (0, set()))
        self.assertNotEqual(before[:200], self.on_disk(attachment)[:200])
        new = int.from_bytes(self.on_disk(attachment)[5:13], "big")
        self.assertEqual(self.row(attachment)["wlec_key_id"], new)
        self.assertNotEqual(old, new)
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY)
        checked = place.check(self.env.cr, attachment.id - 1)
        self.assertEqual((checked.done, checked.last, checked.problems), (1, attachment.id, ()))
        with open(attachment._full_path(self.row(attachment)["store_fname"]), "ab") as file:
            file.write(b"x")
        with mute_logger(STORE_LOG):
            self.assertEqual(len(place.check(self.env.cr, attachment.id - 1).problems), 1)

    def test_given_back_in_clear(self):
        attachment = self.add(name="canary.txt")
        store.unseal(attachment)
        row = self.row(attachment)
        self.assertEqual((self.on_disk(attachment), row["name"]), (CANARY, "canary.txt"))
        self.assertFalse(row["wlec_sealed_for"] or row["wlec_protected"])
        self.assertEqual(row["checksum"], hashlib.sha1(CANARY).hexdigest())

    def test_a_full_disk(self):
        def full(*_args):
            raise OSError(28, "No space left on device")

        before = self.env["ir.attachment"].sudo().search_count([])
        with (
            patch.object(store.os, "fsync", full),
            mute_logger(STORE_LOG),
            self.assertRaises(ConfidentialityError),
            self.env.cr.savepoint(),
        ):
            self.add()
        self.env.invalidate_all()
        self.assertEqual(self.env["ir.attachment"].sudo().search_count([]), before)

    def test_the_collector_keeps_what_is_used(self):
        attachment, gone = self.add(), self.add()
        kept, removed = (a._full_path(self.row(a)["store_fname"]) for a in (attachment, gone))
        with self.acting(self.alice) as env:
            gone.with_env(env).unlink()
        self.env.flush_all()
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.assertTrue(os.path.exists(kept))
        self.assertFalse(os.path.exists(removed))
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY)

    def test_a_transaction_rolled_back_leaves_only_what_is_collected(self):
        names = []
        try:
            with self.env.cr.savepoint():
                attachment = self.add()
                names.append(attachment._full_path(self.row(attachment)["store_fname"]))
                raise UserError("no")
        except UserError:
            self.env.invalidate_all()
        self.assertTrue(os.path.exists(names[0]))
        with open(names[0], "rb") as file:
            self.assertNotIn(CANARY, file.read())
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.assertFalse(os.path.exists(names[0]))

    def test_code_typed_in_cannot_open(self):
        """Nothing that opens or seals to somebody is to be had from a record."""
        model = self.env["ir.attachment"]
        for name in ("reader", "unseal", "reseal", "seal", "owner_of", "seal_in_place"):
            self.assertFalse(hasattr(model, name) or hasattr(model, f"_{name}"), name)
        self.assertFalse(documents.is_open(self.add()))
        self.assertTrue(change.owner_of)
