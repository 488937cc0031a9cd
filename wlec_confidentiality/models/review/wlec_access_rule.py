# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import actor


class WlecAccessRule(models.Model):
    """The name of one of the rules in ``tools/anomalies``, so that it can be chosen, grouped by and translated."""

    _name = "wlec.access.rule"
    _description = "Rule on access records"
    _order = "sequence, id"

    name = fields.Char(required=True, readonly=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is such a rule already.")

    # Switching one off is a setting, and on record: a rule that is gone, or called otherwise, would be off without that.
    def write(self, vals):
        if "code" in vals:
            self._refuse_people()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_the_programme(self):
        self._refuse_people()

    def _refuse_people(self):
        if actor.principals(self.env)[0] != SUPERUSER_ID:
            raise ConfidentialityError(
                self.env._("Rules are switched off in the settings: they are not removed.")
            )
