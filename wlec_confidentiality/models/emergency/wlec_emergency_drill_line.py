# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class WlecEmergencyDrillLine(models.Model):
    """One thing that was tried in a drill, and whether it held."""

    _name = "wlec.emergency.drill.line"
    _description = "Line of an emergency drill"
    _order = "id"

    drill_id = fields.Many2one(
        "wlec.emergency.drill", required=True, readonly=True, index=True, ondelete="restrict"
    )
    check = fields.Selection(
        [
            ("closed_before", "Before it, the file is closed: not found, not read"),
            ("identity", "It does not open for somebody who has not proved again who they are"),
            ("password", "A wrong password is refused, the right one taken"),
            ("opens", "It opens, for a reason and with a category"),
            ("reads", "What is in the file can be read"),
            ("on_record", "It is in the access records"),
            ("nameless", "Somebody else is given the review; the alert names nobody"),
            ("client", "The client learns of it, in the portal and by a mail that says nothing"),
            ("own_review", "Nobody reviews themselves"),
            ("ends", "After four hours and a second the file is closed again"),
            ("overdue", "No second one while a review is overdue"),
            ("danger", "But for danger to life or safety"),
            ("carried_out", "The drill came to its end"),
        ],
        "What must hold",
        required=True,
        readonly=True,
    )
    holds = fields.Boolean("It held", readonly=True)
    found = fields.Char("What happened instead", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise ConfidentialityError(self.env._("The drill itself writes down what it found."))
        return super().create(vals_list)

    def write(self, vals):
        if any(self.ids):
            raise ConfidentialityError(self.env._("What was found stays as it is: plan another drill."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise ConfidentialityError(self.env._("A drill is kept as evidence."))

    @api.private
    @api.model
    def _keep(self, drill, found):
        """Write down what a drill found, once."""
        if drill.line_ids:
            raise ConfidentialityError(self.env._("What was found stays as it is: plan another drill."))
        return self.create(
            [
                {"drill_id": drill.id, "check": name, "holds": holds, "found": what[:200]}
                for name, holds, what in found
            ]
        )
