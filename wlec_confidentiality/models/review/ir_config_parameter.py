# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, api, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import actor

# How far the nightly review has come: whoever could set it forward would have nothing of theirs looked at.
LAST = "wlec_confidentiality.review_last_event"


class IrConfigParameter(models.Model):
    """Where the review goes on is noted by the review alone; not by whoever administers the programme."""

    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_review([vals.get("key") for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_review([*self.mapped("key"), vals.get("key")])
        return super().write(vals)

    def unlink(self):
        self._refuse_review(self.mapped("key"))
        return super().unlink()

    def _refuse_review(self, keys):
        # With full rights alone is not enough: whoever administers the programme may write an action that has them.
        is_itself = self.env.su and SUPERUSER_ID in actor.principals(self.env)
        if LAST in keys and not is_itself:
            raise ConfidentialityError(
                self.env._("How far access records have been reviewed is noted by the review itself.")
            )
