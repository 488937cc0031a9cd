# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecEmergencyReview(models.Model):
    """What somebody else thinks of an emergency access; the person it is about does not see it."""

    _name = "wlec.emergency.review"
    _description = "Review of an emergency access"
    _inherit = ["wlec.breach.open.mixin"]
    _order = "id desc"

    access_id = fields.Many2one(
        "wlec.emergency.access", required=True, readonly=True, ondelete="restrict", index=True
    )
    outcome = fields.Selection(
        [
            ("fine", "It was right"),
            ("talk", "To be talked about"),
            ("breach", "It was not justified: a breach"),
        ],
        required=True,
        default="fine",
    )
    remark = ConfidentialText("What you found")

    _one = models.UniqueIndex("(access_id)", "It has been reviewed already.")

    def _open_sql(self, alias, uid):
        """To whom the emergency access is open, but for the person it is about."""
        access = self.env["wlec.emergency.access"]
        self.flush_model(["access_id"])
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_emergency_access e WHERE e.id = %s AND e.user_id <> %s AND %s)",
            SQL.identifier(alias, "access_id"),
            uid,
            access._open_sql("e", uid),
        )

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        for review in reviews:
            access = review.access_id
            access.check_access("read")
            if review.outcome == "breach" and not review._has_value("remark"):
                raise ConfidentialityError(
                    self.env._("Say what was not right, so that the breach can be dealt with.")
                )
            access._transition("review", reviewer_id=self.env.uid)
            if review.outcome == "breach":
                review._enter_breach()
        return reviews

    def write(self, vals):
        if any(self.ids):
            raise ConfidentialityError(self.env._("A review is not rewritten."))
        return super().write(vals)

    def _enter_breach(self):
        access = self.access_id.sudo()
        self.env["wlec.breach"]._report_breach(
            "emergency",
            {"facts": self.remark, "cause": "access", "happened_at": access.opened_at},
            involved=access.user_id,
            cases=access.case_id,
        )
