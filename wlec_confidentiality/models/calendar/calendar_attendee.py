# SPDX-License-Identifier: LGPL-3.0-or-later
from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, html_escape

from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.chatter import notices
from odoo.addons.wlec_confidentiality.orm import unprotected


class CalendarAttendee(models.Model):
    _name = "calendar.attendee"
    _inherit = ["calendar.attendee", "wlec.hidden.mixin"]

    _wlec_walled = True
    _wlec_neutral = frozenset(("common_name",))

    def _protected_closed(self):
        """Who comes to a meeting that is shown as “Busy”."""
        events = self.env["calendar.event"]
        if unprotected.is_none(events):
            return set()
        self.flush_model(["event_id"])
        query = SQL("SELECT id, event_id FROM calendar_attendee WHERE id = ANY(%s)", list(self.ids))
        event_of = dict(self.env.execute_query(query))
        busy = SQL(
            "SELECT id FROM calendar_event WHERE id = ANY(%s) AND id IN %s",
            list(set(event_of.values())),
            events._busy_meetings().subselect(),
        )
        closed = {number for (number,) in self.env.execute_query(busy)}
        return set(self.ids) - {number for number, event in event_of.items() if event not in closed}

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        events = self.env["calendar.event"]
        if not (self.env.su or bypass_access or unprotected.is_none(events)):
            domain = Domain(domain) & ~Domain("event_id", "in", events._busy_meetings())
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    @api.depends("partner_id.wlec_protected")
    def _compute_common_name(self):
        """Kept in the database in clear: of a client it says nothing."""
        clients = self.filtered(lambda attendee: attendee.partner_id._is_row_protected())
        super(CalendarAttendee, self - clients)._compute_common_name()
        for attendee in clients:
            attendee.common_name = attendee.partner_id._neutral_name()

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees.event_id._protect_if_needed()
        return attendees

    # ---- invitations, changes of date and reminders
    def _notify_attendees(self, mail_template, notify_author=False, force_send=False):
        confidential = self.filtered(lambda attendee: attendee.event_id._is_row_protected())
        confidential._tell_of_appointment(notify_author)
        others = self - confidential
        if others or not self:
            return super(CalendarAttendee, others)._notify_attendees(mail_template, notify_author, force_send)
        return None

    def _tell_of_appointment(self, notify_author):
        """One text for all occasions: the subject of the meeting is not in it, and who else comes is not, either."""
        if self.env["ir.config_parameter"].sudo().get_param("calendar.block_mail"):
            return
        for attendee in self.filtered(lambda one: one._should_notify_attendee(notify_author=notify_author)):
            event = attendee.event_id.sudo()
            with unsealed.log_line(), notices.own_words():
                event.message_notify(
                    subject=event._told_name(),
                    body=attendee._told_body(),
                    author_id=event.user_id.partner_id.id or self.env.user.partner_id.id,
                    partner_ids=attendee.partner_id.ids,
                    notify_author=notify_author,
                    email_layout_xmlid="mail.mail_notification_light",
                )

    def _told_body(self):
        event = self.event_id.sudo()
        time = event.get_display_time_tz(tz=self.partner_id.sudo().tz or event.event_tz or self.env.user.tz)
        # Notices are kept in clear, here and wherever they arrive; where somebody in danger will be at that time is not for them.
        lines = [event._told_name(), time, self.env._("For your safety this message does not say where.")]
        return Markup("<br/>").join(html_escape(line) for line in lines)
