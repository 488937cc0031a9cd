# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

TASK = "mail.mail_activity_data_todo"


class WlecBreachComplaint(models.Model):
    """Telling people that there is something to do or to read, in words that say nothing of it."""

    _inherit = "wlec.breach.complaint"

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Nobody follows a complaint: the list of followers is open to every member of staff."""
        return True

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        return True

    # ---- tasks in the back office
    def _task(self, summary, deadline):
        """Give the handler something to do, unless they have just that to do already."""
        complaint = self.sudo()
        handler = complaint.handler_id
        waiting = complaint.activity_ids.filtered(
            lambda task: task.user_id == handler and task.summary == summary
        )
        if handler and not waiting:
            # Odoo's own mail on assignment is replaced by our neutral one.
            complaint.with_context(mail_activity_quick_update=True).activity_schedule(
                TASK, date_deadline=deadline, summary=summary, user_id=handler.id
            )

    def _close_tasks(self):
        self.sudo().activity_unlink([TASK])

    # ---- neutral mails
    def _notify_client(self):
        for complaint in self.sudo():
            if complaint.contact_by == "email" and complaint.partner_id.email:
                complaint._send_news("wlec_confidentiality.wlec_complaint_news_client")

    def _notify_staff(self):
        for complaint in self.sudo():
            if complaint.handler_id.email:
                complaint._send_news("wlec_confidentiality.wlec_complaint_news_staff")

    def _send_news(self, template):
        self.env.ref(template).sudo().send_mail(self.id, force_send=False)
