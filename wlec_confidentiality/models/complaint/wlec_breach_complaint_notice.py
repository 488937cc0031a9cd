# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.models.chatter import notices


class WlecBreachComplaint(models.Model):
    """Telling people that there is something to do or to read, in words that say nothing of it."""

    _inherit = "wlec.breach.complaint"

    # The client writes and reads in the messages of the complaint, never in its chatter.
    @api.model
    def _note_wanted(self):
        return self.env._("Nobody follows a complaint: write a note, or use “Reply to the client”.")

    # ---- tasks in the back office
    def _task(self, summary, deadline, user=None):
        """Give the handler, or ``user``, something to do."""
        self._give_task(user or self.sudo().handler_id, summary, deadline)

    def _close_tasks(self):
        self._tasks_done()

    # ---- neutral mails
    def _notify_client(self):
        for complaint in self.sudo():
            if complaint.contact_by == "email" and complaint._has_client_address():
                notices.send(complaint, "wlec_complaint_news_client")

    def _has_client_address(self):
        """Asked of the database: the address itself is opened when the mail is handed over, and not before."""
        domain = [("id", "=", self.partner_id.id), ("email", "!=", False)]
        return bool(self.partner_id.sudo().search_count(domain))

    def _notify_staff(self):
        for complaint in self.sudo():
            if complaint.handler_id.email:
                notices.send(complaint, "wlec_complaint_news_staff")
