# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecComplaintHandover(models.Model):
    """A complaint passed from hand to hand: from whom, to whom, by whom, and why. Kept as it was written."""

    _name = "wlec.complaint.handover"
    _description = "Handing on of a complaint"
    _inherit = ["wlec.complaint.blind.mixin", "wlec.confidential.mixin"]
    _order = "id desc"
    _rec_name = "complaint_id"

    complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Complaint", required=True, ondelete="restrict", index=True, readonly=True
    )
    date = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)
    from_id = fields.Many2one("res.users", "From", readonly=True, ondelete="restrict")
    to_id = fields.Many2one("res.users", "To", readonly=True, required=True, ondelete="restrict")
    by_id = fields.Many2one("res.users", "Handed on by", readonly=True, required=True, ondelete="restrict")
    reason = ConfidentialText(readonly=True)

    def _need_to_know(self, uid):
        by_complaint = dict(self.sudo().mapped(lambda handover: (handover.id, handover.complaint_id.id)))
        open_ = self.env["wlec.breach.complaint"]._complaints_open_to(list(set(by_complaint.values())), uid)
        return {handover for handover, complaint in by_complaint.items() if open_.get(complaint) is False}

    def _key_scope(self):
        return self.sudo().complaint_id._key_scope()

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise ConfidentialityError(self.env._("Press “Hand on…” in the complaint, or on the desk."))
        return super().create(vals_list)

    def write(self, vals):
        raise ConfidentialityError(self.env._("Who handled a complaint, and why, stays as it was written."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("Who handled a complaint, and why, is kept."))
