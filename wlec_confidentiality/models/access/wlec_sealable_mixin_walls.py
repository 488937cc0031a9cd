# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, models

from odoo.addons.wlec_confidentiality.orm import actor, audit, gate


class WlecSealableMixin(models.AbstractModel):
    """Which protected rows are hidden from the user, and what must be open before anything is hung on it."""

    _inherit = "wlec.sealable.mixin"

    def _protected_closed(self):
        protected = self._protected_ids()
        return protected - self.browse(protected)._open_to((self.env.uid,)).keys() if protected else protected

    def _require_open(self):
        """Before something is hung on these records that would open them: they must be open already to everybody who is
        really behind this, with full rights or without.

        :raise MissingError: one of them is closed; the words are those for a record that does not exist
        """
        uids = actor.principals(self.env)
        if not self.ids or gate.has_purpose() or uids == (SUPERUSER_ID,):
            return
        if not (protected := self._protected_ids()):
            return
        closed = self.browse(sorted(protected - self.browse(protected)._open_to(uids).keys())).sudo().exists()
        if closed:
            audit.denied(closed, "write")
            raise self.env["ir.rule"]._wlec_missing_error(closed.with_env(self.env))
