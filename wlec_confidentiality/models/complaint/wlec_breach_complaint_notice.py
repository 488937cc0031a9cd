# SPDX-License-Identifier: LGPL-3.0-or-later
from urllib.parse import urlsplit

from odoo import models
from odoo.tools.mail import formataddr

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
        # From the centre, never from a person: the sender's name would say who handles the complaint, or who made it.
        company = self.env.company.sudo()
        address = company.email_formatted or formataddr(
            (company.name, f"noreply@{urlsplit(self.get_base_url()).hostname}")
        )
        sender = {"author_id": company.partner_id.id, "email_from": address, "reply_to": address}
        self.env.ref(template).sudo().send_mail(self.id, force_send=False, email_values=sender)
