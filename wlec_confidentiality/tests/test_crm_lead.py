# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import MissingError

from .crm_common import CANARY, CrmCase

LEAD = {
    "name": "Tribunal against Kestrel Ltd",
    "contact_name": "Zenobia Quillfeather",
    "email_from": "zenobia@quillfeather.example",
    "phone": "+44 20 7946 0777",
    "description": "<p>Pregnant, dismissed</p>",
    "referred": "Her midwife",
    "email_cc": "sister@quillfeather.example",
}


class TestCrmLead(CrmCase):
    def taken(self, user=None, **vals):
        """An enquiry taken by ``user`` (the front desk) and assigned to nobody."""
        with self.acting(user or self.fred) as env:
            values = {**LEAD, "user_id": False, **vals}
            lead = env["crm.lead"].create(
                {name: value for name, value in values.items() if value is not None}
            )
        self.env.flush_all()
        return lead.with_env(self.env)

    def seen_by(self, lead):
        seen = set()
        for name in ("alice", "bob", "mona", "fred", "sam", "otto", "tara", "vera"):
            user = getattr(self, name)
            with self.acting(user) as env:
                opened = env["crm.lead"].sudo().browse(lead.id).name == LEAD["name"]
                if env["crm.lead"].has_access("read"):
                    self.assertEqual(bool(env["crm.lead"].search([("id", "=", lead.id)])), opened, name)
            if opened:
                seen.add(name)
        return seen

    def test_columns_hold_tokens(self):
        lead = self.taken()
        names = (*LEAD, "email_normalized", "phone_sanitized", "email_domain_criterion")
        for name, value in zip(names, self.row("crm_lead", lead, *names), strict=True):
            self.assertTrue(value is None or value.startswith("wlec1$"), name)
        self.assertEqual(lead.email_state, "correct")

    def test_the_way_of_an_enquiry(self):
        lead = self.taken()
        self.assertFalse(lead.user_id)
        self.assertEqual(self.seen_by(lead), {"alice", "bob", "mona", "fred"})
        with self.acting(self.fred) as env:
            env["crm.lead"].browse(lead.id).write({"user_id": self.alice.id})
        self.assertEqual(self.seen_by(lead), {"alice", "mona"})
        with self.acting(self.alice) as env:
            env["crm.lead"].browse(lead.id).write({"partner_id": self.client.id})
            env["crm.lead"].browse(lead.id).action_open_wlec_case()
        case = self.env["wlec.case"].search([("lead_id", "=", lead.id)])
        self.assertEqual(self.seen_by(lead), {"alice", "mona"})
        with self.acting(self.mona) as env:
            env["wlec.access.grant"]._grant(env["wlec.case"].browse(case.id), self.bob, "team", "Team")
        self.assertEqual(self.seen_by(lead), {"alice", "mona", "bob"})
        self.env["wlec.access.exclusion"].create({"case_id": case.id, "user_id": self.mona.id})
        self.assertEqual(self.seen_by(lead), {"alice", "bob"})

    def test_whom_a_file_of_the_client_keeps_out_sees_no_enquiry_of_theirs(self):
        case = self.case_for(self.alice, self.client)
        self.env["wlec.access.exclusion"].create({"case_id": case.id, "user_id": self.bob.id})
        lead = self.taken(self.env.user, partner_id=self.client.id)
        self.assertEqual(self.seen_by(lead), {"alice", "mona", "fred"})
        with self.acting(self.alice) as env:
            env["crm.lead"].browse(lead.id).write({"user_id": self.bob.id})
        self.assertEqual(self.seen_by(lead), set())

    def test_the_customer_becomes_a_client(self):
        walk_in = self.env["res.partner"].create({"name": "Walk-in", "email": "w@example.org"})
        lead = self.taken(email_from=None, phone=None, contact_name=None, partner_id=walk_in.id)
        self.assertTrue(walk_in.wlec_protected)
        with self.acting(self.alice) as env:
            mine = env["crm.lead"].browse(lead.id)
            self.assertEqual((mine.contact_name, mine.email_from), ("Walk-in", "w@example.org"))
            self.assertEqual(mine.partner_id.display_name, "Walk-in")
        with self.acting(self.sam) as env:
            self.assertFalse(env["res.partner"].search([("id", "=", walk_in.id)]))

    def test_a_contact_made_from_an_enquiry_is_protected(self):
        lead = self.taken()
        with self.acting(self.alice) as env:
            lead = env["crm.lead"].browse(lead.id)
            lead._handle_partner_assignment(create_missing=True)
            partner = lead.partner_id
            self.assertTrue(partner.wlec_protected)
            self.assertEqual(partner.name, LEAD["contact_name"])
        self.assertTrue(self.row("res_partner", partner, "name")[0].startswith("wlec1$"))

    def test_an_enquiry_with_somebody_elses_client_copies_nothing(self):
        self.case_for(self.alice, self.client)
        with self.acting(self.bob) as env:
            lead = env["crm.lead"].create({"name": "x", "user_id": self.bob.id})
            with self.assertRaises(MissingError):
                lead.write({"partner_id": self.client.id})
            spec = {name: {} for name in ("partner_id", "contact_name", "email_from", "phone", "street")}
            with self.assertRaises(MissingError):
                lead.onchange({"partner_id": self.client.id}, ["partner_id"], spec)

    def test_meets_an_empty_place(self):
        lead = self.taken(user_id=self.alice.id)
        with self.acting(self.bob) as env:
            self.assertEqual(env["crm.lead"].browse(lead.id).read(["name"]), [])
            self.assertEqual(env["crm.lead"].browse(lead.id + 99_999).read(["name"]), [])
            for record in (lead.id, lead.id + 99_999):
                with self.assertRaises(MissingError):
                    env["crm.lead"].browse(record).write({"color": 1})
            self.assertNotIn(lead.id, env["crm.lead"].search([]).ids)
            self.assertEqual(env["crm.lead"].sudo().browse(lead.id).display_name, f"Enquiry {lead.id}")

    def test_duplicates_that_are_walled_are_not_counted(self):
        mine = self.taken(self.env.user, user_id=self.bob.id, partner_id=self.client.id)
        self.taken(self.env.user, user_id=self.alice.id, partner_id=self.client.id)
        with self.acting(self.bob) as env:
            lead = env["crm.lead"].browse(mine.id)
            self.assertEqual(lead.duplicate_lead_count, 0)
            self.assertEqual(lead.duplicate_lead_ids, lead)
        own = self.taken(self.env.user, user_id=self.bob.id, partner_id=self.client.id)
        with self.acting(self.bob) as env:
            self.assertEqual(env["crm.lead"].browse(mine.id).duplicate_lead_ids.ids, [own.id, mine.id])

    def test_reading_is_recorded_and_listing_of_other_columns_is_not(self):
        lead = self.taken(user_id=self.alice.id)
        self._start_events()
        with self.acting(self.alice) as env:
            env["crm.lead"].search_read([("id", "=", lead.id)], ["stage_id", "priority", "user_id"])
        self.assertFalse(self.reads("crm.lead"))
        with self.acting(self.alice) as env:
            env["crm.lead"].search_read([("id", "=", lead.id)], ["name", "phone"])
        self.assertEqual(self.reads("crm.lead"), {"name": {lead.id}, "phone": {lead.id}})

    def test_the_form_suggests_the_clients_address(self):
        self.case_for(self.alice, self.client)
        lead = self.taken(email_from=None, phone=None, contact_name=None, user_id=self.alice.id)
        with self.acting(self.alice) as env:
            spec = {name: {} for name in ("partner_id", "email_from", "phone", "contact_name", "referred")}
            found = (
                env["crm.lead"].browse(lead.id).onchange({"partner_id": self.client.id}, ["partner_id"], spec)
            )
        self.assertEqual(found["value"]["email_from"], CANARY["email"])
        self.assertEqual(found["value"]["phone"], CANARY["phone"])
        self.assertNotIn("referred", self.reads("crm.lead"))

    def test_no_line_says_from_what_to_what(self):
        lead = self.taken(user_id=self.alice.id)
        with self.acting(self.alice) as env:
            env["crm.lead"].browse(lead.id).write({"phone": "020 7946 0123", "partner_id": self.client.id})
            env.cr.precommit.run()
        self.env.cr.execute("SELECT old_value_char, new_value_char FROM mail_tracking_value")
        self.assertNotRegex(str(self.env.cr.fetchall()), "7946|Zenobia")

    def test_winning_losing_and_merging_keep_to_what_is_open(self):
        lead, other = self.taken(user_id=self.alice.id), self.taken(user_id=self.alice.id)
        walled = self.taken(user_id=self.bob.id, referred="Walled words")
        with self.acting(self.alice) as env:
            env["crm.lead"].browse(lead.id).action_set_won()
            Wizard = env["crm.merge.opportunity"]
            with self.assertRaises(MissingError):
                Wizard.create({"opportunity_ids": [(6, 0, [lead.id, walled.id])]}).action_merge()
        with self.acting(self.alice) as env:
            env["crm.merge.opportunity"].create(
                {"opportunity_ids": [(6, 0, [lead.id, other.id])]}
            ).action_merge()
        self.assertTrue(walled.exists())
        self.assertEqual(len((lead | other).exists()), 1)
        self.assertTrue(self.row("crm_lead", (lead | other).exists(), "description")[0].startswith("wlec1$"))

    def test_front_desk_keeps_no_enquiry(self):
        with self.acting(self.fred) as env:
            self.assertFalse(env["crm.lead"].default_get(["user_id"]).get("user_id"))
        with self.acting(self.alice) as env:
            self.assertEqual(env["crm.lead"].default_get(["user_id"])["user_id"], self.alice.id)
