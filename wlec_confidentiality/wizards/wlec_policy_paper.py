# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError


class WlecPolicyPaper(models.TransientModel):
    """An acknowledgement signed on paper, recorded for somebody else."""

    _name = "wlec.policy.paper"
    _description = "Record an acknowledgement on paper"

    policy_id = fields.Many2one(
        "wlec.policy",
        "Version",
        required=True,
        domain=[("state", "in", ("in_force", "superseded"))],
        default=lambda self: self.env["wlec.policy"]._in_force(),
    )
    user_id = fields.Many2one("res.users", "User", domain=[("share", "=", False)])
    partner_id = fields.Many2one("res.partner", "Person without a login")
    signed_name = fields.Char("Name as signed", compute="_compute_signed_name", store=True, readonly=False)
    signed_on = fields.Date("Signed on", required=True)

    @api.depends("user_id", "partner_id")
    def _compute_signed_name(self):
        for wizard in self:
            wizard.signed_name = wizard.user_id.name or wizard.partner_id.name

    def action_record(self):
        self.ensure_one()
        if bool(self.user_id) == bool(self.partner_id):
            raise UserError(self.env._("Choose one person: a user, or a contact who has no login."))
        if not (self.signed_name or "").strip():
            raise UserError(self.env._("Give the name as it was signed."))
        if self.signed_on > fields.Date.context_today(self):
            raise UserError(self.env._("The paper cannot have been signed in the future."))
        record = self.env["wlec.policy.acknowledgement"]._acknowledge(
            self.policy_id,
            self.user_id,
            self.signed_name,
            "paper",
            partner=self.partner_id,
            signed_on=self.signed_on,
        )
        return {"type": "ir.actions.act_window_close", "infos": {"recorded": record.id}}
