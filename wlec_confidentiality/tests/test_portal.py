# SPDX-License-Identifier: LGPL-3.0-or-later
import re

from lxml import html

from odoo.tests import tagged

from .portal_common import PDF, PortalCase


@tagged("post_install", "-at_install")
class TestPortal(PortalCase):
    """Whose pages they are, and whether everybody can use them."""

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
