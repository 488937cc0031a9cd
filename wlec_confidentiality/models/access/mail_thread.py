# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from . import unsealed

# What Odoo itself posts about activities; on a protected record only the fact is kept, never the words.
_ACTIVITY_SUBTYPE = "mail.mt_activities"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        # The chatter is kept in clear: nothing confidential may be typed or attached there.
        if not hasattr(self, "_case_path"):
            return super().message_post(**kwargs)
        if self._is_about_activity(**kwargs):
            return self._message_log(body=self.env._("A planned activity was done."))
        raise unsealed.refusal(self.env)

    def _is_about_activity(self, subtype_xmlid=None, subtype_id=None, **_others):
        return subtype_xmlid == _ACTIVITY_SUBTYPE or (
            bool(subtype_id) and subtype_id == self.env.ref(_ACTIVITY_SUBTYPE).id
        )

    def message_notify(self, **kwargs):
        if hasattr(self, "_case_path") and not self.env.su:
            raise unsealed.refusal(self.env)
        return super().message_notify(**kwargs)

    def _message_log_batch(self, bodies, **kwargs):
        with unsealed.log_line():
            return super()._message_log_batch(bodies, **kwargs)
