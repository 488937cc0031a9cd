# SPDX-License-Identifier: LGPL-3.0-or-later
import io
import zipfile

from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.tools import upload, window

from .portal_common import PDF, STORY, PortalCase


@tagged("post_install", "-at_install")
class TestPortalComplaint(PortalCase):
    """Making a complaint, and what follows."""

    # ---- making one
    def test_create_with_document(self):
        known = self.mine()
        response = self.send(
            files=[("../../etc/letter.pdf", PDF, "text/html")],
            happened="Tuesday",
            about="A man",
            desired_outcome="Sorry",
            safe_contact="Evenings",
        )
        self.assertEqual(response.status_code, 200)
        complaint = self.mine() - known
        self.assertEqual(len(complaint), 1)
        self.assertIn(f"/my/complaints/{complaint.id}", response.url)
        self.assertEqual(
            (complaint.state, complaint.channel, complaint.create_uid), ("received", "portal", self.carol)
        )
        text = html.fromstring(response.text).text_content()
        for shown in (
            complaint.name,
            *STORY.split("\n"),
            "Tuesday",
            "A man",
            "Sorry",
            "Evenings",
            "letter.pdf",
        ):
            self.assertIn(shown, text)
        self.assertNotIn("<b>signs</b>", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")

        document = complaint.document_ids
        got = self.url_open(f"/my/complaints/document/{document.id}")
        self.assertEqual(got.content, PDF)
        self.assertEqual(got.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(got.headers["Content-Type"], "application/octet-stream")
        self.assertTrue(got.headers["Content-Disposition"].startswith("attachment"))
        self.assertIn("letter.pdf", got.headers["Content-Disposition"])
        self.assertNotIn("..", got.headers["Content-Disposition"])
        self.assertEqual(got.headers["Cache-Control"], "no-store")

    def test_refused_texts(self):
        known = self.mine()
        self.refused(self.send(description="  \n "), "description")
        page = self.refused(self.send(description="x" * 1_000_000, about="Alice"), "description", "1,000,000")
        self.assertEqual(len(page.xpath("string(//textarea[@name='description'])").strip()), 1_000_000)
        self.assertEqual(page.xpath("string(//textarea[@name='about'])").strip(), "Alice")
        self.refused(self.send(contact_by="pigeon"), "contact_by")
        self.refused(self.send(contact_by="phone"), "safe_contact")
        self.refused(self.send(contact_by="post", safe_contact="Ring first"), "postal_address")
        wide = "x" * (window.WIDTH + 1)
        page = self.refused(self.send(contact_by="post", postal_address=wide), "postal_address")
        self.assertEqual(page.xpath("string(//textarea[@name='postal_address'])").strip(), wide)
        self.assertEqual(self.mine(), known)

    def test_address_for_the_envelope(self):
        for way, kept in (("post", True), ("portal", False)):
            with self.subTest(way=way):
                known = self.mine()
                response = self.send(contact_by=way, postal_address="Carol\nFlat 3 canary-5521")
                complaint = self.mine() - known
                self.assertEqual("canary-5521" in response.text, kept)
                self.assertEqual(complaint._has_value("postal_address"), kept)
                self.env.cr.execute(
                    "SELECT postal_address::text LIKE '%%canary%%' FROM wlec_breach_complaint WHERE id = %s",
                    [complaint.id],
                )
                self.assertFalse(self.env.cr.fetchone()[0])

    def test_refused_documents(self):
        known, macros = self.mine(), io.BytesIO()
        with zipfile.ZipFile(macros, "w") as archive:
            archive.writestr("[Content_Types].xml", "x")
            archive.writestr("word/document.xml", "x")
            archive.writestr("word/vbaProject.bin", "x")
        for files in (
            [("page.html", b"<html><script>1</script>", "text/html")],
            [("page.pdf", b"<html><script>1</script>", "application/pdf")],
            [("picture.svg", b"<svg onload='x'/>", "image/svg+xml")],
            [("picture.png", b"<svg onload='x'/>", "image/png")],
            [("note.txt", b"hello <script>1</script>", "text/plain")],
            [("run.exe", b"MZ\x90\x00", "application/octet-stream")],
            [("letter.docx", macros.getvalue(), "application/octet-stream")],
            [("empty.pdf", b"", "application/pdf")],
            [("big.pdf", PDF + b" " * 11 * 1024 * 1024, "application/pdf")],
            [(f"{number}.pdf", PDF, "application/pdf") for number in range(11)],
            [("good.pdf", PDF, "application/pdf"), ("page.html", b"<html>", "text/html")],
        ):
            with self.subTest(name=files[-1][0], number=len(files)):
                page = self.refused(self.send(files=files), "documents")
                self.assertIn(
                    "She knew about my appeal.", page.xpath("string(//textarea[@name='description'])")
                )
        self.assertEqual(self.mine(), known)
        self.assertTrue(
            self.make(files=[(f"{number}.pdf", PDF, "application/pdf") for number in range(upload.MAX_FILES)])
        )

    def test_same_form_twice(self):
        known, data = self.mine(), {**self.hidden(), "description": STORY, "contact_by": "portal"}
        first, second = (self.url_open("/my/complaints/new", data=data) for _ in range(2))
        self.assertEqual(first.url, second.url)
        self.assertEqual(len(self.mine() - known), 1)

    @mute_logger("odoo.http")
    def test_csrf(self):
        known = self.mine()
        for url in ("/my/complaints/new", "/my/complaints/1/message", "/my/complaints/1/review"):
            response = self.url_open(url, data={"description": STORY, "body": STORY, "contact_by": "portal"})
            self.assertEqual(response.status_code, 400)
        self.assertEqual(self.mine(), known)

    def test_extra_values_are_not_taken(self):
        known = self.mine()
        self.send(
            state="closed",
            partner_id=str(self.chris.partner_id.id),
            channel="staff",
            received_on="2020-01-01",
            finding="upheld",
            handler_id=str(self.alice.id),
            outcome_text="Yes",
            name="COMP-1",
        )
        complaint = self.mine() - known
        self.assertEqual(
            (complaint.state, complaint.channel, complaint.finding), ("received", "portal", False)
        )
        self.assertEqual(complaint.received_on, complaint._today())
        self.assertNotEqual(complaint.handler_id, self.alice)

    # ---- afterwards
    def post(self, complaint, files=(), **values):
        data = {**self.hidden(f"/my/complaints/{complaint.id}"), **values}
        return self.url_open(
            f"/my/complaints/{complaint.id}/message", data=data, files=[("documents", file) for file in files]
        )

    def test_messages_both_ways(self):
        complaint = self.make()
        self.assertIn("Your message has been sent", self.post(complaint, body="One more thing").text)
        self.assertEqual(complaint.exchange_ids.author_kind, "client")
        with self.acting(self.otto) as env:
            env["wlec.breach.complaint"].browse(complaint.id).action_acknowledge()
            env["wlec.complaint.message"].create(
                {"complaint_id": complaint.id, "author_kind": "centre", "body": "What day was it?"}
            )
        page = self.url_open(f"/my/complaints/{complaint.id}").text
        for shown in ("One more thing", "What day was it?", complaint.name, "We have acknowledged it"):
            self.assertIn(shown, page)
        self.assertNotIn("Otto", page)
        self.assertIn("body-error", self.post(complaint, body=" ").text)
        page = self.post(complaint, body="Kept words", files=[("x.html", b"<html>", "text/html")]).text
        self.assertIn("documents-error", page)
        self.assertIn("Kept words", page)
        self.assertEqual(len(complaint.exchange_ids), 3)
        self.post(complaint, files=[("more.pdf", PDF, "application/pdf")])
        self.assertEqual(len(complaint.document_ids), 1)
        page = self.post(complaint, files=[(f"{n}.pdf", PDF, "application/pdf") for n in range(10)]).text
        self.assertIn("documents-error", page)
        self.assertEqual(len(complaint.document_ids), 1)

    def test_pressed_twice_is_sent_once(self):
        """A double click, or the page loaded anew; other words from the same page are another message, and so are the same words again
        from a new one: nothing is lost."""
        complaint = self.make()
        page = self.hidden(f"/my/complaints/{complaint.id}")
        pdf = ("a.pdf", PDF, "application/pdf")
        for _ in range(3):
            answer = self.post(complaint, **page, body="One more thing", files=[pdf])
            self.assertIn("Your message has been sent", answer.text)
        self.assertEqual((len(complaint.exchange_ids), len(complaint.document_ids)), (1, 1))
        self.post(complaint, **page, body="Another thing")  # back in the browser
        self.assertEqual(len(complaint.exchange_ids), 2)
        self.post(complaint, body="One more thing")  # and once more, on purpose
        self.assertEqual(len(complaint.exchange_ids), 3)
        for _ in range(2):
            self.post(complaint, **page, files=[("b.pdf", PDF, "application/pdf")])
        self.assertEqual(len(complaint.document_ids), 2)
        for key in ("", "x", "0" * 31):  # a page of before, or made by hand: taken in all the same
            self.post(complaint, **{**page, "submission_key": key}, body="One more thing")
        self.assertEqual(len(complaint.exchange_ids), 6)
        self.env.cr.execute("SELECT sending FROM wlec_complaint_message WHERE sending IS NOT NULL")
        for (kept,) in self.env.cr.fetchall():
            self.assertNotIn(page["submission_key"], kept)

    def test_answer_and_review(self):
        complaint = self.make()
        with self.acting(self.otto) as env:
            his = env["wlec.breach.complaint"].browse(complaint.id)
            his.action_acknowledge()
            his.action_investigate()
            his.write({"finding": "partly", "outcome_text": "canary-answer", "investigation": "canary-note"})
        url = f"/my/complaints/{complaint.id}"
        self.assertNotIn("canary", self.url_open(url).text)
        self.assertNotIn("right in part", self.url_open(url).text)
        with self.acting(self.otto) as env:
            env["wlec.breach.complaint"].browse(complaint.id).action_give_outcome()
        page = self.url_open(url).text
        self.assertIn("canary-answer", page)
        self.assertIn("right in part", page)
        self.assertNotIn("canary-note", page)
        self.url_open(f"{url}/review", data={"csrf_token": self.hidden(url)["csrf_token"]})
        self.assertEqual(complaint.state, "review")
        self.assertIn("looking at it again", self.url_open(url).text)

    def test_get_changes_nothing(self):
        complaint = self.make(files=[("a.pdf", PDF, "application/pdf")])
        with self.acting(self.otto) as env:
            his = env["wlec.breach.complaint"].browse(complaint.id)
            his.action_acknowledge()
            his.write({"finding": "partly", "outcome_text": "x"})
            his.action_give_outcome()
        before = self.state_of_everything()
        for url in (
            "/my",
            "/my/confidentiality",
            "/my/complaints",
            "/my/complaints/new",
            f"/my/complaints/{complaint.id}",
            f"/my/complaints/{complaint.id}?new=1&state=closed&body=x",
            f"/my/complaints/document/{complaint.document_ids.id}",
        ):
            self.assertEqual(self.url_open(url).status_code, 200, url)
        for url in (f"/my/complaints/{complaint.id}/message", f"/my/complaints/{complaint.id}/review"):
            self.assertIn(self.url_open(url).status_code, (404, 405), url)
        self.env.invalidate_all()
        self.assertEqual(self.state_of_everything(), before)

    def state_of_everything(self):
        found = []
        for table in (
            "wlec_breach_complaint",
            "wlec_complaint_message",
            "wlec_complaint_document",
            "mail_message",
            "mail_mail",
            "mail_activity",
            "res_partner",
        ):
            self.env.cr.execute(f"SELECT count(*), max(write_date) FROM {table}")
            found.append((table, *self.env.cr.fetchone()))
        return found
