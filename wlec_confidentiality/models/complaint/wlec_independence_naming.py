# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError


class WlecIndependenceNaming(models.Model):
    """Somebody who dealt with a complaint or a breach named officers or trustees as involved, and so took them off it: who did it, when,
    how many. Which one it was and whom they named is told to nobody, and nothing of it to those who were named."""

    _name = "wlec.independence.naming"
    _description = "Officers and trustees taken off a complaint or a breach"
    _inherit = ["wlec.complaint.blind.mixin"]
    _order = "id desc"
    _rec_name = "date"

    date = fields.Date("On", required=True, readonly=True, default=fields.Date.context_today)
    kind = fields.Selection([("complaint", "A complaint")], "In", required=True, readonly=True)
    by_id = fields.Many2one("res.users", "Named by", required=True, readonly=True, ondelete="restrict")
    named_count = fields.Integer(
        "Named", readonly=True, help="Officers, trustees, and whoever else dealt with it or watched over it."
    )
    left_count = fields.Integer(
        "Others left",
        readonly=True,
        aggregator="min",
        help="Officers, trustees and whoever the settings name who could still see to it, without the person who named the others; line managers where there are none.",
    )
    passed_on = fields.Boolean(
        "Passed on",
        readonly=True,
        help="No other officer was left: somebody else sees it since, and was told.",
    )
    complaint_id = fields.Many2one(
        "wlec.breach.complaint", ondelete="restrict", index=True, groups=fields.NO_ACCESS
    )
    named_user_ids = fields.Many2many(
        "res.users",
        "wlec_independence_named_rel",
        "naming_id",
        "user_id",
        groups=fields.NO_ACCESS,
    )

    # Of what it can be, and the field that says which.
    @api.model
    def _kinds(self):
        return {"wlec.breach.complaint": ("complaint", "complaint_id")}

    @api.model
    def _namers(self, record):
        """Who named others in it so far."""
        _kind, field = self._kinds()[record._name]
        return self.sudo().search([(field, "=", record.id)]).by_id

    @api.model
    def _note(self, record, by, named, left, passed_on):
        kind, field = self._kinds()[record._name]
        self.sudo().create({
            "kind": kind, field: record.id, "by_id": by.id, "named_user_ids": named.ids, "named_count": len(named),
            "left_count": left, "passed_on": passed_on,
        })  # fmt: skip

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise ConfidentialityError(self.env._("The programme notes by itself who was named."))
        return super().create(vals_list)

    def write(self, vals):
        raise ConfidentialityError(self.env._("Who named others as involved stays as it was noted."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("Who named others as involved is kept."))
