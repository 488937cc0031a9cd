# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.orm import audit

# Who is in a group may be set from the group's side as well, past the users themselves.
_RECORDED = {
    "user_ids",
    "all_user_ids",
    "implied_ids",
    "implied_by_ids",
    "all_implied_ids",
    "all_implied_by_ids",
}


class ResGroups(models.Model):
    """Who becomes able to see more by a change of a group, and by whose hand, belongs in the access record."""

    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._record_change({name for vals in vals_list for name in vals})
        return groups

    def write(self, vals):
        result = super().write(vals)
        self._record_change(vals.keys())
        return result

    def unlink(self):
        self._record_change({"user_ids"})
        return super().unlink()

    def _record_change(self, names):
        if self and (changed := sorted(_RECORDED & set(names))):
            audit.record(self, "configure", fields=changed)
