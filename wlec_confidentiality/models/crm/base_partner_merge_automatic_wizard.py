# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import audit


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Odoo moves what hangs on a contact by SQL: a contact that is closed to the user is passed over as one that is not
        there, and what is merged with a client is the client."""
        partners = self.env["res.partner"].sudo(False).browse(partner_ids)
        partners -= partners._hidden()
        protected = partners.browse(sorted(partners._protected_ids())).exists()
        if protected and dst_partner not in protected:
            dst_partner = protected[0]
        result = super()._merge(partners.ids, dst_partner, extra_checks)
        if protected:
            audit.forget_lenses(self.env.cr)
            audit.record(partners.sudo().exists().sudo(False), "write", fields=("merged",))
        return result
