# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.mailbox import MailboxController
from odoo.addons.mail.controllers.thread import ThreadController
from odoo.addons.mail.controllers.webclient import WebclientController
from odoo.addons.wlec_confidentiality.models.access import protection
from odoo.addons.wlec_confidentiality.models.chatter.mail_notification import open_only
from odoo.addons.wlec_confidentiality.models.chatter.news import news_only


class NewsMailboxController(MailboxController):
    """The inbox, and the menu of messages that shows it, say where there is news: who opens the record reads it, and that is
    on record."""

    @http.route()
    def discuss_inbox_messages(self, fetch_params=None):
        with news_only():
            return super().discuss_inbox_messages(fetch_params)


class FailuresController(WebclientController):
    @classmethod
    def _process_request_for_logged_in_user(cls, store, name, params):
        """What could not be delivered. Odoo takes records that are closed to whoever looks for deleted ones, and throws away what it knows
        of their messages: it is not asked about those."""
        with open_only():
            super()._process_request_for_logged_in_user(store, name, params)


class NewsThreadController(ThreadController):
    @http.route()
    def mail_thread_messages(self, thread_model, thread_id, fetch_params=None):
        """Whoever opens the record has had the news. Odoo shows “this was assigned to you” in the inbox alone, where it would
        wait for ever: here the inbox says no more than that there is news."""
        answer = super().mail_thread_messages(thread_model, thread_id, fetch_params)
        if protection.is_protected(request.env, thread_model, int(thread_id)):
            waiting = [
                ("model", "=", thread_model),
                ("res_id", "=", int(thread_id)),
                ("needaction", "=", True),
            ]
            request.env["mail.message"].search(
                [*waiting, ("message_type", "=", "user_notification")]
            ).set_message_done()
        return answer
