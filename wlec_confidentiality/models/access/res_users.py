# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit

from . import held

# Who becomes able to see more, and by whose hand, belongs in the access record.
_RECORDED = {
    "wlec_line_manager_id",
    "wlec_cover_id",
    "wlec_away_until",
    "group_ids",
    "password",
    "login",
    "active",
}


class ResUsers(models.Model):
    _inherit = "res.users"

    wlec_line_manager_id = fields.Many2one(
        "res.users",
        "Line manager",
        domain="[('share', '=', False), ('id', '!=', id)]",
        help="Sees the files of the people they manage, approves their requests, reviews who looked at what.",
    )
    wlec_report_ids = fields.One2many("res.users", "wlec_line_manager_id", "Manages")

    wlec_away_until = fields.Date(
        "Away until", help="The last day away. Until then what awaits a decision goes to the cover."
    )
    wlec_cover_id = fields.Many2one(
        "res.users",
        "Cover",
        domain="[('share', '=', False), ('id', '!=', id)]",
        help="Who stands in while this person is away: somebody who may decide the same things.",
    )

    _wlec_line_manager_idx = models.Index("(wlec_line_manager_id)")

    def init(self):
        super().init()
        held.follow(self.env.cr, self._table, "wlec_line_manager_id")

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "wlec_line_manager_id", "wlec_cover_id", "wlec_away_until"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        # Standing in gives nobody a right: whoever decides must be allowed to by their own groups.
        return [*super().SELF_WRITEABLE_FIELDS, "wlec_cover_id", "wlec_away_until"]

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        if staff := users.filtered(lambda user: not user.share):
            audit.record(staff, "configure", fields=("group_ids", "login"))
        return users

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

    def _or_cover(self):
        """These people, those who are away replaced by their cover: who is there to decide today."""
        today = fields.Date.context_today(self)
        present = self.browse()
        for user in self.sudo():
            away = user.wlec_away_until and user.wlec_away_until >= today
            there = user.wlec_cover_id if away or not user.active else user
            if there.active and not (there.wlec_away_until and there.wlec_away_until >= today):
                present |= there
        return present.with_env(self.env)

    def _confidentiality_obstacle(self):
        """What stands between this user and any protected record: an exception to raise, or ``None``.

        Asked by the access check of every protected model and by the gate. Rooms above extend it; each must cost no more
        than one statement in a transaction.
        """
        return
