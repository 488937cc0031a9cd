# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import KeyRingError
from odoo.addons.wlec_confidentiality.orm import keys

from . import compiling, event_table


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_key_ring_state = fields.Char("Key ring", compute="_compute_wlec_security")
    wlec_key_ring_ok = fields.Boolean(compute="_compute_wlec_security")
    wlec_data_key_count = fields.Integer("Data keys", compute="_compute_wlec_security")
    wlec_log_hardened = fields.Boolean(
        "Access records owned by another database role", compute="_compute_wlec_security"
    )
    wlec_jit_off = fields.Boolean(
        "Questions are answered without compiling them", compute="_compute_wlec_security"
    )

    @api.depends_context("uid")
    def _compute_wlec_security(self):
        try:
            ring = keys.ring()
            state, ok = self.env._("In use: %s", ring.current), True
        except KeyRingError as problem:
            state, ok = str(problem), False
        self.env.cr.execute("SELECT count(*) FROM wlec_data_key WHERE retired_at IS NULL")
        count, hardened = self.env.cr.fetchone()[0], event_table.is_hardened(self.env.cr)
        jit_off = compiling.is_off(self.env.cr)
        for settings in self:
            settings.wlec_jit_off = jit_off
            settings.wlec_key_ring_state, settings.wlec_key_ring_ok = state, ok
            settings.wlec_data_key_count, settings.wlec_log_hardened = count, hardened
