# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _compute_meeting(self):
        """Odoo asks the database for the meetings of nobody, and fails, where none of the contacts can be found: that is the
        answer to a number never given, and to a contact that is closed."""
        found = self.with_context(active_test=False).search([("id", "in", self.ids)])
        return super(ResPartner, found.with_env(self.env))._compute_meeting()
