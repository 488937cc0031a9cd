# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import hashlib
import os

from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError
from odoo.addons.wlec_confidentiality.models.access import giving_back
from odoo.addons.wlec_confidentiality.models.documents import upload

from .common import ConfidentialityCase

CANARY = b"canary-of-a-document said in confidence"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class DocumentsCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        # A copied database may keep its files in the database; a centre keeps them on disk.
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "file")
        self.case = self.case_for(self.alice)
        self._start_events()

    def add(self, user=None, content=CANARY, name="A letter.txt", **vals):
        """A document of alice's on her file."""
        values = {"name": name, "raw": content, "res_model": "wlec.case", "res_id": self.case.id, **vals}
        with self.acting(user or self.alice) as env:
            return env["ir.attachment"].create(values).with_env(self.env)

    def row(self, attachment):
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM ir_attachment WHERE id = %s", [attachment.id])
        return dict(
            zip([column.name for column in self.env.cr.description], self.env.cr.fetchone(), strict=True)
        )

    def on_disk(self, attachment):
        with open(attachment._full_path(self.row(attachment)["store_fname"]), "rb") as file:
            return file.read()

    def assertSealed(self, attachment, for_whom=None):
        row = self.row(attachment)
        self.assertEqual(row["wlec_sealed_for"], for_whom or f"wlec.case,{self.case.id}")
        self.assertNotIn(
            CANARY, self.on_disk(attachment) if row["store_fname"] else row["db_datas"].tobytes()
        )
        self.assertNotIn("canary", repr([row["name"], row["description"], row["index_content"]]))
        self.assertNotEqual(row["checksum"], hashlib.sha1(CANARY).hexdigest())


@tagged("post_install", "-at_install")
class TestAtRest(DocumentsCase):
    def test_bytes_name_index_and_checksum(self):
        attachment = self.add(name="canary.txt", description="a canary too", index_content="canary")
        self.assertSealed(attachment)
        row = self.row(attachment)
        self.assertTrue(row["name"].startswith("wlec1$"))
        self.assertFalse(row["index_content"])
        self.assertEqual(row["file_size"], len(CANARY))
        self.assertEqual(row["mimetype"], "text/plain")
        with self.acting(self.alice) as env:
            mine = attachment.with_env(env)
            self.assertEqual((mine.raw, mine.name), (CANARY, "canary.txt"))
            self.assertEqual(base64.b64decode(mine.datas), CANARY)

    def test_in_the_database(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        attachment = self.add()
        self.assertFalse(self.row(attachment)["store_fname"])
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY)

    def test_the_storage_is_changed(self):
        attachment = self.add()
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        attachment._migrate()
        self.assertFalse(self.row(attachment)["store_fname"])
        self.assertSealed(attachment)
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "file")
        attachment._migrate()
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY)

    def test_equal_documents_are_not_seen_to_be_equal(self):
        first, second = self.add(), self.add()
        a, b = self.row(first), self.row(second)
        self.assertNotEqual(a["checksum"], b["checksum"])
        self.assertNotEqual(a["store_fname"], b["store_fname"])
        found = self.env["ir.attachment"].search(
            [("checksum", "=", hashlib.sha1(CANARY).hexdigest()), ("id", "!=", 0)]
        )
        self.assertFalse(found)

    def test_written_as_base64_or_by_a_write(self):
        attachment = self.add(raw=False, datas=base64.b64encode(CANARY))
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            attachment.with_env(env).write({"raw": CANARY + b" anew"})
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY + b" anew")
            attachment.with_env(env).datas = base64.b64encode(CANARY)
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY)

    def test_by_defaults_of_the_context(self):
        with self.acting(self.alice) as env:
            context = {"default_res_model": "wlec.case", "default_res_id": self.case.id}
            made = env["ir.attachment"].with_context(**context).create({"name": "canary", "raw": CANARY})
        self.assertSealed(made.with_env(self.env))

    def test_pictures_and_things_hanging_on_documents(self):
        attachment = self.add(content=PNG, name="a.png")
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            attachment.with_env(env).thumbnail = base64.b64encode(PNG)
        thumbnail = self.env["ir.attachment"].search(
            [("res_field", "=", "thumbnail"), ("res_id", "=", attachment.id)]
        )
        self.assertSealed(thumbnail)
        message = self.case._message_log(body="x")
        other = self.add(res_model="mail.message", res_id=message.id)
        self.assertSealed(other)

    def test_a_streamed_document(self):
        with upload.Spool() as spool:
            for _ in range(40):
                spool.write(CANARY * 1000)
            attachment = self.add(content=upload.Upload(spool))
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            self.assertEqual(attachment.with_env(env).raw, CANARY * 40_000)

    def test_an_empty_document(self):
        attachment = self.add(content=b"")
        with self.acting(self.alice) as env:
            self.assertFalse(attachment.with_env(env).raw)
            attachment.with_env(env).raw = CANARY
        self.assertSealed(attachment)

    def test_a_link_is_refused(self):
        for vals in ({"type": "url", "url": "https://example.com/canary"}, {"url": "/canary"}):
            with self.assertRaises(ConfidentialityError):
                self.add(**vals)
        attachment = self.add()
        for vals in ({"type": "url"}, {"url": "/x"}, {"db_datas": b"x"}):
            with self.assertRaises(ConfidentialityError), self.acting(self.alice) as env:
                attachment.with_env(env).write(vals)

    def test_the_marks_are_nobodys_to_set(self):
        attachment = self.add(wlec_sealed_for="res.users,1", wlec_protected=False)
        self.assertSealed(attachment)
        with self.acting(self.alice) as env:
            attachment.with_env(env).write(
                {"wlec_sealed_for": False, "wlec_protected": False, "mimetype": "text/plain"}
            )
        self.assertSealed(attachment)


@tagged("post_install", "-at_install")
class TestGate(DocumentsCase):
    def test_a_form_that_changes_nothing_opens_nothing(self):
        attachment = self.add()
        self._start_events()
        spec = {"name": {}, "description": {}, "raw": {}, "datas": {}}
        with self.acting(self.alice) as env:
            attachment.with_env(env).onchange({}, [], spec)
        self.assertFalse(self.events(model="ir.attachment"))

    def test_reading_one_of_ten_prefetched(self):
        attachments = self.env["ir.attachment"].browse([self.add().id for _ in range(10)])
        self._start_events()
        with self.acting(self.alice) as env:
            ten = attachments.with_env(env)
            self.assertEqual(ten[3].raw, CANARY)
        reads = self.events(action="read", model="ir.attachment")
        self.assertEqual(
            [(e["record_ids"], e["field_names"], e["case_ids"]) for e in reads],
            [([ten[3].id], ["raw"], [self.case.id])],
        )
        self.assertEqual(reads[0]["actor_id"], self.alice.id)

    def test_a_list_without_content_opens_nothing_but_names(self):
        attachment = self.add()
        self._start_events()
        with self.acting(self.alice) as env:
            attachment.with_env(env).with_context(bin_size=True).read(
                ["mimetype", "file_size", "datas", "raw"]
            )
        self.assertFalse(self.events(model="ir.attachment"))

    def test_nobody_without_a_grant(self):
        attachment = self.add()
        for user in (self.bob, self.sam, self.vera, self.carol, self.otto):
            for sudo, refusal in ((False, MissingError), (True, AccessError)):
                with self.acting(user) as env, self.assertRaises(refusal):
                    attachment.with_env(env).sudo(sudo).raw  # noqa: B018
            with self.acting(user) as env:
                self.assertEqual(attachment.with_env(env).read(["datas"]), [])
            with self.acting(user) as env, self.assertRaises(AccessError):
                attachment.with_env(env).sudo().read(["datas"])
        with self.assertRaises(NeedToKnowError):
            attachment.sudo().raw  # noqa: B018 - root is nobody
        with self.assertRaises(NeedToKnowError):
            attachment.with_user(self.alice).raw  # noqa: B018
        denied = {e["actor_id"] for e in self.events(action="denied", model="ir.attachment")}
        self.assertLessEqual({self.bob.id, self.sam.id, self.vera.id, self.carol.id}, denied)

    def test_names_are_masked(self):
        attachment = self.add(name="canary.txt")
        with self.acting(self.bob) as env:
            self.assertEqual(attachment.with_env(env).sudo().name, f"Document {attachment.id}")

    def test_no_trace_in_searches(self):
        attachment = self.add(name="canary.txt")
        waiting = self.add(res_model=False, res_id=False)
        both = [("id", "in", (attachment | waiting).ids)]
        for user in (self.bob, self.sam, self.fred):
            with self.acting(user) as env:
                documents_ = env["ir.attachment"]
                domains = [both, [("name", "ilike", "canary")], [("id", ">=", attachment.id)]]
                if user == self.bob:  # to the others Odoo refuses the model as such
                    domains.append([("res_model", "=", "wlec.case"), ("id", ">=", attachment.id)])
                for domain in domains:
                    self.assertFalse(documents_.search(domain))
                    self.assertFalse(documents_.search_count(domain))
                    self.assertFalse(documents_.search_read(domain, ["name"]))
                    self.assertEqual(documents_._read_group(domain, [], ["__count"]), [(0,)])
        with self.acting(self.alice) as env:
            self.assertEqual(len(env["ir.attachment"].search(both)), 2)
            self.assertIn(attachment.id, env["ir.attachment"].search([("name", "ilike", "canary")]).ids)

    def test_public_flag_and_token_are_nothing(self):
        attachment = self.add(public=True, access_token="t")
        self.assertFalse(self.row(attachment)["public"])
        with self.acting(self.alice) as env:
            attachment.with_env(env).write({"public": True})
            attachment.with_env(env).generate_access_token()
        self.assertFalse(self.row(attachment)["public"])
        self.env.cr.execute(
            "ALTER TABLE ir_attachment DROP CONSTRAINT ir_attachment_wlec_sealed_is_not_public"
        )
        self.env.cr.execute("UPDATE ir_attachment SET public = TRUE WHERE id = %s", [attachment.id])
        self.env.invalidate_all()
        with self.acting(self.bob) as env:
            self.assertEqual(attachment.with_env(env).read(["mimetype"]), [])

    def test_adding_and_removing_are_recorded(self):
        attachment = self.add()
        with self.acting(self.alice) as env:
            attachment.with_env(env).unlink()
        for action in ("attach", "detach"):
            (event,) = self.events(action=action, model="ir.attachment")
            self.assertEqual(
                (event["record_ids"], event["case_ids"], event["actor_id"]),
                ([attachment.id], [self.case.id], self.alice.id),
            )


@tagged("post_install", "-at_install")
class TestMoving(DocumentsCase):
    def test_an_upload_that_waits(self):
        waiting = self.add(res_model="mail.compose.message", res_id=0)
        self.assertSealed(waiting, f"res.users,{self.alice.id}")
        with self.acting(self.mona) as env, self.assertRaises(AccessError):
            waiting.with_env(env).sudo().raw  # noqa: B018
        with self.acting(self.bob) as env, self.assertRaises(ConfidentialityError):
            other = (
                env["wlec.case"]
                .sudo()
                .create({"partner_id": env.user.partner_id.id, "caseworker_id": env.uid})
            )
            waiting.with_env(env).sudo().write({"res_model": "wlec.case", "res_id": other.id})
        with self.acting(self.alice) as env:
            waiting.with_env(env).write({"res_model": "wlec.case", "res_id": self.case.id})
        self.assertSealed(waiting)
        with self.acting(self.alice) as env:
            self.assertEqual(
                (waiting.with_env(env).raw, waiting.with_env(env).name), (CANARY, "A letter.txt")
            )

    def test_an_upload_that_waits_for_a_message_elsewhere(self):
        partner = self.env["res.partner"].create({"name": "Council"})
        waiting = self.add(res_model="mail.compose.message", res_id=0)
        with self.acting(self.alice) as env:
            waiting.with_env(env).sudo().write({"res_model": "res.partner", "res_id": partner.id})
        row = self.row(waiting)
        self.assertFalse(row["wlec_sealed_for"] or row["wlec_protected"])
        self.assertEqual((self.on_disk(waiting), row["name"]), (CANARY, "A letter.txt"))
        self.assertEqual(waiting.raw, CANARY)

    def test_linked_later_from_the_clear(self):
        clear = self.env["ir.attachment"].create({"name": "canary", "raw": CANARY, "public": True})
        path = clear._full_path(self.row(clear)["store_fname"])
        self.assertTrue(os.path.exists(path))
        clear.write({"res_model": "wlec.case", "res_id": self.case.id})
        self.assertSealed(clear)
        self.assertFalse(self.row(clear)["public"])
        with self.acting(self.alice) as env:
            self.assertEqual((clear.with_env(env).raw, clear.with_env(env).name), (CANARY, "canary"))

    def test_never_away(self):
        attachment, partner = self.add(), self.env["res.partner"].create({"name": "x"})
        other = self.case_for(self.alice)
        for vals in (
            {"res_model": "res.partner", "res_id": partner.id},
            {"res_id": other.id},
            {"res_id": 0},
            {"res_model": False},
            {"res_model": "mail.compose.message", "res_id": 0},
        ):
            with self.assertRaises(ConfidentialityError), self.acting(self.alice) as env:
                attachment.with_env(env).sudo().write(vals)
        self.assertSealed(attachment)

    def test_copies(self):
        attachment = self.add()
        self._start_events()
        with self.acting(self.alice) as env:
            copied = attachment.with_env(env).copy()
        self.assertSealed(copied.with_env(self.env))
        self.assertEqual(self.events(action="read", model="ir.attachment")[0]["record_ids"], attachment.ids)
        with self.acting(self.alice) as env:
            self.assertEqual(copied.with_env(env).raw, CANARY)
        for default in ({"res_model": "res.partner", "res_id": 1}, {"res_id": False}):
            with self.assertRaises(ConfidentialityError), self.acting(self.alice) as env:
                attachment.with_env(env).copy(default)
        with self.assertRaises(AccessError), self.acting(self.bob) as env:
            attachment.with_env(env).sudo().copy()

    def test_records_protected_later(self):
        partner = self.env["res.partner"].create({"name": "Somebody", "image_1920": base64.b64encode(PNG)})
        letter = self.env["ir.attachment"].create(
            {"name": "canary", "raw": CANARY, "res_model": "res.partner", "res_id": partner.id}
        )
        partner._protect()
        documents = self.env["ir.attachment"].browse(
            giving_back.ids(self.env["ir.attachment"], self.env["ir.attachment"]._rows_to_protect("t"))
        )
        documents._prepare_keys()
        documents._protect()
        self.assertFalse(
            giving_back.ids(self.env["ir.attachment"], self.env["ir.attachment"]._rows_to_protect("t"))
        )
        self.assertSealed(letter, f"res.partner,{partner.id}")
        self.env.cr.execute(
            "SELECT wlec_sealed_for FROM ir_attachment WHERE res_model = 'res.partner' AND res_id = %s AND res_field IS NOT NULL",
            [partner.id],
        )
        pictures = self.env.cr.fetchall()
        self.assertTrue(pictures)
        self.assertEqual({row[0] for row in pictures}, {f"res.partner,{partner.id}"})
        self.env.invalidate_all()
        with self.acting(self.bob) as env:
            self.assertFalse(partner.with_env(env).sudo().image_1920)
        with self.assertRaises(ConfidentialityError):
            letter._unprotect()
        giving_back.give_back(self.env)
        self.assertEqual((letter.raw, letter.name), (CANARY, "canary"))
        self.assertEqual(partner.image_1920, base64.b64encode(PNG))
        self.assertFalse(self.row(letter)["wlec_sealed_for"] or self.row(letter)["wlec_protected"])
