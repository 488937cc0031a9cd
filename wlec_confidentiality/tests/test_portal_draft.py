# SPDX-License-Identifier: LGPL-3.0-or-later
import json

from lxml import html

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.wlec_confidentiality.exceptions import NeedToKnowError

from .portal_common import PDF, PortalCase


@tagged("post_install", "-at_install")
class TestPortalDraft(PortalCase):
    """A complaint that is begun, left, and taken up again."""

    def setUp(self):
        super().setUp()
        self.Draft = self.env["wlec.complaint.draft"]

    def save(self, **values):
        return self.send(save="1", **values)

    def drafts(self):
        return self.Draft.search([("user_id", "=", self.carol.id)])

    def test_begun_left_and_sent(self):
        known = self.mine()
        response = self.save(about="Alice", language="Arabic", about_officer="1")
        self.assertIn("It is saved", response.text)
        self.assertIn("You have begun to write a complaint", response.text)
        self.assertNotIn("She knew", response.text)
        self.assertEqual((self.mine(), len(self.drafts())), (known, 1))
        page = html.fromstring(self.url_open("/my/complaints/new").text)
        self.assertIn("She knew about my appeal.", page.xpath("string(//textarea[@name='description'])"))
        self.assertEqual(page.xpath("string(//input[@name='language']/@value)"), "Arabic")
        self.assertTrue(page.xpath("//input[@name='about_officer']/@checked"))
        self.save(description="Better words", files=[("a.pdf", PDF, "application/pdf")])
        self.assertEqual(len(self.drafts()), 1)
        self.assertIn("Better words", self.url_open("/my/complaints/new").text)
        self.send()
        self.assertEqual(len(self.mine() - known), 1)
        self.assertFalse(self.drafts())

    def test_half_of_it_is_enough(self):
        self.assertIn("It is saved", self.save(description="", contact_by="").text)
        response = self.save(description="x" * 100_001)
        self.refused(response, "description", "100,001")
        self.assertNotIn("x" * 100, json.dumps([draft.sudo().display_name for draft in self.drafts()]))

    def test_thrown_away(self):
        self.save()
        token = self.hidden("/my/complaints")["csrf_token"]
        self.url_open("/my/complaints/draft/discard", data={"csrf_token": token})
        self.assertFalse(self.drafts())
        self.assertNotIn("begun", self.url_open("/my/complaints").text)

    def test_nobody_else_has_it(self):
        self.save()
        draft = self.drafts()
        self.env.flush_all()
        self.env.cr.execute("SELECT content FROM wlec_complaint_draft WHERE id = %s", [draft.id])
        self.assertNotIn(b"appeal", bytes(self.env.cr.fetchone()[0]))
        self.log_in(self.chris)
        self.assertNotIn("begun", self.url_open("/my/complaints").text)
        for user in (self.chris, self.otto, self.alice):
            with self.acting(user) as env:
                self.env.invalidate_all()
                with mute_logger("odoo.addons.base.models.ir_model"):
                    self.assertEqual(self._read(env, draft.id), [])
                with self.assertRaises(NeedToKnowError):
                    env["wlec.complaint.draft"].browse(draft.id).sudo().content  # noqa: B018

    def _read(self, env, number):
        try:
            return env["wlec.complaint.draft"].browse(number).read(["content"])
        except UserError:
            return []

    def test_forgotten(self):
        self.save()
        draft = self.drafts()
        draft.date = fields.Datetime.subtract(fields.Datetime.now(), days=91)
        self.Draft._forget_old()
        self.assertFalse(draft.exists())
