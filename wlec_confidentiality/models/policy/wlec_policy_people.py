# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

# Everybody with one of these duties works under the policy.
DUTIES = tuple(
    f"wlec_confidentiality.group_{name}"
    for name in ("front_desk", "caseworker", "line_manager", "officer", "auditor", "committee")
)


class WlecPolicy(models.Model):
    """Who works under the policy, and who of them has acknowledged it."""

    _inherit = "wlec.policy"

    acknowledgement_ids = fields.One2many("wlec.policy.acknowledgement", "policy_id")
    acknowledgement_count = fields.Integer(compute="_compute_counts")
    missing_count = fields.Integer(compute="_compute_counts")

    @api.depends("acknowledgement_ids", "state")
    def _compute_counts(self):
        counts = dict(
            self.env["wlec.policy.acknowledgement"]
            .sudo()
            ._read_group([("policy_id", "in", self.ids)], ["policy_id"], ["__count"])
        )
        for policy in self:
            policy.acknowledgement_count = counts.get(policy._origin, 0)
            policy.missing_count = (
                len(policy._missing_users()) if policy.state in ("approved", "in_force") else 0
            )

    @api.model
    def _people(self):
        """The users who must know the policy: everybody with a duty under it."""
        groups = [self.env.ref(duty).id for duty in DUTIES]
        return self.env["res.users"].sudo().search([("all_group_ids", "in", groups), ("share", "=", False)])

    def _missing_users(self):
        """Those of them who have not acknowledged this version."""
        self.ensure_one()
        done = self.sudo().acknowledgement_ids
        people = self._people()
        return people.filtered(
            lambda user: user not in done.user_id and user.partner_id not in done.partner_id
        )

    # ---- lists
    def action_view_acknowledgements(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_policy_acknowledgement_action"
        )
        return {
            **action,
            "domain": [("policy_id", "=", self.id)],
            "context": {},
        }

    def action_view_missing(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not acknowledged: version %s", self.number),
            "res_model": "res.users",
            "view_mode": "list,kanban",
            "mobile_view_mode": "kanban",
            "views": [
                (self.env.ref(f"wlec_confidentiality.wlec_policy_missing_view_{kind}").id, kind)
                for kind in ("list", "kanban")
            ],
            "domain": [("id", "in", self._missing_users().ids)],
            "context": {"create": False, "edit": False, "delete": False},
            "help": self.env._(
                "<p class='o_view_nocontent_smiling_face'>Everybody has acknowledged this version</p>"
            ),
        }
