# SPDX-License-Identifier: LGPL-3.0-or-later
from functools import partial

from odoo import api, models

from odoo.addons.wlec_confidentiality.orm import audit


class WlecComplaintBlindMixin(models.AbstractModel):
    """A record one may not see is a record that does not exist: same answer, same text.

    Odoo says "you may not" for a forbidden id and "there is none" for an unknown one, which tells the person complained about
    that there is a complaint. Here both get the second answer (see also ``ir.rule``).
    """

    _name = "wlec.complaint.blind.mixin"
    _description = "Records that do not exist for those who may not see them"

    _wlec_blind = True

    def exists(self):
        """After a fetch the ORM asks which of the missing records exist, to refuse those: none does, for this user."""
        found = super().exists()
        if self.env.su or not found:
            return found
        seen = found._filtered_by_search()
        if hidden := found - seen:
            audit.denied(hidden, "read")
        return seen

    def _check_access(self, operation):
        """Asked of the database first: an id never given fails here as a hidden one does, and not later and otherwise."""
        obstacle = super(WlecComplaintBlindMixin, self.browse())._check_access(operation)
        if obstacle or self.env.su or not any(self._ids):
            return obstacle and (self, obstacle[1])
        if operation == "create":
            return super()._check_access(operation)
        hidden = self - self._filtered_by_search()
        if hidden:
            return hidden, partial(self.env["ir.rule"]._make_access_error, operation, hidden)
        return super()._check_access(operation)

    def _filtered_by_search(self):
        """Those this user may see, found without putting a single value of the others into the cache, from where the read
        that follows would serve it."""
        if super(WlecComplaintBlindMixin, self.browse())._check_access("read"):
            return self.browse()
        return self & self.browse(self._search([("id", "in", self.ids)]).get_result_ids())

    @api.model
    def _has_field_access(self, field, operation):
        # Who typed what last would tell a client the name of whoever handles the complaint.
        if field.name in ("create_uid", "write_uid") and not (self.env.su or self.env.user._is_internal()):
            return False
        return super()._has_field_access(field, operation)
