# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_opens_at = fields.Float(related="company_id.wlec_opens_at", readonly=False)
    wlec_closes_at = fields.Float(related="company_id.wlec_closes_at", readonly=False)
    wlec_open_weekends = fields.Boolean(related="company_id.wlec_open_weekends", readonly=False)
    wlec_review_share = fields.Float(related="company_id.wlec_review_share", readonly=False)
    wlec_review_rule_ids = fields.Many2many(related="company_id.wlec_review_rule_ids", readonly=False)
