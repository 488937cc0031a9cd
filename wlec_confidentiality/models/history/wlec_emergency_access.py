# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecEmergencyAccess(models.Model):
    _inherit = "wlec.emergency.access"

    def _is_to_be_told(self):
        """Not while what the person did at that moment is hidden from the client: one page would give away the other."""
        if not super()._is_to_be_told():
            return False
        now = fields.Datetime.now()
        hidings = self.env["wlec.access.hiding"].sudo()._of_files(self.case_id)
        return not any(one.is_active(now) and one.spans(self.user_id.id, self.opened_at) for one in hidings)
