# SPDX-License-Identifier: LGPL-3.0-or-later
import io
import re
import zipfile

from lxml import html

from odoo.tests import HttpCase, tagged

from odoo.addons.wlec_confidentiality.tools import upload

from .common import CastMixin

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
STORY = "She knew about my appeal.\nSecond line & <b>signs</b> \U0001f494 \u0645\u0631\u062d\u0628\u0627"


@tagged("post_install", "-at_install")
class TestPortal(CastMixin, HttpCase):
    """The client's pages over real HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_cast()
        for user in (cls.carol, cls.chris, cls.alice, cls.otto):
            user.password = f"{user.login} and a long one"
        cls.env.flush_all()

    def log_in(self, user):
        self.authenticate(user.login, f"{user.login} and a long one")

    def setUp(self):
        super().setUp()
        self.Complaint = self.env["wlec.breach.complaint"]
        self.log_in(self.carol)

    # ---- helpers
    def hidden(self, url="/my/complaints/new"):
        """The hidden fields of a page's first form that posts."""
        page = html.fromstring(self.url_open(url).text)
        [form, *_] = page.xpath("//form[@method='post']")
        return {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}

    def mine(self, user=None):
        return self.Complaint.search(
            [("partner_id", "=", (user or self.carol).partner_id.id)], order="id desc"
        )

    def send(self, files=(), **values):
        data = {**self.hidden(), "description": STORY, "contact_by": "portal", **values}
        return self.url_open("/my/complaints/new", data=data, files=[("documents", file) for file in files])

    def make(self, **values):
        known = self.mine()
        self.send(**values)
        return self.mine() - known

    def refused(self, response, field, *words):
        """Nothing was made, the field says why, and what was typed is still there."""
        page = html.fromstring(response.text)
        self.assertTrue(
            page.xpath(f"//*[@id='{field}-error']") or page.xpath(f"//a[@href='#{field}']"),
            response.text[:2000],
        )
        for word in words:
            self.assertIn(word, response.text)
        return page

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
        self.assertEqual(self.mine(), known)

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

    # ---- other people
    def test_foreign_and_missing_are_the_same(self):
        complaint = self.make(files=[("a.pdf", PDF, "application/pdf")])
        document = complaint.document_ids.id
        token = self.hidden()["csrf_token"]
        for user in (self.chris, self.alice):
            self.log_in(user)
            token = (
                html.fromstring(self.url_open("/my/account").text).xpath(
                    "string(//input[@name='csrf_token']/@value)"
                )
                or token
            )
            pages = []
            for id_, document_id in ((complaint.id, document), (2**31 - 5, 2**31 - 5), (10**30, 10**30)):
                answers = [
                    self.url_open(f"/my/complaints/{id_}"),
                    self.url_open(f"/my/complaints/document/{document_id}"),
                    self.url_open(f"/my/complaints/{id_}/message", data={"csrf_token": token, "body": "x"}),
                ]
                pages.append([(answer.status_code, self.body(answer)) for answer in answers])
            self.assertEqual(pages[0], pages[1])
            self.assertEqual(pages[1], pages[2])
            self.assertEqual([status for status, _text in pages[0][:2]], [404, 404])
            self.assertNotIn(complaint.name, self.url_open("/my/complaints").text)
        self.assertFalse(complaint.exchange_ids)

    def body(self, response):
        return re.sub(r"\d{3,}|csrf_token[^,]*,|[0-9a-f]{40}o\d+", "", response.text)

    def test_anonymous_is_sent_to_log_in(self):
        complaint = self.make()
        self.authenticate(None, None)
        for url in (
            "/my/confidentiality",
            "/my/complaints",
            "/my/complaints/new",
            f"/my/complaints/{complaint.id}",
            "/my/complaints/999999",
            "/my/complaints/document/1",
        ):
            answer = self.url_open(url, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, url)
            self.assertIn("/web/login", answer.headers["Location"])

    def test_handler_downloads(self):
        complaint = self.make(files=[("a.pdf", PDF, "application/pdf")])
        self.log_in(self.otto)
        self.assertEqual(self.url_open(f"/my/complaints/document/{complaint.document_ids.id}").content, PDF)
        self.assertEqual(self.url_open(f"/my/complaints/{complaint.id}").status_code, 404)

    def test_staff_make_none_here(self):
        self.log_in(self.alice)
        self.assertFalse(
            html.fromstring(self.url_open("/my/complaints/new").text).xpath(
                "//form[@action='/my/complaints/new']"
            )
        )

    # ---- how it looks to a machine
    def test_pages_are_labelled(self):
        complaint = self.make()
        for url in (
            "/my/confidentiality",
            "/my/complaints",
            "/my/complaints/new",
            f"/my/complaints/{complaint.id}",
        ):
            page = html.fromstring(self.url_open(url).text)
            with self.subTest(url=url):
                self.assertEqual(len(page.xpath("//main//h1")), 1)
                for field in page.xpath(
                    "//main//form//*[self::input or self::textarea or self::select][not(@type='hidden')]"
                ):
                    self.assertTrue(page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name"))
                    for described in (field.get("aria-describedby") or "").split():
                        self.assertTrue(page.xpath(f"//*[@id='{described}']"), described)
                ids = page.xpath("//@id")
                self.assertEqual(sorted(set(ids)), sorted(ids))
        self.assertIn("/my/confidentiality", self.url_open("/my").text)
