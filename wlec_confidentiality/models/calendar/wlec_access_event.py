# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.tools import clock

# A meeting about the file, its enquiry or with its client, on the day of the access by the centre's clock, and in the diary by then.
_THAT_DAY = SQL(
    """SELECT e.id, c.id, 'meeting', 'calendar.event', m.id
         FROM seen e JOIN wlec_case c ON c.id = ANY(e.case_ids)
         JOIN res_users u ON u.id = e.actor_id AND u.share IS NOT TRUE
         JOIN LATERAL (
            SELECT v.id FROM calendar_event v WHERE v.res_model = 'wlec.case' AND v.res_id = c.id
            UNION SELECT v.id FROM calendar_event v WHERE v.res_model = 'crm.lead' AND v.res_id = c.lead_id
            UNION SELECT v.id FROM calendar_event v WHERE v.opportunity_id = c.lead_id
            UNION SELECT r.calendar_event_id FROM calendar_event_res_partner_rel r WHERE r.res_partner_id = c.partner_id
         ) about ON TRUE
         JOIN calendar_event m ON m.id = about.id AND m.active AND m.create_date < e.at
          AND (m.start AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date <= (e.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
          AND (m.stop AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date >= (e.at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
        WHERE m.user_id = u.id OR EXISTS (
            SELECT 1 FROM calendar_event_res_partner_rel i WHERE i.calendar_event_id = m.id AND i.res_partner_id = u.partner_id)""",
    zone=clock.HOME.key,
)
# Looking at a meeting one comes to oneself, or has booked.
_INVITED = SQL(
    """SELECT t.event, t.record, 'meeting', 'calendar.event', m.id
         FROM thing t JOIN seen e ON e.id = t.event JOIN res_users u ON u.id = e.actor_id
         JOIN calendar_event m ON t.owner_model = 'calendar.event' AND m.id = t.owner
        WHERE e.actor_id IN (m.user_id, m.create_uid) OR EXISTS (
            SELECT 1 FROM calendar_event_res_partner_rel i WHERE i.calendar_event_id = m.id AND i.res_partner_id = u.partner_id)"""
)


class WlecAccessEvent(models.Model):
    """Whoever meets the client that day looks at their file before and after."""

    _inherit = "wlec.access.event"

    @api.model
    def _explaining(self):
        self.env["calendar.event"].flush_model()
        return [*super()._explaining(), _THAT_DAY, _INVITED]
