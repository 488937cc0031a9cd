# SPDX-License-Identifier: LGPL-3.0-or-later
"""A new centre: whoever installs the addon finds it, and is told what is to be done before the first client comes."""

import os
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.wlec_confidentiality.orm import keys

from .common import CastMixin


@tagged("post_install", "-at_install", "wlec")
class TestFirstSteps(CastMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_cast()

    def steps(self):
        found = self.env["res.config.settings"].create({})
        return found.wlec_first_steps, found.wlec_steps_to_do

    def test_keys_that_are_not_there(self):
        before = self.steps()[1]
        self.addCleanup(keys.ring)
        with patch.dict(os.environ, {"WLEC_KEYRING": "/nowhere", "WLEC_SEAL_KEY": "/nowhere"}):
            text, count = self.steps()
        self.assertEqual(count, before + 2)
        for words in ("keyring.py create", "openssl rand -hex 32", "/nowhere cannot be read"):
            self.assertIn(words, text)
        self.assertNotIn("openssl", self.steps()[0])

    def test_a_duty_that_nobody_holds(self):
        officers = self.env.ref("wlec_confidentiality.group_officer")
        self.assertNotIn("Nobody is this yet", self.steps()[0])
        officers.all_user_ids.write({"group_ids": [(3, officers.id)]})
        self.env.invalidate_all()
        self.assertIn("Nobody is this yet: Confidentiality officer.", self.steps()[0])

    def test_the_address_on_every_letter(self):
        self.env.company.write({"street": "1 Example Road", "zip": "W7 9ZZ", "phone": "020 7946 0112"})
        before = self.steps()[1]
        self.env.company.street = False
        self.assertEqual(self.steps()[1], before + 1)

    def test_the_policy_that_nobody_has_read(self):
        missing = self.env["wlec.policy"].search([("state", "=", "in_force")], limit=1)._missing_users()
        self.assertIn(self.vera, missing)
        self.assertIn(f"{len(missing)} have not", self.steps()[0])
        self._acknowledge(missing)
        self.assertIn("Everybody who works under the policy has acknowledged it.", self.steps()[0])

    def test_nobody_has_a_duty_yet(self):
        with patch.object(type(self.env["wlec.policy"]), "_people", lambda policy: policy.env["res.users"]):
            text = self.steps()[0]
        self.assertIn("Whoever is given a duty reads the policy", text)
        self.assertNotIn("has acknowledged it", text)

    def test_a_witness(self):
        self.assertIn("somebody outside who is given the seals", self.steps()[0])

    def test_the_administrator_finds_the_settings_and_nothing_else(self):
        root = self.env.ref("wlec_confidentiality.wlec_menu_root")
        with self.acting(self.sam) as env:
            menus = env["ir.ui.menu"].load_menus(False)
        below, leaves = [root.id], []
        while below:
            menu = menus[below.pop()]
            below += menu["children"]
            leaves += [] if menu["children"] else [menu["xmlid"]]
        self.assertEqual(leaves, ["wlec_confidentiality.wlec_res_config_settings_menu"])
