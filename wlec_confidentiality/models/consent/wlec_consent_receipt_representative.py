# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL


class WlecConsentReceipt(models.Model):
    _inherit = "wlec.consent.receipt"

    def _own_sql(self, alias, uid):
        """Receipts are for whoever gave the permission, too."""
        own = super()._own_sql(alias, uid)
        return own and SQL(
            "(%s OR EXISTS (SELECT 1 FROM wlec_consent k WHERE k.id = %s AND %s))",
            own,
            SQL.identifier(alias, "consent_id"),
            self.env["wlec.consent"]._representative_sql("k", uid),
        )
