# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit

# Who becomes able to see more, and by whose hand, belongs in the access record.
_RECORDED = {"wlec_line_manager_id", "group_ids", "password", "login", "active"}


class ResUsers(models.Model):
    _inherit = "res.users"

    wlec_line_manager_id = fields.Many2one(
        "res.users",
        "Line manager",
        domain="[('share', '=', False), ('id', '!=', id)]",
        help="Sees the files of the people they manage, approves their requests, reviews who looked at what.",
    )
    wlec_report_ids = fields.One2many("res.users", "wlec_line_manager_id", "Manages")

    _wlec_line_manager_idx = models.Index("(wlec_line_manager_id)")

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "wlec_line_manager_id"]

    def write(self, vals):
        result = super().write(vals)
        if changed := sorted(_RECORDED & vals.keys()):
            audit.record(self, "configure", fields=changed)
        if "wlec_line_manager_id" in vals and self.filtered(
            lambda user: user._has_cycle("wlec_line_manager_id")
        ):
            raise ConfidentialityError(
                self.env._("Nobody can be their own line manager, directly or in a circle.")
            )
        return result

    def _confidentiality_obstacle(self):
        """What stands between this user and any protected record: an exception to raise, or ``None``.

        Asked by the access check of every protected model and by the gate. Rooms above extend it; each must cost no more
        than one statement in a transaction.
        """
        return
