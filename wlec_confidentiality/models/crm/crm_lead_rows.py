# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _rows_to_protect(self, alias):
        """Every enquiry: it says who came, and often why."""
        return SQL("(%s IS NOT TRUE)", SQL.identifier(alias, "wlec_protected"))
