# SPDX-License-Identifier: LGPL-3.0-or-later
import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, KeyRingError
from odoo.addons.wlec_confidentiality.models.access import giving_back
from odoo.addons.wlec_confidentiality.models.crm import forecast
from odoo.addons.wlec_confidentiality.models.crm.protecting import Job
from odoo.addons.wlec_confidentiality.orm import keys

from .common import ConfidentialityCase

_NOWHERE = {"WLEC_KEYRING": "/nowhere/keyring.json"}


class ProtectionCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        Partner = self.env["res.partner"]
        self.protection = self.env["wlec.crm.protection"]._the_one()
        self.client = Partner.create(
            {"name": "Amal Haddad", "email": "amal@example.com", "street": "1 High Street"}
        )
        self.refuge = Partner.create(
            {"parent_id": self.client.id, "type": "other", "street": "9 Refuge Road"}
        )
        self.company = Partner.create({"name": "Ealing Council", "is_company": True})
        self.lead = self.env["crm.lead"].create({"name": "Dismissed", "partner_id": self.client.id})
        self.env.flush_all()

    def job(self, **settings):
        return Job(self.env, lambda work: work(), **settings)

    def begin(self):
        with self.acting(self.otto) as env:
            self.protection.with_env(env).action_begin()

    def column(self, record, name):
        self.env.flush_all()
        self.env.cr.execute(f"SELECT {name} FROM {record._table} WHERE id = %s", [record.id])
        return self.env.cr.fetchone()[0]

    def without_ring(self):
        return patch.dict(os.environ, _NOWHERE)


@tagged("post_install", "-at_install")
class TestBeginning(ProtectionCase):
    def test_off_until_somebody_begins(self):
        self.assertEqual(self.protection.state, "off")
        self.assertFalse(self.protection._is_on())
        self.assertFalse(self.job().run())
        self.assertEqual(self.column(self.client, "name"), "Amal Haddad")

    def test_the_officer_begins(self):
        self.begin()
        self.assertEqual((self.protection.state, self.protection.began_by_id), ("running", self.otto))
        self.assertTrue(self.protection._is_on())
        self.assertTrue(self.events(action="configure", model="wlec.crm.protection", field_names=["begin"]))

    def test_nobody_else(self):
        for user in (self.alice, self.mona, self.fred, self.tara, self.audrey, self.sam, self.carol):
            with self.acting(user) as env, self.assertRaises(AccessError):
                self.protection.with_env(env).action_begin()
        self.assertEqual(self.protection.state, "off")

    def test_the_first_file_begins(self):
        self.case_for(self.alice)
        self.assertEqual((self.protection.state, self.protection.began_by_id), ("running", self.alice))

    def test_begun_once(self):
        self.begin()
        began = self.protection.began_at
        self.case_for(self.alice)
        with self.acting(self.otto) as env:
            self.protection.with_env(env).action_begin()
        self.assertEqual((self.protection.began_at, self.protection.began_by_id), (began, self.otto))

    def test_what_will_happen_is_said_first(self):
        before = forecast.counts(self.env)["res.partner"]
        text = self.protection.with_user(self.otto).forecast
        self.assertIn(f"{before} contacts who have an enquiry or a file", text)
        self.assertIn("organisations that are nobody's client stay in clear", text)
        self.assertNotIn("Amal", text)

    def test_nobody_switches_it_off(self):
        self.begin()
        for values in ({"state": "off"}, {"began_at": False}, {"problems": "x"}):
            with self.assertRaises(ConfidentialityError):
                self.protection.sudo().write(values)
        with self.assertRaises(ConfidentialityError):
            self.protection.sudo().state = "off"
        with self.assertRaises(ConfidentialityError):
            self.protection.sudo()._note(object(), "off", state="off")
        with self.assertRaises(UserError):
            self.protection.sudo().unlink()
        with self.assertRaises(ConfidentialityError):
            self.protection.sudo().create({"state": "on"})


@tagged("post_install", "-at_install")
class TestKeyRingMissing(ProtectionCase):
    def test_waits_for_the_ring(self):
        with self.without_ring():
            self.begin()
            self.assertEqual(self.protection.state, "paused")
            self.assertIn("key ring", self.protection.pause_reason)
            self.assertFalse(self.protection._is_on(), "the CRM goes on as before")
            self.assertFalse(self.job().run())
        self.assertEqual(self.column(self.client, "name"), "Amal Haddad")
        self.assertTrue(self.job().run())
        self.assertEqual(self.protection.state, "on")
        self.assertTrue(self.column(self.client, "name").startswith("wlec1$"))

    def test_lost_on_the_way(self):
        self.begin()
        with self.without_ring():
            keys.forget()
            self.assertFalse(self.job().run())
            self.assertEqual(self.protection.state, "paused")
            self.assertTrue(self.protection._is_on(), "nothing new is kept in clear")
        self.assertTrue(self.job().run())
        self.assertEqual((self.protection.state, self.protection.pause_reason), ("on", False))


@tagged("post_install", "-at_install")
class TestJob(ProtectionCase):
    def test_clients_and_nobody_else(self):
        self.begin()
        self.assertTrue(self.job().run())
        for partner in (self.client, self.refuge):
            self.assertTrue(self.column(partner, "wlec_protected"))
            self.assertTrue(self.column(partner, "street").startswith("wlec1$"))
        for partner in (self.company, self.alice.partner_id, self.env.company.partner_id):
            self.assertFalse(self.column(partner, "wlec_protected"))
        self.assertEqual(self.column(self.company, "name"), "Ealing Council")

    def test_colleagues_named_by_an_enquiry_are_not_clients(self):
        self.env["crm.lead"].create({"name": "Test", "partner_id": self.bob.partner_id.id})
        self.begin()
        self.job().run()
        self.assertFalse(self.column(self.bob.partner_id, "wlec_protected"))

    def test_counted_and_not_done_twice(self):
        self.begin()
        expected = forecast.counts(self.env)["res.partner"]
        self.assertTrue(self.job(size=1).run())
        line = self.protection.line_ids.filtered(lambda line: line.model == "res.partner")
        self.assertEqual((line.done, line.total), (expected, expected))
        self.assertEqual(self.protection.progress, 100)
        sealed = self.column(self.client, "name")
        self.assertTrue(self.job().run())
        self.assertEqual(self.column(self.client, "name"), sealed)
        self.assertEqual(line.done, expected)

    def test_stops_in_the_middle_and_goes_on(self):
        self.begin()
        turns = iter((1, 1, 0))
        self.assertFalse(self.job(size=1, seconds_left=lambda: next(turns, 0)).run())
        self.assertEqual(self.protection.state, "running")
        self.assertTrue(self.job(size=1).run())
        self.assertEqual(self.protection.state, "on")

    def test_what_escaped_is_found_later(self):
        self.begin()
        self.assertTrue(self.job().run())
        self.env.cr.execute(
            "INSERT INTO res_partner (name, parent_id) VALUES ('late', %s) RETURNING id", [self.client.id]
        )
        late = self.env["res.partner"].browse(self.env.cr.fetchone()[0])
        self.assertTrue(self.job().run())
        self.assertTrue(self.column(late, "wlec_protected"))

    def test_one_that_cannot_be_does_not_stop_the_others(self):
        self.begin()
        Partner = type(self.env["res.partner"])
        protect, bad = Partner._protect, self.refuge.id

        def fails(records):
            if bad in records.ids:
                raise ValueError("quotes 9 Refuge Road")
            return protect(records)

        with patch.object(Partner, "_protect", fails):
            self.assertFalse(self.job().run())
        self.assertTrue(self.column(self.client, "wlec_protected"))
        self.assertEqual(self.protection.problems, f"res.partner {bad}: ValueError")
        self.assertEqual(self.protection.state, "running")
        self.assertTrue(self.job().run())
        self.assertEqual((self.protection.state, self.protection.problems), ("on", False))

    def test_a_text_that_looks_sealed_is_a_text(self):
        self.env.cr.execute(
            "UPDATE res_partner SET street2 = 'wlec1$ typed long ago' WHERE id = %s", [self.client.id]
        )
        self.begin()
        self.assertTrue(self.job().run())
        giving_back.give_back(self.env)
        self.assertEqual(self.column(self.client, "street2"), "wlec1$ typed long ago")


@tagged("post_install", "-at_install")
class TestGivingBack(ProtectionCase):
    def row(self, partner):
        self.env.flush_all()
        self.env.cr.execute("SELECT to_jsonb(p) FROM res_partner p WHERE id = %s", [partner.id])
        return self.env.cr.fetchone()[0]

    def test_rows_are_what_they_were(self):
        before = [self.row(partner) for partner in (self.client, self.refuge, self.company)]
        self.begin()
        self.assertTrue(self.job().run())
        self.assertNotEqual(self.row(self.client), before[0])
        giving_back.give_back(self.env)
        self.assertEqual([self.row(partner) for partner in (self.client, self.refuge, self.company)], before)

    def test_not_without_being_meant(self):
        self.begin()
        self.job().run()
        addon = self.env["ir.module.module"].search([("name", "=", "wlec_confidentiality")])
        below = self.env["ir.module.module"].search([("name", "=", "crm")])
        for module in (addon, below, addon | below):
            with self.assertRaises(ConfidentialityError):
                module.with_user(self.env.ref("base.user_admin")).button_uninstall()
        self.assertEqual(addon.state, "installed")

    def test_not_without_the_ring(self):
        self.begin()
        self.job().run()
        addon = self.env["ir.module.module"].search([("name", "=", "wlec_confidentiality")])
        with (
            patch.dict(os.environ, {**_NOWHERE, "WLEC_ALLOW_UNINSTALL": "1"}),
            self.assertRaises(KeyRingError),
        ):
            addon.with_user(self.env.ref("base.user_admin")).button_uninstall()
        self.assertEqual(addon.state, "installed")

    def test_not_by_the_side_door(self):
        self.begin()
        self.job().run()
        addon = self.env["ir.module.module"].search([("name", "=", "wlec_confidentiality")])
        with patch.dict(os.environ, {"WLEC_ALLOW_UNINSTALL": "1"}), self.assertRaises(ConfidentialityError):
            addon.with_user(self.env.ref("base.user_admin")).module_uninstall()
