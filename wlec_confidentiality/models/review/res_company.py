# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit

_WHO = "base.group_system,wlec_confidentiality.group_officer"
_MOST = 100.0


class ResCompany(models.Model):
    _inherit = "res.company"

    wlec_opens_at = fields.Float("Opens at", default=8.0, required=True, groups=_WHO)
    wlec_closes_at = fields.Float("Closes at", default=19.0, required=True, groups=_WHO)
    wlec_open_weekends = fields.Boolean("Open at weekends", groups=_WHO)
    wlec_review_share = fields.Float(
        "Drawn by lot (%)",
        default=2.0,
        required=True,
        groups=_WHO,
        digits=(5, 1),
        help="Of the accesses that are explained, so many of a hundred are looked at all the same.",
    )
    wlec_review_rule_ids = fields.Many2many(
        "wlec.access.rule", "wlec_company_access_rule_rel", string="Rules that are on", groups=_WHO,
        default=lambda self: self.env["wlec.access.rule"].sudo().search([("code", "!=", False)]),
    )  # fmt: skip

    @api.constrains("wlec_opens_at", "wlec_closes_at", "wlec_review_share")
    def _check_wlec_review(self):
        for company in self:
            if not 0 <= company.wlec_opens_at < company.wlec_closes_at <= 24:
                raise ConfidentialityError(self.env._("The centre opens before it closes, on the same day."))
            if not 0 < company.wlec_review_share <= _MOST:
                raise ConfidentialityError(
                    self.env._(
                        "Some of the explained accesses are always looked at: more than 0, and at most 100 %."
                    )
                )

    @api.model
    def _switch_on_wlec_rules(self):
        """When the addon is installed: all of them. Companies were there before the rules were."""
        rules = self.env["wlec.access.rule"].search([("code", "!=", False)])
        self.search([("wlec_review_rule_ids", "=", False)]).wlec_review_rule_ids = rules

    def write(self, vals):
        result = super().write(vals)
        if changed := sorted(name for name in vals if name in _ON_RECORD):
            audit.record(self, "configure", fields=changed)  # who switches a rule off is on record
        return result


_ON_RECORD = frozenset(
    ("wlec_opens_at", "wlec_closes_at", "wlec_open_weekends", "wlec_review_share", "wlec_review_rule_ids")
)
