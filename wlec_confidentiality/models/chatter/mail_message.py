# SPDX-License-Identifier: LGPL-3.0-or-later
import threading
from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm.sealable import (
    SealableChar,
    SealableHtml,
    SealableText,
    from_token,
)

from .news import is_news_only, without_words

_narrow = threading.local()


@contextmanager
def _within(thread):
    """Text is looked for in the messages of this record alone."""
    before = getattr(_narrow, "thread", None)
    _narrow.thread = thread and (thread._name, thread.id)
    try:
        yield
    finally:
        _narrow.thread = before


class MailMessage(models.Model):
    """A message on a protected record: sealed, and there only for those who may open the record - also for its author, and for
    those who were told of it."""

    _name = "mail.message"
    _inherit = ["mail.message", "wlec.hanging.mixin"]

    subject = SealableChar()
    body = SealableHtml()
    email_from = SealableChar()
    reply_to = SealableChar()
    incoming_email_to = SealableText()
    incoming_email_cc = SealableChar()
    outgoing_email_to = SealableChar()

    # ---- need to know
    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if (
            operation == "create"
        ):  # whoever takes an enquiry has Odoo note things on it, and cannot open it afterwards
            return forbidden
        return forbidden | (self - forbidden)._closed()

    def _make_access_error(self, operation):
        if operation != "create" and self._hidden():
            return self.env["ir.rule"]._make_access_error(operation, self)
        return super()._make_access_error(operation)

    def toggle_message_starred(self):
        self._check_there("read")
        return super().toggle_message_starred()

    def _sealed_rows_open_to_actor(self, field):
        thread = getattr(_narrow, "thread", None)
        if thread is None or (may := self._open_to_actor_sql("t")) is None:
            return super()._sealed_rows_open_to_actor(field) if thread is None else []
        column = SQL.identifier("t", field.name, to_flush=field)
        query = SQL(
            "SELECT t.id, %s FROM mail_message t WHERE t.wlec_protected AND %s LIKE 'wlec1$%%'"
            " AND t.model = %s AND t.res_id = %s AND %s",
            column,
            column,
            *thread,
            may,
        )
        return [(row_id, from_token(text)) for row_id, text in self.env.execute_query(query)]

    @api.model
    def _message_fetch(self, domain, *, thread=None, search_term=None, **kwargs):
        if not (thread and search_term):
            return super()._message_fetch(domain, thread=thread, search_term=search_term, **kwargs)
        with _within(thread):
            return super()._message_fetch(domain, thread=thread, search_term=search_term, **kwargs)

    # ---- what leaves by the bus is kept by it for a day, in clear; what is listed in the menu says that there is news
    def _to_store(self, store, fields, **kwargs):
        is_list_of_news = is_news_only()
        if store.target.channel is None and not is_list_of_news:
            return super()._to_store(store, fields, **kwargs)
        protected = self._on_protected()
        if rest := self - protected:
            super(MailMessage, rest)._to_store(store, list(fields), **kwargs)
        if is_list_of_news and "message_format" not in fields:
            super(MailMessage, protected)._to_store(store, without_words(fields), **kwargs)
        else:
            protected._notice_to_store(store, fields)
        return None
