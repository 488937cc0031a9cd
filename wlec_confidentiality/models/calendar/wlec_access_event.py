# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.tools import clock

# A meeting about the file, its enquiry or with its client, on the day of the access by the centre's clock, and in the diary by then.
# From who was there, and when, to the meetings they came to, to the files these are about: never from each access.
_DAY = SQL("(e.at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", clock.HOME.key)
_THAT_DAY = SQL(
    """SELECT e.id, e.case_id, 'meeting', 'calendar.event', went.meeting
         FROM (SELECT there.actor_id, there.day, about.*
                 FROM (SELECT DISTINCT e.actor_id, %(day)s FROM seen e WHERE e.case_ids <> '{}') AS there(actor_id, day)
                 JOIN res_users u ON u.id = there.actor_id AND u.share IS NOT TRUE
                 JOIN LATERAL (
                    SELECT v.id FROM calendar_event v WHERE v.user_id = u.id
                    UNION SELECT i.calendar_event_id FROM calendar_event_res_partner_rel i WHERE i.res_partner_id = u.partner_id
                 ) came ON TRUE
                 JOIN calendar_event m ON m.id = came.id AND m.active
                  AND (m.start AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date <= there.day
                  AND (m.stop AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date >= there.day
                 JOIN LATERAL (
                    SELECT m.id, m.create_date, c.id FROM wlec_case c WHERE m.res_model = 'wlec.case' AND c.id = m.res_id
                    UNION SELECT m.id, m.create_date, c.id FROM wlec_case c WHERE m.res_model = 'crm.lead' AND c.lead_id = m.res_id
                    UNION SELECT m.id, m.create_date, c.id FROM wlec_case c WHERE c.lead_id = m.opportunity_id
                    UNION SELECT m.id, m.create_date, c.id FROM calendar_event_res_partner_rel r
                            JOIN wlec_case c ON c.partner_id = r.res_partner_id WHERE r.calendar_event_id = m.id
                 ) about(meeting, entered, case_id) ON TRUE
               OFFSET 0) went -- so that these few are found before the many accesses
         JOIN filed e ON e.actor_id = went.actor_id AND e.case_id = went.case_id AND %(day)s = went.day AND went.entered < e.at""",
    day=_DAY,
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
