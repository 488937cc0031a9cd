# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.chatter import notices


class CalendarPopoverDeleteWizard(models.TransientModel):
    """Cancelling a confidential meeting: the draft of a mail would keep its subject in clear."""

    _inherit = "calendar.popover.delete.wizard"

    @api.depends("calendar_event_id")
    def _compute_subject(self):
        neutral = self._of_confidential_meetings()
        super(CalendarPopoverDeleteWizard, self - neutral)._compute_subject()
        for wizard in neutral:
            wizard.subject = wizard.calendar_event_id._told_name()

    @api.depends("calendar_event_id")
    def _compute_body(self):
        neutral = self._of_confidential_meetings()
        super(CalendarPopoverDeleteWizard, self - neutral)._compute_body()
        for wizard in neutral:
            wizard.body = wizard.calendar_event_id._cancelled_text()

    def _of_confidential_meetings(self):
        return self.filtered(
            lambda wizard: wizard.calendar_event_id and wizard.calendar_event_id._is_row_protected()
        )

    def action_send_mail_and_delete(self):
        if not self._of_confidential_meetings():
            return super().action_send_mail_and_delete()
        event = self.calendar_event_id
        event.check_access("unlink")
        for attendee in event.attendee_ids.filtered(lambda one: one._should_notify_attendee()):
            with unsealed.log_line(), notices.own_words():
                event.sudo().message_notify(
                    subject=event._told_name(),
                    body=event._cancelled_text(),
                    partner_ids=attendee.partner_id.ids,
                )
        return self.action_delete()
