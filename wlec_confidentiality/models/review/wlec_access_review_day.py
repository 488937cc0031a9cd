# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models


class WlecAccessReviewDay(models.Model):
    """How many accesses there were on a day, and how many of them the centre's own data explain. Nobody is in it."""

    _name = "wlec.access.review.day"
    _description = "Accesses of a day"
    _order = "day desc"
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True)
    accesses = fields.Integer(readonly=True)
    explained = fields.Integer(readonly=True)
    share = fields.Float(
        "Explained (%)",
        compute="_compute_share",
        store=True,
        aggregator="avg",
        digits=(5, 1),
        help="Of all accesses of the day.",
    )

    _day_uniq = models.UniqueIndex("(day)", "That day is counted already.")

    @api.depends("accesses", "explained")
    def _compute_share(self):
        for day in self:
            day.share = 100 * day.explained / day.accesses if day.accesses else 100

    @api.model
    def _forget_since(self, day):
        """What was counted of this day and those after it, which are about to be counted again."""
        self.search([("day", ">=", day)]).unlink()

    @api.model
    def _count(self, counted):
        """Add what was counted: {day: (accesses, explained)}."""
        known = {day.day: day for day in self.search([("day", "in", list(counted))])}
        for day, (accesses, explained) in counted.items():
            if found := known.get(day):
                found.write({"accesses": found.accesses + accesses, "explained": found.explained + explained})
        self.create([
            {"day": day, "accesses": accesses, "explained": explained}
            for day, (accesses, explained) in counted.items()
            if day not in known
        ])  # fmt: skip
