# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whom one might write to: nobody becomes a contact in clear by it, and nothing is opened that is not needed."""

from odoo.exceptions import MissingError
from odoo.tests import tagged

from .crm_common import CrmCase

ADDRESS = "nightingale@kestrel.example"


@tagged("post_install", "-at_install")
class TestRecipients(CrmCase):
    def lead(self, **vals):
        values = {
            "name": "Enquiry",
            "contact_name": "Wren Nightingale",
            "email_from": ADDRESS,
            "description": "<p>Said in confidence</p>",
            "street": "7 Kestrel Passage",
            "user_id": self.alice.id,
        }
        with self.acting(self.alice) as env:
            lead = env["crm.lead"].create({**values, **vals})
        self._start_events()
        return lead

    def test_a_sender_becomes_a_protected_contact(self):
        case = self.case_for(self.alice, self.client)
        with self.acting(self.alice) as env:
            mine = env["wlec.case"].browse(case.id)
            mine.message_post(
                body="It is me",
                email_from=f"Wren <{ADDRESS}>",
                author_id=False,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            contact = mine._partner_find_from_emails_single([f"Wren <{ADDRESS}>"])
        contact = self.env["res.partner"].browse(contact.id)
        self.assertTrue(contact.wlec_protected)
        for value in self.row("res_partner", contact, "name", "email", "email_normalized"):
            self.assertTrue(value.startswith("wlec1$"))
        for user, count in ((self.alice, 1), (self.bob, 0), (self.sam, 0)):
            with self.acting(user) as env:
                self.assertEqual(env["res.partner"].search_count([("id", "=", contact.id)]), count)

    def test_who_may_not_see_it_makes_nothing_by_asking(self):
        lead, agency = self.lead(), "agency@kestrel.example"
        self.env["res.partner"].create({"name": "Agency", "email": agency})
        for user in (self.bob, self.sam):
            with self.acting(user) as env:
                for number in (lead.id, 2**31 - 2):  # closed, and never there: no difference
                    for address in ("new@kestrel.example", agency):
                        with self.assertRaises(MissingError):
                            env["crm.lead"].browse(number)._partner_find_from_emails_single([address])
        self.assertFalse(self.env["res.partner"].search([("email", "=", "new@kestrel.example")]))

    def test_elsewhere_a_sender_becomes_a_contact_as_ever(self):
        agency = self.env["res.partner"].create({"name": "Agency", "is_company": True})
        found = agency._partner_find_from_emails_single([ADDRESS])
        self.assertFalse(found.wlec_protected)

    def test_looking_for_somebody_opens_nothing(self):
        with self.acting(self.alice) as env:
            partner = env["res.partner"].create({"name": "Wren", "email": ADDRESS, "wlec_protected": True})
        lead = self.lead()
        with self.acting(self.alice) as env:
            mine = env["crm.lead"].browse(lead.id)
            self.assertFalse(mine._message_get_suggested_recipients(), "nobody outside the house is offered")
            self.assertEqual(mine._partner_find_from_emails_single([ADDRESS], no_create=True), partner)
        self.assertFalse({"description", "street"} & self.reads("crm.lead").keys())

    def test_meetings_of_a_contact_that_is_closed(self):
        """The same answer as to a number never given."""
        with self.acting(self.alice) as env:
            self.assertEqual(
                env["res.partner"].browse(self.client.id)._compute_meeting(), {self.client.id: []}
            )
        with self.acting(self.sam) as env:
            for number in (self.client.id, 2**31 - 2):
                self.assertEqual(env["res.partner"].browse(number)._compute_meeting(), {})
