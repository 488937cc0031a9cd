# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.models.disclosure.wlec_disclosure_notice import KINDS
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecDisclosureNotify(models.TransientModel):
    """Something in a file was put right, erased or restricted: a notice for everybody who was given it, in one go."""

    _name = "wlec.disclosure.notify"
    _description = "Tell recipients of a change"
    _inherit = ["wlec.confidential.mixin"]
    _case_path = "case_id"

    case_id = fields.Many2one("wlec.case", "Case file", required=True, readonly=True, ondelete="cascade")
    kind = fields.Selection(KINDS, "What happened", required=True, default="rectification")
    change = ConfidentialText("What the recipients must know")

    def action_notify(self):
        self.ensure_one()
        self.case_id._tell_recipients(self.kind, self.change)
        return self.case_id.action_open_notices()
