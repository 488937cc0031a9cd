# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import references
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText

from . import bookmark, wlec_access_tie

# What the nightly job alone writes.
_MADE = frozenset({
    "name", "person_id", "case_id", "reference", "day", "source", "kind", "first_at", "last_at", "access_count", "score",
    "reviewer_id", "due_at",
})  # fmt: skip


class WlecAccessReview(models.Model):
    """One person, one file, one day, to be looked through by somebody else: nothing explains what they opened, a rule found
    something, or it was drawn by lot.

    The person it is about finds no trace of it, whatever their role. Nothing of the file is shown, but its reference.
    """

    _name = "wlec.access.review"
    _description = "Review of access records"
    _inherit = ["wlec.breach.thread.mixin", "wlec.confidential.mixin"]
    _order = "due_at, score desc, id"

    name = fields.Char("Reference", required=True, readonly=True, copy=False, default="New")
    person_id = fields.Many2one(
        "res.users", "Who", required=True, readonly=True, ondelete="restrict", index=True
    )
    case_id = fields.Many2one(
        "wlec.case", "Case file", readonly=True, ondelete="restrict", index=True, groups=fields.NO_ACCESS
    )
    reference = fields.Char("File", readonly=True)
    day = fields.Date(required=True, readonly=True, index=True)
    source = fields.Selection(
        [
            ("flagged", "A rule found something"),
            ("unexplained", "Nothing explains it"),
            ("sample", "Drawn by lot"),
        ],
        "Why it is here",
        required=True,
        default="unexplained",
        readonly=True,
    )
    kind = fields.Char("Explained by (code)", readonly=True, groups=fields.NO_ACCESS)
    first_at = fields.Datetime("From", readonly=True)
    last_at = fields.Datetime("Until", readonly=True)
    access_count = fields.Integer("Accesses", readonly=True, help="How many of that day are to be looked at.")
    score = fields.Integer(
        "Weight", readonly=True, aggregator="max", help="Of the rule that weighs most: 0 to 100."
    )
    finding_ids = fields.One2many(
        "wlec.access.review.finding", "review_id", "What the rules found", readonly=True
    )
    reviewer_id = fields.Many2one(
        "res.users", "To be looked at by", readonly=True, copy=False, ondelete="set null", index=True
    )
    decided_by_id = fields.Many2one(
        "res.users", "Looked at by", readonly=True, copy=False, ondelete="set null"
    )
    decided_at = fields.Datetime("Looked at on", readonly=True, copy=False)
    due_at = fields.Datetime(
        "Look at it by", required=True, readonly=True, index=True, default=fields.Datetime.now
    )
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    state = fields.Selection(
        [
            ("waiting", "To be looked at"),
            ("fine", "Fine"),
            ("talk", "To be talked about"),
            ("breach", "Breach"),
        ],
        "Outcome",
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        index=True,
    )
    reason = ConfidentialText(
        "In a few words", help="Needed unless it is fine: what is to be talked about, or what was not right."
    )

    _name_uniq = models.Constraint("UNIQUE (name)", "There is a review with this reference already.")
    _one_waiting = models.UniqueIndex(
        "(person_id, COALESCE(case_id, 0), day) WHERE state = 'waiting'", "That is in the queue already."
    )

    @api.depends("due_at", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for review in self:
            review.is_overdue = review.state == "waiting" and bool(review.due_at and review.due_at < now)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain("state", "=", "waiting") & fields.Domain("due_at", "<", fields.Datetime.now())
        return late if True in value else ~late

    def init(self):
        wlec_access_tie.create_table(self.env.cr)
        bookmark.create_table(self.env.cr)

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        if vals_list and not self.env.su:
            raise ConfidentialityError(self.env._("What is to be looked at is found by the programme."))
        for vals, name in zip(vals_list, references.draw(self, "REV", len(vals_list)), strict=True):
            vals["name"] = name
        return super().create(vals_list)

    def write(self, vals):
        if _MADE & vals.keys() and not self.env.su:
            raise ConfidentialityError(self.env._("What is to be looked at stays as it was found."))
        if "reason" in vals and any(review.state != "waiting" for review in self):
            raise ConfidentialityError(self.env._("A review is not rewritten."))
        return super().write(vals)
