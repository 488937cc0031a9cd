# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class WlecCase(models.Model):
    _inherit = "wlec.case"

    consent_ids = fields.One2many("wlec.consent", "case_id", string="Consents")
    consent_count = fields.Integer(compute="_compute_consent_count")

    @api.depends("consent_ids")
    def _compute_consent_count(self):
        counts = dict(
            self.env["wlec.consent"]._read_group([("case_id", "in", self.ids)], ["case_id"], ["__count"])
        )
        for case in self:
            case.consent_count = counts.get(case._origin, 0)

    def _after_transition(self, action):
        """A consent is for the time the centre works on the case, unless it says otherwise."""
        super()._after_transition(action)
        if action == "close":
            self.sudo().consent_ids.filtered(lambda c: c.state == "given" and c.until_case_closes)._expire()

    def action_open_consents(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("wlec_confidentiality.wlec_consent_action")
        return {**action, "domain": [("case_id", "=", self.id)], "context": {"default_case_id": self.id}}
