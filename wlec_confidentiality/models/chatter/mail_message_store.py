# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.modules.module import get_module_icon

from odoo.addons.mail.tools.discuss import Store

from . import notices, owners
from .news import is_news_only, name_of, news_only

# What the bus may say of a message on a protected record, when it is asked to.
_NEUTRAL = {
    "create_date", "date", "message_type", "model", "needaction", "pinned_at", "reactions", "res_id", "starred", "write_date",
}  # fmt: skip


_SHOWN_OF_RECORD = (
    Store.Attr("display_name", sudo=True),
    Store.Attr("module_icon", lambda record: get_module_icon(record._original_module)),
)


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _message_notifications_to_store(self, store):
        with news_only():  # a list of what could not be delivered: the words are read in the record
            super()._message_notifications_to_store(store)

    def _get_store_linked_messages_fields(self):
        """Odoo looks for links in the words, which a list of news does not open."""
        rows = self - self._on_protected() if is_news_only() else self
        return super(MailMessage, rows)._get_store_linked_messages_fields()

    def _on_protected(self):
        """Those on protected records: also the programme's own lines, which are in clear, and say who works with whom."""
        pairs = {message: message._owner() for message in self}
        protected = owners.protected_pairs(self.env, set(pairs.values()))
        return self.filtered(lambda message: pairs[message] in protected)

    def _notice_to_store(self, store, fields):
        """Put into a store that goes by the bus that there is a message, and no more: who may read it fetches it."""
        is_new = "message_format" in fields
        asked = [field for field in fields if name_of(field) in _NEUTRAL]
        for message in self.sudo():
            if asked:
                store.add_records_fields(message, list(asked))
            if is_new:
                record = self.env[message.model].browse(message.res_id)
                store.add(record, list(_SHOWN_OF_RECORD), as_thread=True)
                store.add_model_values(
                    "mail.message",
                    {
                        "id": message.id,
                        # Who wrote it would say who works with whom.
                        "author_id": Store.One(self.env.company.sudo().partner_id, ["name"]),
                        "body": notices.news(self.env, message.model, message.res_id),
                        # Of its type Odoo would open the inbox once more, and not the record.
                        "message_type": "comment",
                        "subject": False,
                        "thread": Store.One(record, [], as_thread=True),
                        "needaction": True,
                    },
                )
