# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.models.access import named


class DiscussChannel(models.Model):
    _inherit = "discuss.channel"

    def add_members(self, partner_ids=None, **kwargs):
        # Odoo leaves out those who are not there, without a word.
        partners = self.env["res.partner"].browse(partner_ids or ()).exists()
        return super().add_members(partner_ids=partners.ids, **kwargs)

    def _create_group(self, partners_to, **kwargs):
        named.require_there(self.env, "res.partner", set(partners_to))
        return super()._create_group(partners_to, **kwargs)
