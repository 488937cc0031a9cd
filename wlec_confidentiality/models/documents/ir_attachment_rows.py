# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import giving_back
from odoo.addons.wlec_confidentiality.orm import audit, guards, keys

from . import change, owner, store


class IrAttachment(models.Model):
    """Attachments that were there before their records were protected, and giving them back."""

    _inherit = "ir.attachment"

    def _rows_to_protect(self, alias):
        """SQL condition: it hangs on a protected record, or is the picture of one that does, and is in clear."""
        hangs = [
            SQL(
                "(%s = %s AND EXISTS (SELECT 1 FROM %s o WHERE o.id = %s AND o.wlec_protected))",
                SQL.identifier(alias, "res_model"),
                model._name,
                SQL.identifier(model._table),
                SQL.identifier(alias, "res_id"),
            )
            for model in self.env.registry.values()
            if not model._abstract and hasattr(model, "_open_to") and guards.sealable_fields(model)
        ]
        return SQL(
            "(%s IS NULL AND %s = 'binary' AND (%s))",
            SQL.identifier(alias, "wlec_sealed_for"),
            SQL.identifier(alias, "type"),
            SQL(" OR ").join(hangs),
        )

    def _owners_now(self):
        """{attachment: the protected owner it hangs on}"""
        pairs = {attachment: (attachment.res_model, attachment.res_id) for attachment in self.sudo()}
        found = owner.of_records(self.env, pairs.values())
        return {attachment: found[pair] for attachment, pair in pairs.items() if pair in found}

    def _prepare_keys(self):
        owners = set(self._owners_now().values()) | set(self.sudo().mapped("wlec_sealed_for")) - {False}
        keys.prepare(self.env.cr, [owner.key_scope(self.env, sealed_for) for sealed_for in owners])

    def _protect(self):
        """Seal these where they stand. Those that hang on nothing protected, or are sealed already, are left alone."""
        todo = {
            attachment: sealed_for
            for attachment, sealed_for in self._owners_now().items()
            if not attachment.wlec_sealed_for and attachment.type == "binary"
        }
        for attachment, sealed_for in todo.items():
            change.seal_in_place(attachment, sealed_for)
        records = self.browse([attachment.id for attachment in todo])
        self._record_cases(records, "configure")
        return records

    def _unprotect(self):
        """Give these back in clear, as ever: for uninstalling, and for nobody who only names this method."""
        if not giving_back.is_under_way():
            audit.denied(self, "write")
            raise ConfidentialityError(self.env._("This document is sealed, and stays so."))
        sealed = self.sudo().filtered("wlec_sealed_for")
        self._record_cases(sealed, "configure")
        for attachment in sealed:
            store.unseal(attachment)
        audit.forget_lenses(self.env.cr)
        return sealed
