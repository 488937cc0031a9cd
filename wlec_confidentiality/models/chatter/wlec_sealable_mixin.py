# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

# In this order: the values of a message are found through it.
_HANGING = (
    ("mail.message", "model"),
    ("mail.activity", "res_model"),
    ("mail.scheduled.message", "model"),
)


class WlecSealableMixin(models.AbstractModel):
    """What hangs on a record is protected and given back together with it."""

    _inherit = "wlec.sealable.mixin"

    def _after_protect(self):
        super()._after_protect()
        if not hasattr(self, "_wlec_hanging"):
            for rows in self._hanging_rows():
                rows._protect()

    def _after_unprotect(self):
        super()._after_unprotect()
        if not hasattr(self, "_wlec_hanging"):
            for rows in self._hanging_rows():
                rows._unprotect()
                if (
                    rows._name == "mail.activity"
                ):  # given back before this, when it was not to say the name yet
                    rows._name_owner_again()

    def _hanging_rows(self):
        """Rows, and not only those the user may see: messages, their values, activities, done ones too."""
        for name, model_field in _HANGING:
            rows = (
                self.env[name]
                .sudo()
                .with_context(active_test=False)
                .search([(model_field, "=", self._name), ("res_id", "in", self.ids)])
            )
            if not rows:
                continue
            if name == "mail.message":
                values = self.env["mail.tracking.value"].sudo().search([("mail_message_id", "in", rows.ids)])
                if values:
                    yield values
            yield rows
