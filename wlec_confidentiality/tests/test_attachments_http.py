# SPDX-License-Identifier: LGPL-3.0-or-later
import io
import zipfile

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.models.documents import store
from odoo.addons.wlec_confidentiality.tools import chunked

from .common import CastMixin
from .test_attachments import CANARY, PNG

# Long enough for several chunks; every byte says where it is.
CONTENT = CANARY + b"".join(b"%07d " % number for number in range(30_000))
PASSWORD = "a long one, for one test"


@tagged("post_install", "-at_install")
class TestAttachmentsOverHttp(CastMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A test has but one connection: what a reading request does has to be recorded on that.
        cls.set_registry_readonly_mode(False)
        cls._make_cast()
        for user in (cls.alice, cls.bob, cls.sam, cls.carol):
            user.password = PASSWORD
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        # A copied database may keep its files in the database; a centre keeps them on disk.
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "file")
        self.case = self.case_for(self.alice)
        self.document = self.add()
        self._start_events()

    def add(self, content=CONTENT, name="canary.txt", **vals):
        values = {"name": name, "raw": content, "res_model": "wlec.case", "res_id": self.case.id, **vals}
        with self.acting(self.alice) as env:
            return env["ir.attachment"].create(values).with_env(self.env)

    def log_in(self, user):
        self.authenticate(user and user.login, user and PASSWORD)

    def get(self, url, **headers):
        names = {"range_": "Range", "none_match": "If-None-Match", "if_range": "If-Range"}
        return self.url_open(url, headers={names[name]: value for name, value in headers.items()})

    def assertNothing(self, response):
        self.assertNotIn(b"canary", response.content)
        self.assertNotIn("canary", repr(response.headers))
        self.assertNotIn("wlec1$", response.text)

    # ---- out
    def test_whole_and_kept_by_nobody(self):
        self.log_in(self.alice)
        url = f"/web/content/{self.document.id}"
        for query in (
            "",
            "?unique=1",
            "?download=1",
            f"?access_token={self.document._get_raw_access_token()}",
        ):
            response = self.get(url + query)
            self.assertEqual((response.status_code, response.content), (200, CONTENT))
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            for header in ("ETag", "Last-Modified", "Expires", "X-Sendfile", "X-Accel-Redirect"):
                self.assertNotIn(header, response.headers)
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(self.get(url, none_match=f'"{self.document.checksum}"').status_code, 200)
        self.assertEqual(self.get(url, none_match="*").status_code, 200)
        downloads = self.events(action="download", model="ir.attachment")
        self.assertEqual(len([e for e in downloads if "raw" in e["field_names"]]), 6)
        self.assertEqual({tuple(e["case_ids"]) for e in downloads}, {(self.case.id,)})
        self.assertEqual({e["actor_id"] for e in downloads}, {self.alice.id})

    def test_its_name_is_opened_where_it_is_sent(self):
        self.log_in(self.alice)
        for name, opened in (("letter.txt", False), ("", True)):
            self._start_events()
            response = self.get(f"/web/content/{self.document.id}/{name}".rstrip("/") + "?download=1")
            self.assertIn(name or "canary.txt", response.headers["Content-Disposition"])
            names = {field for event in self.events(model="ir.attachment") for field in event["field_names"]}
            self.assertEqual(names, {"raw", "name"} if opened else {"raw"})

    def test_ranges(self):
        self.log_in(self.alice)
        url, size = f"/web/content/{self.document.id}", len(CONTENT)
        edge = chunked.CHUNK
        for begin, end in (
            (0, 0),
            (0, size - 1),
            (edge - 3, edge + 4),
            (edge, edge),
            (2 * edge - 1, 3 * edge + 1),
        ):
            response = self.get(url, range_=f"bytes={begin}-{end}")
            self.assertEqual((response.status_code, response.content), (206, CONTENT[begin : end + 1]))
            self.assertEqual(response.headers["Content-Range"], f"bytes {begin}-{end}/{size}")
            self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(self.get(url, range_="bytes=-5").content, CONTENT[-5:])
        self.assertEqual(self.get(url, range_=f"bytes={size - 2}-").content, CONTENT[-2:])
        self.assertEqual(self.get(url, range_=f"bytes={size + 5}-").status_code, 416)
        self.assertEqual(self.get(url, range_="bytes=0-3", if_range='"x"').status_code, 200)
        head = self.opener.head(self.base_url() + url)
        self.assertEqual((head.headers["Content-Length"], head.content), (str(size), b""))

    def test_pictures(self):
        picture = self.add(PNG, "canary.png")
        self.log_in(self.alice)
        for url in (
            f"/web/image/{picture.id}",
            f"/web/image/{picture.id}/10x10",
            f"/web/image/{picture.id}-abc",
        ):
            response = self.get(url)
            self.assertEqual((response.status_code, response.headers["Content-Type"]), (200, "image/png"))
            self.assertEqual(response.headers["Cache-Control"], "no-store")
            self.assertNotIn("ETag", response.headers)
        self.assertTrue(self.events(action="download", model="ir.attachment"))
        self.log_in(self.bob)
        for url in (f"/web/image/{picture.id}", f"/web/image/{picture.id}/10x10"):
            self.assertNotEqual(self.get(url).content, PNG)  # the placeholder

    def test_zip(self):
        other = self.add(b"second canary", "second.txt")
        ids, page = f"{self.document.id},{other.id}", "/mail/attachment/zip"
        self.log_in(self.alice)
        form = {"file_ids": ids, "zip_name": "x.zip", "csrf_token": http.Request.csrf_token(self)}
        response = self.url_open(page, data=form)
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            self.assertEqual(archive.read("canary.txt"), CONTENT)
            self.assertEqual(archive.read("second.txt"), b"second canary")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        (event,) = [
            e for e in self.events(action="download", model="ir.attachment") if "raw" in e["field_names"]
        ]
        self.assertEqual(event["record_ids"], [self.document.id, other.id])
        for user in (self.bob, self.sam, self.carol, None):
            self.log_in(user)
            form["csrf_token"] = http.Request.csrf_token(self)
            with mute_logger("odoo.http"):
                self.assertNothing(self.url_open(page, data=form))

    def test_to_nobody_else(self):
        self.env.cr.execute(
            "ALTER TABLE ir_attachment DROP CONSTRAINT ir_attachment_wlec_sealed_is_not_public"
        )
        self.env.cr.execute(
            "UPDATE ir_attachment SET public = TRUE, access_token = 'known' WHERE id = %s", [self.document.id]
        )
        self.env.invalidate_all()
        number, token = self.document.id, self.document._get_raw_access_token()
        for user in (self.bob, self.sam, self.carol, None):
            self.log_in(user)
            for url in (
                f"/web/content/{number}",
                f"/web/content/{number}?access_token=known",
                f"/web/content/{number}?access_token={token}",
                f"/web/content/ir.attachment/{number}/datas",
                f"/web/content/ir.attachment/{number}/db_datas?access_token=known",
                f"/web/image/{number}?access_token=known",
                f"/mail/attachment/pdf_first_page/{number}",
            ):
                with mute_logger("odoo.http"):
                    response = self.get(url)
                self.assertNothing(response)
                if "/image/" not in url:
                    self.assertIn(response.status_code, (403, 404), url)
        self.assertFalse([e for e in self.events(model="ir.attachment") if e["action"] != "denied"])
        self.assertTrue(self.events(action="denied", model="ir.attachment"))

    def test_altered_on_the_disk(self):
        """The part before the damage may have been sent; then the connection ends, short of what was announced."""
        row = self.document._full_path(self.document.store_fname)
        with open(row, "r+b") as file:
            file.seek(chunked.HEADER + chunked.CHUNK + 100)
            file.write(b"\x00\x01\x02")
        self.log_in(self.alice)
        loggers = ("odoo.addons.wlec_confidentiality.models.documents.stream", "werkzeug", "odoo.http")
        with mute_logger(*loggers):
            try:
                received = self.get(f"/web/content/{self.document.id}").content
            except Exception as error:
                received = (
                    b"" if not hasattr(error, "response") or not error.response else error.response.content
                )
        self.assertNotIn(CONTENT[chunked.CHUNK + 50 : chunked.CHUNK + 150], received)
        with open(row, "r+b") as file:
            file.truncate(chunked.HEADER + 2 * (chunked.CHUNK + 16))
        with mute_logger(store.__name__, "odoo.http"):
            self.assertNothing(self.get(f"/web/content/{self.document.id}"))

    # ---- in
    def _upload(self, url, content, **form):
        self.log_in(self.alice)
        form["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(url, data=form, files={"ufile": ("canary.txt", content, "text/plain")})

    def assertKeptSealed(self, attachment, content, sealed_for):
        self.assertEqual(attachment.wlec_sealed_for, sealed_for)
        with open(attachment._full_path(attachment.store_fname), "rb") as file:
            self.assertNotIn(b"canary", file.read())
        self.env.cr.execute("SELECT name, index_content FROM ir_attachment WHERE id = %s", [attachment.id])
        self.assertNotIn("canary", repr(self.env.cr.fetchall()))
        with self.acting(self.alice) as env:
            self.assertEqual(
                (attachment.with_env(env).raw, attachment.with_env(env).name), (content, "canary.txt")
            )

    def _newest(self):
        self.env.invalidate_all()
        return self.env["ir.attachment"].search([("id", ">", self.document.id)], order="id desc", limit=1)

    def test_uploads_to_the_file(self):
        for content in (CONTENT, CONTENT * 4):  # in memory, and spooled
            self._upload("/mail/attachment/upload", content, thread_model="wlec.case", thread_id=self.case.id)
            self.assertKeptSealed(self._newest(), content, f"wlec.case,{self.case.id}")
            self._upload("/web/binary/upload_attachment", content, model="wlec.case", id=self.case.id)
            self.assertKeptSealed(self._newest(), content, f"wlec.case,{self.case.id}")
        self.assertEqual(len(self.events(action="attach", model="ir.attachment")), 4)

    def test_uploads_that_wait(self):
        form = {"thread_model": "wlec.case", "thread_id": self.case.id, "is_pending": "true"}
        self._upload("/mail/attachment/upload", CONTENT * 4, **form)
        waiting = self._newest()
        self.assertFalse(waiting.res_id)
        self.assertKeptSealed(waiting, CONTENT * 4, f"wlec.case,{self.case.id}")
        self._upload("/web/binary/upload_attachment", CONTENT, model="mail.compose.message", id=0)
        self.assertKeptSealed(self._newest(), CONTENT, f"res.users,{self.alice.id}")

    def test_uploads_elsewhere_are_as_ever(self):
        partner = self.env["res.partner"].create({"name": "Council"})
        self.alice.group_ids += self.env.ref("base.group_partner_manager")
        for content in (CONTENT, CONTENT * 4):
            self._upload("/mail/attachment/upload", content, thread_model="res.partner", thread_id=partner.id)
            attachment = self._newest()
            self.assertFalse(attachment.wlec_sealed_for)
            self.assertEqual((attachment.raw, attachment.name), (content, "canary.txt"))
            response = self.get(f"/web/content/{attachment.id}")
            self.assertEqual(response.content, content)
            self.assertIn("ETag", response.headers)
