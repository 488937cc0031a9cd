# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.models.disclosure.wlec_disclosure_request_delivery import PASSWORD_WAYS
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar


class WlecDisclosureRecord(models.TransientModel):
    """Write down that a package was handed over, or its password given. Names are sealed here as well."""

    _name = "wlec.disclosure.record"
    _description = "Record of a delivery"
    _inherit = "wlec.disclosure.part.mixin"

    request_id = fields.Many2one(ondelete="cascade")
    case_id = fields.Many2one(
        "wlec.case", compute="_compute_case_id", store=True, precompute=True, ondelete="cascade"
    )
    what = fields.Selection(
        [("delivery", "A delivery"), ("password", "The password")], required=True, readonly=True, default="delivery"
    )  # fmt: skip
    method = fields.Selection(
        [
            ("hand", "Handed over in person"),
            ("post", "By tracked post"),
            ("secure", "By the recipient's own secure system"),
        ],
        string="How", default="hand",
    )  # fmt: skip
    password_way = fields.Selection(PASSWORD_WAYS, string="How it was given", default="telephone")
    person = ConfidentialChar(string="To whom")
    proof = ConfidentialChar(string="What shows it")
    on = fields.Datetime(string="When", default=fields.Datetime.now)

    @api.depends("request_id")
    def _compute_case_id(self):
        for wizard in self:
            wizard.case_id = wizard.request_id.case_id

    def action_record(self):
        self.ensure_one()
        self.check_access("write")
        request, person = self.request_id, (self.person or "").strip()
        if not person or not self.on:
            raise ValidationError(self.env._("Say to whom it was given, and when."))
        if self.on > fields.Datetime.now():
            raise ValidationError(self.env._("That day is still to come."))
        if request.released_at and self.on < request.released_at.replace(
            hour=0, minute=0, second=0, microsecond=0
        ):
            raise ValidationError(self.env._("That is before it was released."))
        if self.what == "password":
            request._record_password(self.password_way, person, self.on)
        else:
            request._record_delivery(self.method, person, self.on, self.proof)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
