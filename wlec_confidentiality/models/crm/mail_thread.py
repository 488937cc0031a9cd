# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools.mail import email_normalize

from odoo.addons.wlec_confidentiality.models.access import protection


class MailThread(models.AbstractModel):
    """Whoever wrote from an unknown address about a protected record becomes a contact when somebody wants to answer: a protected
    one, as the address is part of what was said in confidence."""

    _inherit = "mail.thread"

    def _partner_find_from_emails(self, records_emails, *args, additional_values=None, **kwargs):
        if self._is_out_of_sight():
            # Whoever asks about it makes nothing by it, and learns nothing: the answer is that about no record at all.
            kwargs["no_create"] = True
            none = self.browse()
            find = super(MailThread, none)._partner_find_from_emails
            return {
                record.id: find({none: mails}, *args, **kwargs)[False]
                for record, mails in records_emails.items()
            }
        if protected := protection.protected_ids(self.env, self._name, self.ids):
            additional_values = dict(additional_values or {})
            for record, addresses in records_emails.items():
                for address in addresses if record.id in protected else ():
                    key = email_normalize(address, strict=False) or address
                    additional_values[key] = {**additional_values.get(key, {}), "wlec_protected": True}
        return super()._partner_find_from_emails(
            records_emails, *args, additional_values=additional_values, **kwargs
        )

    def _is_out_of_sight(self):
        """Some of these records, of a model that can be protected, are closed to the user, or never were."""
        if self.env.su or not self.ids or not hasattr(self, "_open_to"):
            return False
        seen = self.with_context(active_test=False).search([("id", "in", self.ids)])
        return bool(set(self.ids) - set(seen.ids))
