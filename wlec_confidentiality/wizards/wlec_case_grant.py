# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_PERIODS = {"day": {"days": 1}, "week": {"weeks": 1}, "month": {"months": 1}}


class WlecCaseGrant(models.TransientModel):
    """Let a colleague into a file: why, and until when. The grant itself checks both."""

    _name = "wlec.case.grant"
    _description = "Grant a colleague"

    case_id = fields.Many2one("wlec.case", "Case file", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Colleague", required=True)
    source = fields.Selection(
        [("cover", "Covers for the caseworker"), ("team", "Works on it too")],
        "As",
        required=True,
        default="cover",
    )
    reason = fields.Char(
        "Why",
        required=True,
        help="The client may read this. Say why this colleague needs to know, nothing of the matter.",
    )
    period = fields.Selection(
        [("day", "1 day"), ("week", "1 week"), ("month", "1 month"), ("other", "Until…")],
        "For how long",
        required=True,
        default="week",
    )
    valid_to = fields.Datetime("Until", compute="_compute_valid_to", store=True, readonly=False)

    @api.depends("period")
    def _compute_valid_to(self):
        now = fields.Datetime.now()
        for wizard in self:
            if wizard.period in _PERIODS:
                wizard.valid_to = now + relativedelta(**_PERIODS[wizard.period])
            else:
                wizard.valid_to = wizard.valid_to

    def action_grant(self):
        self.ensure_one()
        if self.user_id == self.case_id.caseworker_id:
            raise UserError(
                self.env._("%s is the caseworker of this file and can see it already.", self.user_id.name)
            )
        if self.valid_to and self.valid_to <= fields.Datetime.now():
            raise UserError(self.env._("The end lies in the past: choose a later day."))
        self.env["wlec.access.grant"].create(
            {
                "case_id": self.case_id.id,
                "user_id": self.user_id.id,
                "source": self.source,
                "reason": (self.reason or "").strip(),
                "valid_to": self.valid_to,
            }
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
