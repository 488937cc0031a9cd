# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.reports import wording

from .wlec_breach_complaint_independence import HANDLER_GROUPS


class ResCompany(models.Model):
    _inherit = "res.company"

    wlec_complaint_reserve_id = fields.Many2one(
        "res.users",
        "Complaints about the officer go to",
        domain=[("share", "=", False)],
        groups="base.group_system,wlec_confidentiality.group_officer",
        help="Who handles a complaint about a confidentiality officer, for instance the chair. Empty: a committee member.",
    )
    wlec_complaint_progress_days = fields.Integer(
        "Days between progress notices",
        default=28,
        required=True,
        help="Who complained hears from us at least this often.",
    )
    # The regulator's name is about to change by law: it is a setting, and so is the rest.
    wlec_regulator_name = fields.Char("Regulator", default="Information Commissioner's Office", required=True)
    wlec_regulator_address = fields.Text(
        "Address of the regulator",
        default="Wycliffe House\nWater Lane\nWilmslow\nCheshire SK9 5AF\nTelephone 0303 123 1113\nico.org.uk/make-a-complaint",
    )

    @api.constrains("wlec_complaint_progress_days")
    def _check_progress_days(self):
        if any(not 1 <= company.wlec_complaint_progress_days <= 56 for company in self):
            raise ValidationError(self.env._("Progress notices: choose between 1 and 56 days."))

    @api.constrains("wlec_complaint_reserve_id")
    def _check_reserve(self):
        for reserve in self.wlec_complaint_reserve_id.sudo():
            if not any(reserve.has_group(group) for group in HANDLER_GROUPS):
                raise ValidationError(
                    self.env._(
                        "Complaints about the officer: choose an officer, a caseworker or a committee member; nobody else can handle one."
                    )
                )

    def _wlec_regulator_text(self):
        """Name and address as they stand in letters, each on its line."""
        return "\n".join(filter(None, (self.wlec_regulator_name, self.wlec_regulator_address)))

    def _wlec_contact_text(self):
        """How to reach the centre: its address and telephone, each on its line."""
        return "\n".join(wording.sender(self))
