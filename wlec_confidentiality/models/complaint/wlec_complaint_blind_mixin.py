# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
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
        seen = found._filtered_access("read")
        if hidden := found - seen:
            audit.denied(hidden, "read")
        return seen
