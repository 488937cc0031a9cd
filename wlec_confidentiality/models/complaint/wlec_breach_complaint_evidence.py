# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.orm import audit

from .wlec_breach_complaint import STAFF


class WlecBreachComplaint(models.Model):
    """The evidence at hand: who saw the client's file, when, and why. Without the file itself."""

    _inherit = "wlec.breach.complaint"

    evidence_count = fields.Integer(
        "Access records of the file", compute="_compute_evidence_count", groups=STAFF
    )

    def _compute_evidence_count(self):
        """Of one complaint, on its form; for a list it would be a search for each."""
        for complaint in self:
            one = len(self) == 1 and complaint.sudo().case_id and complaint.id
            complaint.evidence_count = one and self.env["wlec.access.event"].search_count(
                [("evidence_complaint_id", "in", complaint.ids)]
            )

    def action_view_evidence(self):
        """Who was in the file the complaint is about; looking at it is an access record itself."""
        self.ensure_one()
        self.check_access("read")
        if not self.sudo().case_id:
            raise UserError(self.env._("Enter the reference of the client's file first."))
        audit.record(self, "inspect", fields=("evidence",))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_access_event_action"
        )
        name = self.env._("Access records: the evidence for %s", self.name)
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": [("evidence_complaint_id", "in", self.ids)],
            "context": {},
        }
