# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.tools import policy_text


class WlecPolicyAcknowledge(models.TransientModel):
    """Read and acknowledge: shows the exact text in force and takes a person's name under it."""

    _name = "wlec.policy.acknowledge"
    _description = "Read and acknowledge the policy"

    policy_id = fields.Many2one("wlec.policy", "Version", readonly=True, default=lambda self: self._current())
    body = fields.Html(related="policy_id.body")
    # What was on the screen: the page sends it back, and it must still be what is in force when the button is pressed.
    text_hash = fields.Char(readonly=True, default=lambda self: self._current().text_hash)
    review_overdue = fields.Boolean(related="policy_id.review_overdue")
    expected_name = fields.Char(compute="_compute_standing")
    acknowledged_at = fields.Datetime(compute="_compute_standing")
    typed_name = fields.Char("Your full name")

    @api.model
    def _current(self):
        return self.env["wlec.policy"]._in_force()

    @api.depends("policy_id")
    @api.depends_context("uid")
    def _compute_standing(self):
        for wizard in self:
            wizard.expected_name = self.env.user.name
            wizard.acknowledged_at = wizard._mine().acknowledged_at

    def _mine(self):
        acknowledgements = self.policy_id.sudo().acknowledgement_ids
        me = self.env.user
        return acknowledgements.filtered(lambda a: a.user_id == me or a.partner_id == me.partner_id)[:1]

    def action_acknowledge(self):
        self.ensure_one()
        policy = self._current()
        if not policy or policy != self.policy_id or policy.text_hash != self.text_hash:
            raise UserError(
                self.env._(
                    "The policy has changed since you opened this page. Please open it again and read the new text."
                )
            )
        if self._mine():
            raise UserError(
                self.env._("You have already acknowledged this version: there is nothing more to do.")
            )
        if not policy_text.same_name(self.typed_name, self.env.user.name):
            raise UserError(
                self.env._("Please type your full name as it stands in the system: %s", self.env.user.name)
            )
        self.env["wlec.policy.acknowledgement"]._acknowledge(
            policy, self.env.user, self.typed_name, "back_office"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Thank you"),
                "message": self.env._(
                    "You have acknowledged version %s. Client files granted to you are open to you.",
                    policy.number,
                ),
                "next": self._where_next(),
            },
        }

    @api.model
    def _where_next(self):
        """To the files, for those who work on files."""
        if self.env.user.has_group("wlec_confidentiality.group_caseworker"):
            return self.env["ir.actions.act_window"]._for_xml_id("wlec_confidentiality.wlec_case_action")
        return {"type": "ir.actions.act_window_close"}
