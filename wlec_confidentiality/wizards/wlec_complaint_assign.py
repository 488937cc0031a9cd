# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.models.complaint.wlec_breach_complaint_independence import (
    HANDLER_GROUPS,
)
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecComplaintAssign(models.TransientModel):
    """Take a complaint over, or give it to somebody, and say why. Whoever gives it away reads it no longer."""

    _name = "wlec.complaint.assign"
    _description = "Hand on a complaint"
    _inherit = ["wlec.own.form.mixin"]

    desk_id = fields.Many2one("wlec.complaint.desk", "Complaint", required=True, readonly=True)
    handler_id = fields.Many2one(related="desk_id.handler_id", string="Handled now by")
    user_id = fields.Many2one("res.users", "To be handled by", required=True)
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidate_ids")
    reason = ConfidentialText("Why")

    @api.depends("desk_id")
    @api.depends_context("uid")
    def _compute_candidate_ids(self):
        """Everybody who handles complaints. Whom it is about is not left out here: that would say who it is."""
        groups = [self.env.ref(group).id for group in HANDLER_GROUPS]
        found = self.env["res.users"].sudo().search([("all_group_ids", "in", groups), ("share", "=", False)])
        for wizard in self:
            wizard.candidate_ids = (found - wizard.desk_id.handler_id).sudo(self.env.su)

    @api.model
    def default_get(self, fields):
        """Taking it over oneself is what is wanted most, where it is not one's own already."""
        values = super().default_get(fields)
        if "user_id" in fields and values.get("desk_id"):
            desk = self.env["wlec.complaint.desk"].browse(values["desk_id"])
            if desk.has_access("read") and desk.handler_id != self.env.user:
                values["user_id"] = self.env.uid
        return values

    @api.model_create_multi
    def create(self, vals_list):
        desks = self.env["wlec.complaint.desk"].browse(
            vals["desk_id"] for vals in vals_list if vals.get("desk_id")
        )
        desks.check_access("read")
        return super().create(vals_list)

    def action_hand_on(self):
        self.ensure_one()
        self.desk_id.check_access("read")
        reason = (self.reason or "").strip()
        if not reason:
            raise ValidationError(self.env._("Please say why it changes hands."))
        desk, user = self.desk_id, self.user_id
        self.env["wlec.breach.complaint"].browse(desk.id)._hand_on(user, reason)
        self.sudo().unlink()
        self.env.flush_all()
        if user == self.env.user:
            desk.invalidate_recordset()
            return {**desk.action_open(), "target": "main"}
        action = (
            "wlec_complaint_desk_action"
            if self.env.user.has_group(HANDLER_GROUPS[0])
            else "wlec_breach_complaint_action"
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(f"wlec_confidentiality.{action}")
        return {**action, "target": "main"}  # no way back to a page that is theirs no longer
