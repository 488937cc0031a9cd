# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.models.access import protection
from odoo.addons.wlec_confidentiality.orm import audit

from . import protection_switch


class WlecCase(models.Model):
    """A file makes a client of the contact it is about."""

    _inherit = "wlec.case"

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # A file opens its client and its enquiry to whoever makes it: those must be open to them before.
        for name in ("partner_id", "lead_id"):
            protection.named(self, name, vals_list)._require_open()
        cases = super().create(vals_list)
        protection_switch.begin(self.env)
        cases._protect_clients()
        return cases

    def write(self, vals):
        for name in ("partner_id", "lead_id"):
            protection.named(self, name, [vals])._require_open()
        result = super().write(vals)
        if {"partner_id", "lead_id"} & vals.keys():
            self._protect_clients()
        return result

    def _protect_clients(self):
        audit.forget_lenses(self.env.cr)
        self.flush_model(["partner_id", "lead_id"])
        self.partner_id._protect_as_clients(companies=True)
        leads = self.sudo().lead_id.with_env(self.env)
        leads.filtered(lambda lead: not lead._is_row_protected())._protect()
