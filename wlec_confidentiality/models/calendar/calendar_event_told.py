# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.orm import audit, gate
from odoo.addons.wlec_confidentiality.orm.gate import Purpose

try:
    import vobject
except ImportError:  # as Odoo does: no invitations for calendar programs then
    vobject = None

# The place of an appointment goes to those who are to come, whoever presses the button or if a clock does.
_DELIVERY = Purpose("deliver")


class CalendarEvent(models.Model):
    """What of a confidential meeting is told outside: that there is an appointment, and when. The file for calendar programs, made
    for whoever fetches it and kept nowhere, says where, too."""

    _inherit = "calendar.event"

    def _told_name(self):
        return self.env._("An appointment at the centre")

    def _told_place(self):
        self.ensure_one()
        event = self.sudo()
        with gate.purpose(self.env, _DELIVERY):
            place = event.location or ""
        if place:
            audit.record(event, "deliver", fields=("location",))  # also what was typed a moment ago
        return place

    def _cancelled_text(self):
        time = self.sudo().get_display_time_tz(tz=self.env.user.tz)
        return self.env._("The appointment at the centre on %s will not take place.", time)

    # ---- the file for calendar programs
    def _get_ics_file(self):
        confidential = self.filtered(lambda event: event._is_row_protected())
        result = super(CalendarEvent, self - confidential)._get_ics_file()
        if vobject:
            result.update({event.id: event._told_ics() for event in confidential})
        return result

    def _told_ics(self):
        """Time and place; nobody's name or address."""
        times = self.sudo().read(["start", "stop", "allday"])[0]
        calendar = vobject.iCalendar()
        entry = calendar.add("vevent")
        for part, name in (("dtstart", "start"), ("dtend", "stop")):
            moment = times[name]
            entry.add(part).value = (
                moment.date() if times["allday"] else moment.replace(tzinfo=vobject.icalendar.utc)
            )
        entry.add("summary").value = self._told_name()
        if place := self._told_place():
            entry.add("location").value = place
        return calendar.serialize().encode()

    # ---- doors by which Odoo would tell more
    def _create_videocall_channel_id(self, name, partner_ids):
        if self._is_row_protected():
            name = self.env._("Appointment")  # the name of a channel is kept in clear
        return super()._create_videocall_channel_id(name, partner_ids)

    def _get_contact_details_description(self, organizer, partners):
        """Not the client's name and telephone number in every invitation."""
        protected = partners._protected_ids() if partners else set()
        return super()._get_contact_details_description(
            organizer, partners.filtered(lambda partner: partner.id not in protected)
        )

    def action_open_composer(self):
        if any(event._is_row_protected() for event in self - self._busy()):
            raise UserError(
                self.env._(
                    "Who comes to a confidential appointment is told its time and place only. Write to the client from their file."
                )
            )
        return super().action_open_composer()
