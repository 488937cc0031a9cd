# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.models.access import named
from odoo.addons.wlec_confidentiality.tools import typed_number


class MailThread(models.AbstractModel):
    """Asked first of all whether there is anything here for this user: who may be told, and what a message may hold, is
    answered of a record that is not there as of one behind a wall."""

    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        self._knock()
        self._require_named(
            [*(kwargs.get("partner_ids") or ()), kwargs.get("author_id")],
            attachments=kwargs.get("attachment_ids"),
            messages=[kwargs.get("parent_id")],
        )
        return super().message_post(**kwargs)

    def message_notify(self, **kwargs):
        self._require_named([*(kwargs.get("partner_ids") or ()), kwargs.get("author_id")])
        return super().message_notify(**kwargs)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        self._knock()
        self._require_named(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def message_unsubscribe(self, partner_ids=None):
        self._knock()
        return super().message_unsubscribe(partner_ids)

    def _partner_find_from_emails_single(self, emails, **kwargs):
        # Whom Odoo takes an address for depends on the record: on its client, and on who follows it.
        self._knock()
        return super()._partner_find_from_emails_single(emails, **kwargs)

    def _knock(self):
        if not self.env.su and hasattr(self, "_open_to") and any(self.ids):
            self.check_access("read")

    def _require_named(self, partners, attachments=(), messages=()):
        """Nobody is written to, or spoken for, by somebody who does not know that they are there."""
        found = {"res.partner": partners, "ir.attachment": attachments, "mail.message": messages}
        for model, ids in found.items():
            ids = typed_number.ids_in(ids or ())
            if ids:
                named.require_there(self.env, model, ids)
