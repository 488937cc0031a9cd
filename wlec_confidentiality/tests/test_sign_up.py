# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .crm_common import CrmCase


@tagged("post_install", "-at_install", "wlec")
class TestSignUp(CrmCase):
    """Nobody is told the secret, or the login, with which a client comes in; nobody but a mail server brings in mail."""

    def test_of_clients_nothing_and_of_others_as_ever(self):
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
        agency = self.env["res.partner"].create({"name": "An agency"})
        both = self.client | agency
        with self.acting(self.sam) as env:
            told = both.with_env(env).signup_get_auth_param()
        self.assertEqual(told[self.client.id], {})
        self.assertIn("auth_signup_token", told[agency.id])
        self.assertFalse(self.client.signup_type)

    def test_mail_comes_in_by_the_server_only(self):
        for user in (self.alice, self.bob, self.carol):
            with self.acting(user) as env, self.assertRaises(AccessError):
                env["mail.thread"].message_process(False, "From: a@example.com\n\nwords")
