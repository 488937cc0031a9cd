# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from .res_partner_rows import clients


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _rows_to_protect(self, alias):
        """Meetings about an enquiry, a client or a file, and meetings a client comes to."""
        return SQL(
            """(%(row)s.wlec_protected IS NOT TRUE AND (
                    %(row)s.opportunity_id IS NOT NULL
                    OR (%(row)s.res_model IN ('crm.lead', 'wlec.case') AND %(row)s.res_id > 0)
                    OR (%(row)s.res_model = 'res.partner' AND %(row)s.res_id IN (%(clients)s))
                    OR %(row)s.id IN (SELECT calendar_event_id FROM calendar_event_res_partner_rel
                                       WHERE res_partner_id IN (%(clients)s))))""",
            row=SQL.identifier(alias),
            clients=clients(),
        )
