# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecBreachReport(models.TransientModel):
    """Report a breach: what happened, when it was noticed, done. For every member of staff.

    Whoever reports gets the reference, and cannot read the breach afterwards: what was typed here is wiped as soon as it is
    passed on.
    """

    _name = "wlec.breach.report"
    _description = "Report a breach"
    _inherit = ["wlec.own.form.mixin"]

    reference = fields.Char(readonly=True)
    facts = ConfidentialText("What happened")
    noticed_at = fields.Datetime("When was it noticed?", required=True, default=fields.Datetime.now)
    involved = ConfidentialText("Who was involved? (if you know)")
    is_mine = fields.Boolean("I was involved myself")

    # ---- its writer's alone. Who has not read the policy yet may report what they have seen all the same.
    def _open_to(self, uids):
        allowed = [self._need_to_know(uid) for uid in uids]
        return {record_id: None for record_id in self.ids if all(record_id in some for some in allowed)}

    def _check_access(self, operation):
        return models.BaseModel._check_access(self, operation)

    # ---- passing it on
    @api.model_create_multi
    def create(self, vals_list):
        # The reference is what tells that it was passed on: nobody brings their own.
        return super().create(
            [{name: vals[name] for name in vals if name != "reference"} for vals in vals_list]
        )

    @api.constrains("noticed_at")
    def _check_noticed_at(self):
        latest = fields.Datetime.add(fields.Datetime.now(), minutes=5)
        if any(report.noticed_at > latest for report in self):
            raise ValidationError(
                self.env._("It cannot have been noticed in the future: please check the time.")
            )

    def action_report(self):
        self.ensure_one()
        self.check_access("write")
        if not self.reference:
            if not (self.facts or "").strip():
                raise ValidationError(self.env._("Please write down what happened, in a sentence or two."))
            breach = self.env["wlec.breach"]._report_breach(
                "staff",
                {"facts": self.facts, "involved": self.involved, "noticed_at": self.noticed_at},
                self.env.user if self.is_mine else None,
            )
            self.write({"facts": False, "involved": False, "is_mine": False, "reference": breach.name})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank you for telling us"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
