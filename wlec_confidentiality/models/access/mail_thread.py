# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

# What Odoo itself posts about activities; on a protected record only the fact is kept, never the words.
_ACTIVITY_SUBTYPE = "mail.mail_activities"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        # The chatter is kept in clear: nothing confidential may be typed or attached there.
        if not hasattr(self, "_case_path"):
            return super().message_post(**kwargs)
        if kwargs.get("subtype_xmlid") == _ACTIVITY_SUBTYPE:
            return self._message_log(body=self.env._("A planned activity was done."))
        raise ConfidentialityError(
            self.env._("Messages here would not be sealed: write a note in the file, or add a document to it.")
        )
