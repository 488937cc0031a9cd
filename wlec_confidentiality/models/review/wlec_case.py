# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.orm import actor, audit


class WlecCase(models.Model):
    _inherit = "wlec.case"

    curious_since = fields.Date(
        "Outsiders curious since",
        copy=False,
        help="The press, a known name, a case in court: who opens this file without work on it is looked at.",
    )

    def write(self, vals):
        if "curious_since" not in vals:
            return super().write(vals)
        self._check_curious(fields.Date.to_date(vals["curious_since"]))
        result = super().write(vals)
        audit.record(self, "write", fields=("curious_since",))  # what is looked after follows from it
        return result

    def _check_curious(self, since):
        """Taken away for an evening by whoever is about to look, it would look after nothing."""
        fewer = self.filtered(lambda case: case.curious_since and (not since or since > case.curious_since))
        if fewer and not all(_may_take_it_back(user) for user in self._behind()):
            raise ConfidentialityError(
                self.env._("That outsiders are curious no more, a line manager or the officer says.")
            )

    def _behind(self):
        return self.env["res.users"].sudo().browse(actor.principals(self.env))


def _may_take_it_back(user):
    return user.id == SUPERUSER_ID or user.has_group(people.MANAGER) or user.has_group(people.OFFICER)
