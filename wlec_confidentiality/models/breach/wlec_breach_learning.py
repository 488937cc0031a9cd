# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people


class WlecBreach(models.Model):
    """What the centre learns of it: the policy is looked at again."""

    _inherit = "wlec.breach"

    policy_id = fields.Many2one(
        "wlec.policy",
        "Policy to be reviewed",
        readonly=True,
        copy=False,
        help="The version that was in force.",
    )

    def action_review_policy(self):
        """Ask for a review of the policy in force. The task says nothing of the breach: anybody may read the policy."""
        self.ensure_one()
        self.check_access("write")
        if self.policy_id:
            return True
        policy = self.env["wlec.policy"]._in_force()
        if not policy:
            raise ConfidentialityError(self.env._("No version of the policy is in force."))
        self.policy_id = policy
        reviewers = (
            people.members(self.env, people.OFFICER) | people.chair(self.env)
        ) - self.sudo().subject_user_ids
        policy._ask_for_review(reviewers)
        return True

    # ---- line management
    management_action_count = fields.Integer(compute="_compute_management_action_count")

    @api.depends_context("uid")
    @api.depends("action_ids")
    def _compute_management_action_count(self):
        """Only those this user may see: nobody learns of one that is not theirs to know."""
        Action = self.env["wlec.management.action"].sudo(False)
        counts = {}
        if Action.has_access("read"):
            counts = dict(Action._read_group([("breach_id", "in", self.ids)], ["breach_id"], ["__count"]))
        for breach in self:
            breach.management_action_count = counts.get(breach, 0)

    def action_open_management_actions(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_management_action_action"
        )
        where = [("breach_id", "=", self.id)]
        return action | {"domain": where, "context": {"default_breach_id": self.id}}
