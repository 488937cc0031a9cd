# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.tools import brake

from .crm_common import CANARY, CrmCase

ASKED = {"client_name": " zenobia  QUILLFEATHER", "phone": "020 7946 0777"}


class TestClientLookup(CrmCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, self.client)
        self._start_events()

    def look(self, user=None, **told):
        with self.acting(user or self.fred) as env:
            lookup = env["wlec.client.lookup"].create(told or ASKED)
            lookup.action_search()
        return lookup.with_env(self.env)

    def test_tells_whose_client_it_is_and_nothing_else(self):
        lookup = self.look()
        with self.acting(self.fred) as env:
            lookup = env["wlec.client.lookup"].browse(lookup.id)
            told = lookup.read(["result", "reference", "caseworker_id", "next_appointment", "done"])[0]
            self.assertEqual(told["result"], "found")
            self.assertEqual(told["reference"], self.case.name)
            self.assertEqual(told["caseworker_id"][0], self.alice.id)
            self.assertFalse(told["next_appointment"])
            with self.assertRaises(AccessError):
                lookup.read(["found_id"])
            with self.assertRaises(AccessError):
                lookup.write({"found_id": self.client.id})
            self.assertFalse(env["res.partner"].search([("id", "=", self.client.id)]))

    def test_by_any_second_thing(self):
        for more in ({"phone": "+442079460777"}, {"email": CANARY["email"].upper()}, {"postcode": "w130zz"}):
            self.assertEqual(self.look(client_name=CANARY["name"], **more).result, "found", more)

    def test_not_by_half(self):
        for told in (
            {"client_name": "Zenobia", "phone": ASKED["phone"]},
            {"client_name": CANARY["name"], "phone": "020 7946 0778"},
            {"client_name": "Somebody Else", "email": CANARY["email"]},
        ):
            self.assertEqual(self.look(**told).result, "none", told)
        for told in ({"client_name": CANARY["name"]}, {"phone": ASKED["phone"], "email": CANARY["email"]}):
            with self.assertRaises(UserError):
                self.look(**told)

    def test_a_wall_is_no_such_client(self):
        self.env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.fred.id})
        walled, nobody = self.look(), self.look(client_name="No Body", phone=ASKED["phone"])
        for name in ("result", "reference", "caseworker_id", "next_appointment"):
            self.assertEqual(walled[name], nobody[name])
        with self.acting(self.fred) as env, self.assertRaises(UserError):
            env["wlec.client.lookup"].browse(walled.id).action_enquiry()
        self.assertTrue(self.events(action="denied", model="res.partner", actor_id=self.fred.id))

    def test_every_look_up_is_recorded(self):
        self.look()
        self.look(client_name="No Body", phone="1234567")
        asked = self.events(action="search", model="wlec.client.lookup", actor_id=self.fred.id)
        self.assertEqual(sum(len(event["record_ids"]) for event in asked), 2)
        (found,) = self.events(action="search", model="res.partner", actor_id=self.fred.id)
        self.assertEqual(found["record_ids"], [self.client.id])

    def test_what_was_typed_is_sealed(self):
        lookup = self.look()
        self.env.cr.execute("SELECT l::text FROM wlec_client_lookup l WHERE id = %s", [lookup.id])
        self.assertNotRegex(self.env.cr.fetchone()[0], "(?i)quillf|7946")

    def test_an_enquiry_goes_to_the_caseworker(self):
        lookup = self.look()
        with self.acting(self.fred) as env:
            form = env["wlec.client.lookup"].browse(lookup.id)
            form.write({"message": "A letter from the court", "caseworker_id": self.bob.id})
            form.action_enquiry()
        lead = self.env["crm.lead"].search([("partner_id", "=", self.client.id)])
        self.assertEqual((lead.user_id, lead.wlec_protected), (self.alice, True))
        with self.acting(self.alice) as env:
            mine = env["crm.lead"].browse(lead.id)
            self.assertIn("court", mine.description)
            self.assertEqual((mine.contact_name, mine.phone), (CANARY["name"], CANARY["phone"]))
        for user in (self.fred, self.bob):
            with self.acting(user) as env:
                self.assertFalse(env["crm.lead"].search([("id", "=", lead.id)]))
                self.assertFalse(env["res.partner"].search([("id", "=", self.client.id)]))

    def test_appointment_and_message(self):
        lookup, start = self.look(), fields.Datetime.now().replace(microsecond=0) + timedelta(days=2)
        with self.acting(self.fred) as env:
            form = env["wlec.client.lookup"].browse(lookup.id)
            with self.assertRaises(UserError):
                form.action_book()
            form.start = start
            form.action_book()
            self.assertEqual(form.next_appointment, start)
            form.action_tell()
        event = self.env["calendar.event"].search([("partner_ids", "in", self.client.ids)])
        self.assertEqual((event.user_id, event.start), (self.alice, start))
        self.assertTrue(self.case.activity_ids.filtered(lambda task: task.user_id == self.alice))

    def test_not_for_going_through_a_list(self):
        """Whatever becomes of the forms: one can be filled in again and again."""
        lookup = self.look()
        for _turn in range(brake.LOOK_UPS.most - 1):
            self._write_buffer()
            with self.acting(self.fred) as env:
                env["wlec.client.lookup"].browse(lookup.id).action_search()
        self._write_buffer()
        with self.acting(self.fred) as env, self.assertRaises(ConfidentialityError):
            env["wlec.client.lookup"].browse(lookup.id).action_search()
        with self.assertRaises(ConfidentialityError):
            self.look()
        self.assertEqual(self.look(self.alice).result, "found")

    def test_nobody_else_uses_it(self):
        for user in (self.sam, self.carol, self.tara):
            with self.acting(user) as env, self.assertRaises(AccessError):
                env["wlec.client.lookup"].create(ASKED)

    def test_passing_on(self):
        with self.acting(self.fred) as env:
            lead = env["crm.lead"].create({"name": "Landlord", "phone": "020 7946 0001"})
            self.assertFalse(lead.user_id)
            route = env["wlec.enquiry.route"].create({"lead_ids": lead.ids, "user_id": self.fred.id})
            with self.assertRaises(UserError):
                route.action_route()
            route.user_id = self.alice
            route.action_route()
        with self.acting(self.fred) as env:
            self.assertFalse(env["crm.lead"].search([("id", "=", lead.id)]))
        with self.acting(self.bob) as env, self.assertRaises(MissingError):
            env["crm.lead"].browse(lead.id).write({"user_id": self.bob.id})
        with self.acting(self.alice) as env:
            self.assertEqual(env["crm.lead"].browse(lead.id).name, "Landlord")
