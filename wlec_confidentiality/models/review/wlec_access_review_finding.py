# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from . import sentences


class WlecAccessReviewFinding(models.Model):
    """What one rule found; numbers and kinds, put into words for whoever looks at it."""

    _name = "wlec.access.review.finding"
    _description = "Finding of a rule on access records"
    _inherit = ["wlec.breach.open.mixin"]
    _order = "score desc, id"
    _rec_name = "rule_id"

    review_id = fields.Many2one(
        "wlec.access.review", "Review", required=True, readonly=True, ondelete="restrict", index=True
    )
    rule_id = fields.Many2one(
        "wlec.access.rule", "Rule", required=True, readonly=True, ondelete="restrict", index=True
    )
    score = fields.Integer("Weight", readonly=True, aggregator="max")
    facts = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    sentence = fields.Char("What was seen", compute="_compute_sentence")
    day = fields.Date(related="review_id.day", store=True)
    state = fields.Selection(related="review_id.state", string="Outcome", store=True)

    _one = models.UniqueIndex("(review_id, rule_id)", "That rule has been named already.")

    def _open_sql(self, alias, uid):
        """To whom the review is open."""
        review = self.env["wlec.access.review"]
        self.flush_model(["review_id"])
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_access_review r WHERE r.id = %s AND %s)",
            SQL.identifier(alias, "review_id"),
            review._open_sql("r", uid),
        )

    @api.depends("rule_id", "facts")
    def _compute_sentence(self):
        for finding in self:
            finding.sentence = sentences.of(self.env, finding.rule_id.code, finding.sudo().facts or {})
