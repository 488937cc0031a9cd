# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.models.access import compiling

from .common import ConfidentialityCase

_OURS = """
    SELECT s.setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase JOIN pg_roles r ON r.oid = s.setrole
     WHERE d.datname = current_database() AND r.rolname = current_user
"""


@tagged("post_install", "-at_install")
class TestCompiling(ConfidentialityCase):
    """PostgreSQL is kept from compiling the walls' questions, by Odoo's own role and without any special right."""

    def setUp(self):
        super().setUp()
        compiling.leave(self.cr)
        self.cr.execute("SET LOCAL jit = on")

    def config(self):
        self.cr.execute(_OURS)
        return [entry for (config,) in self.cr.fetchall() for entry in config]

    def shown(self):
        return self.env["res.config.settings"].create({}).wlec_jit_off

    def test_switched_off_whenever_a_server_starts(self):
        self.assertFalse(self.shown())
        self.env["wlec.access.event"]._register_hook()
        self.assertIn("jit=off", self.config())
        self.assertTrue(self.shown())
        self.cr.execute("SHOW jit")
        self.assertEqual(self.cr.fetchone()[0], "off", "here too")

    def test_left_alone_where_it_is_off(self):
        self.cr.execute("SET LOCAL jit = off")
        compiling.switch_off(self.cr)
        self.assertNotIn("jit=off", self.config())

    def test_as_it_was_when_the_addon_goes(self):
        compiling.switch_off(self.cr)
        compiling.leave(self.cr)
        self.assertNotIn("jit=off", self.config())
        self.cr.execute("SET LOCAL jit = on")
        self.assertFalse(compiling.is_off(self.cr))
