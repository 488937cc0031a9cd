# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import AccessError, MissingError
from odoo.tests import Form

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.crm import protection_switch
from odoo.addons.wlec_confidentiality.orm import guards

from .crm_common import CANARY, CrmCase


class TestCrmPartner(CrmCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice, self.client)
        self._start_events()

    def test_columns_hold_tokens_and_no_text(self):
        names = [field.name for field in guards.sealable_fields(self.client)]
        values = dict(zip(names, self.row("res_partner", self.client, *names), strict=True))
        for name in (
            "name",
            "complete_name",
            "email",
            "email_normalized",
            "phone",
            "phone_sanitized",
            "comment",
        ):
            self.assertTrue(values[name].startswith("wlec1$"), name)
        for value in filter(None, values.values()):
            self.assertTrue(value.startswith("wlec1$"))

    def test_granted_reads_and_is_recorded(self):
        with self.acting(self.alice) as env:
            partner = env["res.partner"].browse(self.client.id)
            self.assertEqual(partner.display_name, CANARY["name"])
            self.assertEqual(partner.email_normalized, CANARY["email"])
            self.assertEqual(partner.with_env(env).read(["phone"])[0]["phone"], CANARY["phone"])
        reads = self.reads("res.partner")
        self.assertEqual(set(reads), {"name", "email_normalized", "phone"})
        self.assertEqual(reads["name"], {self.client.id})
        self.assertEqual(self.events(action="read", model="res.partner")[0]["case_ids"], [self.case.id])

    def test_others_meet_an_empty_place(self):
        for user in (self.bob, self.sam, self.fred, self.otto):
            with self.acting(user) as env:
                self.assertFalse(env["res.partner"].search([("id", "=", self.client.id)]))
            for operation in (
                lambda p: p.read(["name"]),
                lambda p: p.web_read({"name": {}}),
                lambda p: p.write({"city": "x"}),
                lambda p: p.unlink(),
                lambda p: p.name,
                lambda p: p.copy(),
                lambda p: p.action_archive(),
                lambda p: p.onchange({"city": "x"}, ["city"], {"city": {}, "name": {}}),
                lambda p: p.env["res.partner"].create({"name": "x", "parent_id": p.id, "type": "contact"}),
            ):
                self.assertEqual(
                    self._refusal(user, operation, self.client.id),
                    self._refusal(user, operation, self.client.id + 100_000),
                )

    def _refusal(self, user, operation, record_id):
        with self.acting(user) as env:
            try:
                with env.cr.savepoint():
                    return operation(env["res.partner"].browse(record_id))
            except (AccessError, MissingError) as refusal:
                return type(refusal).__name__, str(refusal).replace(str(record_id), "N")

    def test_debug_mode_tells_no_more(self):
        self.bob.group_ids += self.env.ref("base.group_no_one")
        with self.acting(self.bob) as env:
            with self.assertRaises(MissingError) as caught:
                env["res.partner"].browse(self.client.id).write({"city": "x"})
            self.assertNotIn("need to know", str(caught.exception))
        self.assertTrue(self.events(action="denied", model="res.partner", actor_id=self.bob.id))

    def test_full_rights_see_a_neutral_name(self):
        for user in (self.bob, self.sam, self.env.ref("base.user_root")):
            with self.acting(user) as env:
                partner = env["res.partner"].sudo().browse(self.client.id)
                self.assertEqual(partner.display_name, f"Client {partner.id}")
                self.assertFalse(partner.email)
                self.assertFalse(partner.email_formatted)
                self.assertFalse((partner.contact_address or "").strip())
                self.assertNotIn("Zenobia", str(partner.read()))
        self.assertFalse(self.reads("res.partner"))

    def test_searches_find_what_is_open_and_nothing_else(self):
        words = [
            [("name", "ilike", "zenobia")],
            [("complete_name", "ilike", "quillf")],
            [("email", "=", CANARY["email"])],
            [("email_normalized", "=", CANARY["email"])],
            [("display_name", "ilike", "zenob")],
            [("phone_mobile_search", "ilike", "79460777")],
            [("phone_mobile_search", "ilike", "0207946 0777")],
            [("street", "=like", "7 Kest%")],
        ]
        for domain in words:
            with self.acting(self.alice) as env:
                self.assertIn(self.client.id, env["res.partner"].search(domain).ids, domain)
            for user in (self.bob, self.sam):
                with self.acting(user) as env:
                    self.assertFalse(env["res.partner"].sudo().search(domain), domain)
        self.assertTrue(self.events(action="search", model="res.partner", actor_id=self.alice.id))
        self.assertFalse(self.events(action="search", model="res.partner", actor_id=self.bob.id))
        with self.acting(self.alice) as env:
            self.assertEqual(env["res.partner"].name_search("zenobia"), [(self.client.id, CANARY["name"])])

    def test_sums_and_groups_say_nothing(self):
        with self.acting(self.sam) as env:
            for name in ("name", "city", "email"):
                groups = (
                    env["res.partner"].sudo()._read_group([("id", "=", self.client.id)], [name], ["__count"])
                )
                self.assertEqual(groups, [(False, 1)])
            found = (
                env["res.partner"].sudo()._read_group([("id", "=", self.client.id)], [], ["email:array_agg"])
            )
            self.assertEqual(found, [([None],)])

    def test_writing_seals_and_derived_values_follow(self):
        with self.acting(self.alice) as env:
            env["res.partner"].browse(self.client.id).write(
                {"email": "New@Example.org", "name": "Zen Q", "phone": "020 7946 0999"}
            )
        email, normalized, name = self.row(
            "res_partner", self.client, "email", "email_normalized", "complete_name"
        )
        self.assertTrue(all(value.startswith("wlec1$") for value in (email, normalized, name)))
        with self.acting(self.alice) as env:
            partner = env["res.partner"].browse(self.client.id)
            self.assertEqual((partner.email_normalized, partner.complete_name), ("new@example.org", "Zen Q"))
            self.assertFalse(
                env["mail.tracking.value"].sudo().search([("new_value_char", "ilike", "example.org")])
            )
        self.assertIn(
            "email", {name for event in self.events(action="write") for name in event["field_names"]}
        )

    def test_derived_values_survive_whoever_may_not_open(self):
        with self.acting(self.sam) as env:
            env["res.partner"].sudo().browse(self.client.id).write({"country_id": env.ref("base.uk").id})
            env["res.partner"].sudo().browse(self.client.id).modified(["name", "email", "phone"])
        with self.acting(self.alice) as env:
            partner = env["res.partner"].browse(self.client.id)
            self.assertEqual(partner.email_normalized, CANARY["email"])
            self.assertTrue(partner.phone_sanitized)
            self.assertEqual(partner.complete_name, CANARY["name"])

    def test_computing_anew_is_no_reading_and_leaves_nothing_open(self):
        with self.acting(self.alice) as env:
            partner = env["res.partner"].browse(self.client.id)
            partner.write({"country_id": env.ref("base.uk").id})
            env.flush_all()
            self.assertNotIn("7946", str(partner._fields["phone_sanitized"]._get_cache(env)))
        self.assertNotIn("phone", self.reads("res.partner"))

    def test_client_sees_own_data(self):
        own = self.carol.partner_id
        own.write({"phone": "020 7946 0666"})
        self.case_for(self.alice, own)
        self.assertTrue(own.wlec_protected)
        with self.acting(self.carol) as env:
            self.assertEqual(env.user.name, "Carol")
            self.assertEqual(env.user.partner_id.phone, "020 7946 0666")
            env.user.partner_id.write({"phone": "020 7946 0667"})
        with self.acting(self.bob) as env:
            user = env["res.users"].sudo().browse(self.carol.id)
            self.assertEqual((user.name, user.email), (f"Client {own.id}", False))
            self.assertFalse(env["res.users"].sudo().search([("name", "=", "Carol")]))
        self.assertFalse(self.row("res_users", self.carol, "signature")[0])

    def test_a_client_cannot_become_a_colleague_in_the_same_contact(self):
        self.case_for(self.alice, self.carol.partner_id)
        with self.assertRaises(ConfidentialityError):
            self.carol.group_ids = self.env.ref("base.group_user")

    def test_colleagues_and_the_centre_are_never_clients(self):
        for partner in (self.bob.partner_id, self.env.company.partner_id):
            partner._protect_as_clients(companies=True)
            self.assertFalse(partner.wlec_protected)
        agency = self.env["res.partner"].create({"name": "Housing Office", "is_company": True})
        agency._protect_as_clients()
        self.assertFalse(agency.wlec_protected)

    def test_addresses_go_with_the_client(self):
        child = self.env["res.partner"].create(
            {"name": "Sister", "parent_id": self.client.id, "type": "other", "street": "9 Canary Row"}
        )
        self.assertTrue(child.wlec_protected)
        with self.acting(self.alice) as env:
            self.assertEqual(env["res.partner"].browse(child.id).name, "Sister")
        with self.acting(self.bob) as env:
            self.assertFalse(env["res.partner"].search([("id", "=", child.id)]))
        person = self.env["res.partner"].create({"name": "Later", "child_ids": [(0, 0, {"name": "Home"})]})
        person._protect_as_clients()
        self.assertTrue(person.child_ids.wlec_protected)

    def test_exclusion_closes_the_contact(self):
        with self.acting(self.alice) as env:
            env["wlec.access.grant"]._grant(env["wlec.case"].browse(self.case.id), self.bob, "team", "Team")
        with self.acting(self.bob) as env:
            self.assertTrue(env["res.partner"].search([("id", "=", self.client.id)]))
        self.env["wlec.access.exclusion"].create({"case_id": self.case.id, "user_id": self.bob.id})
        with self.acting(self.bob) as env:
            self.assertFalse(env["res.partner"].search([("id", "=", self.client.id)]))
            self.assertEqual(
                env["res.partner"].sudo().browse(self.client.id).name, f"Client {self.client.id}"
            )

    def test_who_has_not_acknowledged_sees_none(self):
        with self.acting(self.mona):
            self.env["wlec.access.grant"]._grant(self.case, self.vera, "team", "Team")
        with self.acting(self.vera) as env:
            self.assertFalse(env["res.partner"].search([("id", "=", self.client.id)]))
            self.assertEqual(
                env["res.partner"].sudo().browse(self.client.id).name, f"Client {self.client.id}"
            )

    def test_a_form_opens_no_more_than_it_shows(self):
        with self.acting(self.alice) as env:
            spec = {"name": {}, "street": {}, "email": {}, "lang": {}, "color": {}}
            env["res.partner"].browse(self.client.id).onchange({"color": 3}, ["color"], spec)
        self.assertFalse(self.reads("res.partner"))

    def test_form_saves(self):
        with self.acting(self.alice) as env:
            form = Form(env["res.partner"].browse(self.client.id))
            form.city = "Ealing"
            form.save()
        self.assertTrue(self.row("res_partner", self.client, "city")[0].startswith("wlec1$"))

    def test_a_copy_is_protected(self):
        with self.acting(self.alice) as env:
            copy = env["res.partner"].browse(self.client.id).copy()
            self.assertTrue(copy.wlec_protected)
            self.assertIn("Zenobia", copy.name)
        self.assertTrue(self.row("res_partner", copy, "name")[0].startswith("wlec1$"))

    def test_button_protects(self):
        plain = self.env["res.partner"].create({"name": "Walk-in"})
        with self.acting(self.fred) as env:
            partner = env["res.partner"].browse(plain.id)
            self.assertTrue(partner.wlec_can_protect)
        with self.acting(self.sam) as env, self.assertRaises(ConfidentialityError):
            env["res.partner"].browse(plain.id).action_wlec_protect()
        with self.acting(self.alice) as env, self.assertRaises(ConfidentialityError):
            env["res.partner"].browse(self.bob.partner_id.id).action_wlec_protect()
        with self.acting(self.alice) as env:
            env["res.partner"].browse(plain.id).action_wlec_protect()
        self.assertTrue(self.row("res_partner", plain, "name")[0].startswith("wlec1$"))

    def test_nobody_opens_a_client_by_hanging_something_on_them(self):
        for user, model, vals in (
            (self.bob, "crm.lead", {"name": "x", "partner_id": self.client.id, "user_id": self.bob.id}),
            (self.bob, "wlec.case", {"partner_id": self.client.id, "caseworker_id": self.bob.id}),
            (self.sam, "res.users", {"name": "x", "login": "spy", "partner_id": self.client.id}),
        ):
            with self.acting(user) as env, self.assertRaises(MissingError):
                env[model].sudo().create(vals)
            with self.acting(self.bob) as env:
                self.assertFalse(env["res.partner"].search([("id", "=", self.client.id)]))

    def test_nor_by_handing_over_the_record_or_a_pair(self):
        """As code typed into the back office may write it."""
        for given in (
            lambda env: env["res.partner"].sudo().browse(self.client.id),
            lambda env: (self.client.id, "x"),
        ):
            with self.acting(self.bob) as env:
                lead = env["crm.lead"].create({"name": "x", "user_id": self.bob.id})
                contact = env["res.partner"].create({"name": "x"})
                for attempt in (
                    lambda env=env, g=given: env["crm.lead"].create({"name": "x", "partner_id": g(env)}),
                    lambda env=env, g=given, lead=lead: lead.write({"partner_id": g(env)}),
                    lambda env=env, g=given: env["wlec.case"].sudo().create({"partner_id": g(env)}),
                    lambda env=env, g=given: env["res.partner"].create({"name": "x", "parent_id": g(env)}),
                    lambda env=env, g=given, contact=contact: contact.write({"parent_id": g(env)}),
                    lambda env=env, g=given: (
                        env["res.users"].sudo().create({"name": "x", "login": "spy", "partner_id": g(env)})
                    ),
                ):
                    with self.assertRaises(MissingError):
                        attempt()
                self.assertFalse(env["res.partner"].search([("id", "=", self.client.id)]))

    def test_asking_for_the_flag_leaves_nothing_of_others_in_memory(self):
        """Odoo's own rules keep people out of unprotected contacts too; what lies in the cache they would get all the same."""
        other = self.env["res.partner"].create({"name": "Another company's", "email": "other@example.org"})
        self.env["ir.rule"].create(
            {
                "name": "Not this one",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {other.id})]",
            }
        )
        with self.acting(self.bob) as env:
            contact = env["res.partner"].browse(other.id)
            self.assertFalse(contact._is_row_protected() or contact._protected_ids())
            for name in ("name", "complete_name", "display_name", "email"):
                with self.assertRaises(AccessError):
                    contact[name]

    def test_an_administrator_does_not_set_a_clients_password(self):
        self.case_for(self.alice, self.carol.partner_id)
        with self.acting(self.sam) as env, self.assertRaises(ConfidentialityError):
            env["res.users"].browse(self.carol.id).write({"password": "known to sam"})
        with self.acting(self.carol) as env:
            env["res.users"].sudo().browse(self.carol.id).write({"password": "known to carol"})

    def test_protection_is_not_taken_off_by_hand(self):
        with self.acting(self.alice) as env, self.assertRaises(ConfidentialityError):
            env["res.partner"].browse(self.client.id).write({"wlec_protected": False})

    def test_password_link_reaches_the_client(self):
        self.case_for(self.alice, self.carol.partner_id)
        email = self.env["res.users"].sudo().browse(self.carol.id)
        with self.acting(self.alice) as env:
            env["res.partner"].browse(email.partner_id.id).email = "carol@quill.example"
        sent = []
        self.patch(
            type(self.env["mail.mail"]),
            "send",
            lambda mails, *args, **kw: sent.extend(mails.mapped("email_to")),
        )
        with self.acting(self.env.ref("base.public_user")) as env:
            env["res.users"].sudo().reset_password("carol")
        self.assertEqual(sent, ["carol@quill.example"])
        self.assertTrue(self.events(action="deliver", model="res.partner"))

    def test_merging_takes_no_walled_contact(self):
        visible = self.env["res.partner"].create({"name": "Visible", "email": CANARY["email"]})
        with self.acting(self.bob) as env:
            wizard = env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge([visible.id, self.client.id], visible.with_env(env))
        self.assertTrue(self.client.exists() and visible.exists())
        self.assertEqual(self.case.partner_id, self.client)

    def test_merged_with_a_client_is_a_client(self):
        twin = self.env["res.partner"].create(
            {"name": "Zenobia Q", "email": CANARY["email"], "city": "Hanwell"}
        )
        with self.acting(self.alice) as env:
            wizard = env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge([twin.id, self.client.id], twin.with_env(env))
            self.assertEqual(env["res.partner"].browse(self.client.id).city, "Hanwell")
        self.assertFalse(twin.exists())
        self.assertEqual(self.case.partner_id, self.client)
        self.assertTrue(self.row("res_partner", self.client, "city")[0].startswith("wlec1$"))


class TestCrmBeforeProtection(CrmCase):
    _BEGUN = False

    def test_everything_is_as_before(self):
        self.assertFalse(protection_switch.is_on(self.env))
        partner = self.env["res.partner"].create({"name": "Plain", "email": "p@example.org"})
        lead = self.env["crm.lead"].create({"name": "Plain lead", "partner_id": partner.id})
        self.assertFalse(partner.wlec_protected or lead.wlec_protected)
        self.assertEqual(self.row("crm_lead", lead, "name", "email_from"), ("Plain lead", "p@example.org"))

    def test_the_first_file_begins_it(self):
        partner = self.env["res.partner"].create({"name": "Plain", "email": "p@example.org"})
        lead = self.env["crm.lead"].create({"name": "Plain lead", "partner_id": partner.id})
        self.case_for(self.alice, partner)
        self.assertTrue(protection_switch.is_on(self.env))
        self.assertTrue(partner.wlec_protected)
        self.assertTrue(lead.wlec_protected)
        self.assertTrue(self.row("crm_lead", lead, "name")[0].startswith("wlec1$"))
