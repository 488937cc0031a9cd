# SPDX-License-Identifier: LGPL-3.0-or-later

from lxml import html

from odoo.tests import HttpCase

from .common import CastMixin

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
STORY = "She knew about my appeal.\nSecond line & <b>signs</b> \U0001f494 \u0645\u0631\u062d\u0628\u0627"


class PortalCase(CastMixin, HttpCase):
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
