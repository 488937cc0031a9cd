# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.exceptions import AccessError, MissingError
from odoo.tools.translate import get_translation

from odoo.addons.wlec_confidentiality.orm import audit


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        if hasattr(records, "_hidden") and (hidden := records.with_env(self.env)._hidden()):
            audit.denied(hidden, operation)
            return self._wlec_missing_error(hidden)
        if not records._name.startswith("wlec."):
            return super()._make_access_error(operation, records)
        audit.denied(records.with_env(self.env), operation)
        # The same words whether the record exists, is walled off, or was never there.
        return AccessError(self.env._("There is no such record, or you have no need to know its content."))

    def _wlec_missing_error(self, records):
        """Word for word, and in the same language, what the ORM says of an id that was never given."""
        lang, record = self.env.lang or "en_US", records[:1]
        return MissingError(
            "\n".join(
                [
                    get_translation("base", lang, "Record does not exist or has been deleted.", ()),
                    get_translation(
                        "base",
                        lang,
                        "(Record: %(record)s, User: %(user)s)",
                        {"record": record, "user": self.env.uid},
                    ),
                ]
            )
        )
