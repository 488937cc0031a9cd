# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    wlec_review_count = fields.Integer("To be looked at", compute="_compute_wlec_review_count")

    def _compute_wlec_review_count(self):
        """Those open to whoever asks: of themselves there is none."""
        reviews = self.env["wlec.access.review"]
        counts = {}
        if reviews.has_access("read"):
            counts = {
                user.id: count
                for user, count in reviews._read_group(
                    [("person_id", "in", self.ids)], ["person_id"], ["__count"]
                )
            }
        for user in self:
            user.wlec_review_count = counts.get(user.id, 0)

    def action_wlec_reviews(self):
        """What is to be looked at, and was, of this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_access_review_action"
        )
        return {**action, "domain": [("person_id", "=", self.id)], "context": {}}
