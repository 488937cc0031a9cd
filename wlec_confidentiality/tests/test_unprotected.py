# SPDX-License-Identifier: LGPL-3.0-or-later
"""Where nothing is protected Odoo does what it does without the addon; from the first protected row on, nothing of that holds."""

from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.models.crm import protection_switch
from odoo.addons.wlec_confidentiality.orm import buffers, unprotected

from .crm_common import CrmCase


@tagged("post_install", "-at_install")
class TestUnprotected(CrmCase):
    _BEGUN = False

    def setUp(self):
        super().setUp()
        # Other tests of this process have protected rows.
        self.startPatcher(patch.object(unprotected, "_some", set()))
        unprotected.forget()
        self.contact = self.env["res.partner"].create({"name": "Plain Jane", "email": "jane@example.org"})
        self.lead = self.env["crm.lead"].create({"name": "Plain enquiry", "partner_id": self.contact.id})
        self.env.flush_all()

    def search_sql(self, model, *condition):
        """What Odoo asks the database, on behalf of somebody who is no administrator."""
        with self.acting(self.bob) as env:
            return env[model]._search(Domain(*condition), order="id").select().code

    def test_the_same_questions(self):
        for model, name in (("res.partner", "name"), ("crm.lead", "contact_name"), ("mail.message", "body")):
            code = self.search_sql(model, name, "ilike", "jane")
            self.assertNotIn("wlec", code, model)
            self.assertNotIn("COALESCE", code, model)

    def test_as_many_of_them(self):
        with self.acting(self.alice) as env:
            lead = env["crm.lead"].browse(self.lead.id)
            lead.message_post(body="Hello")
            customer, messages = lead.partner_id, lead.message_ids

            def asked():
                self.assertFalse(lead._protected_ids() or customer._protected_ids())
                self.assertFalse(messages._protected_rows() or protection_switch.is_on(env))
                lead._require_open()

            asked()  # once in a transaction
            with self.assertQueryCount(0):
                asked()

    def test_from_the_first_row_on(self):
        self.assertTrue(unprotected.is_none(self.contact))
        self.search_sql("res.partner", "name", "ilike", "jane")
        self.case_for(self.alice, self.contact)
        self.assertFalse(unprotected.is_none(self.contact) or unprotected.is_none(self.lead))
        self.assertTrue(protection_switch.is_on(self.env))
        self.assertEqual(self.contact._protected_ids(), set(self.contact.ids))
        code = self.search_sql("res.partner", "name", "ilike", "jane")
        self.assertIn("wlec_protected", code)
        with self.acting(self.bob) as env:
            self.assertFalse(env["res.partner"].search([("id", "=", self.contact.id)]))
            self.assertFalse(env["crm.lead"].search_count([("id", "=", self.lead.id)]))
        with self.acting(self.alice) as env:
            self.assertTrue(env["res.partner"].search([("name", "ilike", "plain jane")]))

    def test_made_protected(self):
        self.assertTrue(unprotected.is_none(self.contact))
        client = self.env["res.partner"].create({"name": "Client", "wlec_protected": True})
        self.assertEqual((self.contact | client)._protected_ids(), set(client.ids))
        self.assertTrue(self.row("res_partner", client, "name")[0].startswith("wlec1$"))

    def test_messages_and_documents(self):
        Message, Attachment = self.env["mail.message"], self.env["ir.attachment"]
        self.assertTrue(unprotected.is_none(Message))
        case = self.case_for(self.alice, self.contact)
        self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": case._name, "res_id": case.id}
        )
        with self.acting(self.alice) as env:
            case.with_env(env).message_post(body="Said in confidence")
        self.assertFalse(unprotected.is_none(Message) or unprotected.is_none(Attachment))

    def test_a_savepoint_that_is_rolled_back(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.case_for(self.alice, self.contact)
            _ = 1 / 0
        self.assertFalse(self.contact._protected_ids())
        self.assertEqual(self.contact.name, "Plain Jane")

    def test_it_ends_with_the_transaction(self):
        cr = self.env.cr
        self.assertTrue(unprotected.is_none(self.contact))
        self.assertTrue(unprotected.is_known(cr, "res_partner"))
        found = buffers.take(cr)  # what commit and rollback do
        self.addCleanup(buffers._buffers.__setitem__, id(cr), found)
        self.assertFalse(unprotected.is_known(cr, "res_partner"))

    def test_on_every_cursor(self):
        with self.registry.cursor() as other:
            self.env(cr=other)
            unprotected.know(other, "res_partner")
            self.env["res.partner"].create({"name": "Client", "wlec_protected": True})
            self.assertFalse(unprotected.is_known(other, "res_partner"))
