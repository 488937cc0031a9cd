# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecBreach(models.Model):
    """A breach is not hidden by naming those who would see it: it is brought before the chair, or whoever is free."""

    _inherit = "wlec.breach"

    def write(self, vals):
        with self._watched(vals):
            return super().write(vals)

    def _watching(self):
        return super()._watching() | self.chair_id

    def _pass_on(self, user):
        self.chair_id = user
        self._task(user, self.env._("Look at a breach: people were named in it"))
