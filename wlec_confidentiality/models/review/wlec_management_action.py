# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecManagementAction(models.Model):
    """A talk that a review of access records asks for."""

    _inherit = "wlec.management.action"

    review_id = fields.Many2one(
        "wlec.access.review",
        "Review of access records",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    _one_origin = models.Constraint(
        "CHECK (num_nonnulls(breach_id, complaint_id, review_id) = 1)",
        "It belongs to one breach, one complaint or one review.",
    )

    def _check_origin_open(self, vals):
        super()._check_origin_open(vals)
        if vals.get("review_id") and not self.env.su:
            self.env["wlec.access.review"].browse(vals["review_id"]).check_access("read")
