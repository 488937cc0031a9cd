# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import giving_back


def clients():
    """SQL of the ids of all contacts who are clients: people who are customers of an enquiry, whoever is the client of a file,
    and what is kept under them. People of the centre and the centre itself are not, even where an enquiry names them."""
    return SQL(
        """WITH RECURSIVE own AS (
                SELECT partner_id AS id FROM res_users WHERE share IS NOT TRUE
                UNION SELECT partner_id FROM res_company
                UNION SELECT u.partner_id FROM res_users u JOIN ir_model_data d ON d.model = 'res.users' AND d.res_id = u.id
                       WHERE d.module = 'base' AND d.name = 'public_user'
           ), client AS (
                (SELECT p.id FROM crm_lead l JOIN res_partner p ON p.id = l.partner_id WHERE p.is_company IS NOT TRUE
                 UNION SELECT partner_id FROM wlec_case
                 EXCEPT SELECT id FROM own)
                UNION
                SELECT p.id FROM res_partner p JOIN client c ON p.parent_id = c.id
                 WHERE p.is_company IS NOT TRUE AND p.id NOT IN (SELECT id FROM own)
           ) SELECT id FROM client"""
    )


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _rows_to_protect(self, alias):
        return SQL(
            "(%s IS NOT TRUE AND %s IN (%s))",
            SQL.identifier(alias, "wlec_protected"),
            SQL.identifier(alias, "id"),
            clients(),
        )

    def _after_protect(self):
        with giving_back.unedited(self._attendees()):
            super()._after_protect()

    def _after_unprotect(self):
        with giving_back.unedited(self._attendees()):
            super()._after_unprotect()

    def _attendees(self):
        """Their names, kept with the meetings, follow."""
        return self.env["calendar.attendee"].search([("partner_id", "in", self.ids)])
