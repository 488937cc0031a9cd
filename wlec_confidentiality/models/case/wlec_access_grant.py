# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.exceptions import AccessError

MANAGER = "wlec_confidentiality.group_line_manager"


class WlecAccessGrant(models.Model):
    _inherit = "wlec.access.grant"

    def _checked_by_hand(self, vals):
        """Who has been let into a file does not let others in: its caseworker does, or a line manager."""
        case = self.env["wlec.case"].browse(vals.get("case_id"))
        case.check_access("read")
        if case.sudo().caseworker_id != self.env.user and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Only the caseworker of the file, or a line manager, lets a colleague in.")
            )
        return super()._checked_by_hand(vals)

    def _end(self, reason):
        super()._end(reason)
        self.case_id.sudo()._drop_followers(self.sudo().user_id)
