# SPDX-License-Identifier: LGPL-3.0-or-later
from urllib.parse import urlsplit

from odoo import models
from odoo.tools.mail import formataddr

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import unsealed
from odoo.addons.wlec_confidentiality.models.chatter import notices

TASK = "mail.mail_activity_data_todo"
_ACTIVITIES = "mail.mt_activities"  # what Odoo itself posts when a task is done
_NOTE = "mail.mt_note"


class WlecBreachComplaint(models.Model):
    """Telling people that there is something to do or to read, in words that say nothing of it."""

    _inherit = "wlec.breach.complaint"

    # The client writes and reads in the messages of the complaint, never here.
    _wlec_staff_only = True

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        return super().message_subscribe()  # of nobody

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Nobody follows a complaint: the list of followers is open to every member of staff."""
        return True

    def message_post(self, **kwargs):
        """Who handles it and who made it write to each other in its own messages; there is no second place for that. What
        comes by mail becomes a note, so that nothing is lost and nobody else is told."""
        if kwargs.get("message_type") == "email":
            kwargs = {
                **kwargs,
                "subtype_id": self.env.ref(_NOTE).id,
                "subtype_xmlid": None,
                "partner_ids": [],
            }
        elif not (self.env.user._is_internal() and self._is_among_staff(**kwargs)):
            raise ConfidentialityError(
                self.env._("Nobody follows a complaint: write a note, or use “Reply to the client”.")
            )
        return super().message_post(**kwargs)

    def _is_among_staff(self, subtype_xmlid=None, subtype_id=None, **_others):
        names = (_ACTIVITIES, _NOTE)
        if subtype_id:
            return subtype_id in {self.env.ref(name).id for name in names}
        return subtype_xmlid in names

    def message_notify(self, **kwargs):
        if not self.env.user._is_internal():
            raise unsealed.refusal(self.env)
        return super().message_notify(**kwargs)

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        return True

    # ---- tasks in the back office
    def _task(self, summary, deadline, user=None):
        """Give the handler, or ``user``, something to do, unless they have just that to do already."""
        complaint = self.sudo()
        handler = user or complaint.handler_id
        waiting = complaint.activity_ids.filtered(
            lambda task: task.user_id == handler and task.summary == summary
        )
        if handler and not waiting:
            # Odoo's own mail on assignment is replaced by our neutral one.
            with unsealed.log_line():
                complaint.with_context(mail_activity_quick_update=True).activity_schedule(
                    TASK, date_deadline=deadline, summary=summary, user_id=handler.id
                )

    def _close_tasks(self):
        self.sudo().activity_unlink([TASK])

    # ---- neutral mails
    def _notify_client(self):
        for complaint in self.sudo():
            if complaint.contact_by == "email" and complaint._has_client_address():
                complaint._send_news("wlec_confidentiality.wlec_complaint_news_client")

    def _has_client_address(self):
        """Asked of the database: the address itself is opened when the mail is handed over, and not before."""
        domain = [("id", "=", self.partner_id.id), ("email", "!=", False)]
        return bool(self.partner_id.sudo().search_count(domain))

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
        with notices.own_words(), unsealed.log_line():
            self.env.ref(template).sudo().send_mail(self.id, force_send=False, email_values=sender)
