# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import gate
from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableHtml

from . import notices


class MailScheduledMessage(models.Model):
    """A message on a protected record that is posted later, by a job with nobody behind it."""

    _name = "mail.scheduled.message"
    _inherit = ["mail.scheduled.message", "wlec.hanging.mixin"]

    subject = SealableChar()
    body = SealableHtml()

    def _post_message(self, raise_exception=True):
        """Posted with the rights its author has by then; its words are opened for that alone."""
        for scheduled in self._protected_rows():
            with gate.purpose(self.env, notices.DELIVERY):
                texts = {name: scheduled[name] for name in ("subject", "body")}
            for name, text in texts.items():
                self._fields[name]._update_cache(scheduled, text or None)
        return super()._post_message(raise_exception)

    def write(self, vals):
        self._check_there("write")
        return super().write(vals)

    def unlink(self):
        self._check_there("unlink")
        return super().unlink()

    def _check_access(self, operation):
        return self._without_closed(super()._check_access(operation), operation)

    def _make_access_error(self, operation):
        return self.env["ir.rule"]._make_access_error(operation, self)
