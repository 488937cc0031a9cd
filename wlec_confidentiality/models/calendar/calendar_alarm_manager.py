# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class CalendarAlarmManager(models.AbstractModel):
    _inherit = "calendar.alarm_manager"

    def do_notif_reminder(self, alert):
        """Reminders travel over the bus, where they are kept in clear for a day."""
        notice = super().do_notif_reminder(alert)
        event = self.env["calendar.event"].browse(alert["event_id"])
        if notice and event._is_row_protected():
            notice["title"] = self.env._("Appointment")
        return notice
