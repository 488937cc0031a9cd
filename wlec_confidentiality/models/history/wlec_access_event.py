# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.models.access.wlec_access_event_why import CASEWORKER


class WlecAccessEvent(models.Model):
    _inherit = "wlec.access.event"

    @api.model
    def _duties(self):
        """Asking that something is hidden, and deciding on it: the record's own rules say whose it is."""
        groups = (CASEWORKER, people.MANAGER, people.OFFICER)
        return [*super()._duties(), *(("duty", group, ("wlec.access.hiding",)) for group in groups)]

    def action_hide(self):
        """The form to ask that the client does not see this one for a time."""
        self.ensure_one()
        self.check_access("read")
        # Of the record's files the one that is open to whoever asks; the client of another one is asked about there.
        cases = self.env["wlec.case"].browse(self.sudo().case_ids)._filtered_access("read")
        if not cases:
            raise UserError(self.env._("This access record is of no file that is open to you."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hide from the client"),
            "res_model": "wlec.access.hiding",
            "views": [(False, "form")],
            "context": {"default_case_id": cases[0].id, "default_event_id": self.id},
        }
