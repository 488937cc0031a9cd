# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import http
from odoo.http import request

from odoo.addons.calendar.controllers.main import CalendarController


class ConfidentialCalendarController(CalendarController):
    """The page behind the link in an invitation: of a confidential meeting it says when; where is in the notice, which no link can be made of."""

    @http.route()
    def view_meeting(self, token, id, **kwargs):
        try:
            number = int(id)  # as Odoo reads it: “ 5” and “+5” lead to the same meeting
        except ValueError:
            raise request.not_found() from None
        if request.env.user._is_internal():
            return super().view_meeting(token, number, **kwargs)
        known = [("access_token", "=", token), ("event_id", "=", number)]
        attendee = request.env["calendar.attendee"].sudo().search(known, limit=1)
        event = attendee.event_id
        if not attendee or not event._is_row_protected():
            return super().view_meeting(token, id, **kwargs)
        values = {
            "attendee": attendee,
            "event": event,
            "title": event._told_name(),
            "time": event.get_display_time_tz(tz=attendee.partner_id.tz or event.event_tz),
        }
        page = request.env["ir.ui.view"]._render_template("wlec_confidentiality.appointment_page", values)
        return request.make_response(
            page, headers=[("Content-Type", "text/html"), ("Cache-Control", "no-store")]
        )
