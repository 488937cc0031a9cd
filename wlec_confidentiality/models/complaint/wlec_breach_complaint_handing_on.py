# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people, refusals
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import brake

from .wlec_breach_complaint import STAFF

_STEP = "hand_on"  # as a refused try stands in the access records


class WlecBreachComplaint(models.Model):
    """Who handles a complaint holds its key. It changes hands by a step that says why: whoever had it opens nothing any more."""

    _inherit = "wlec.breach.complaint"

    handover_ids = fields.One2many(
        "wlec.complaint.handover", "complaint_id", "Who handled it", groups=STAFF, readonly=True
    )
    may_hand_on = fields.Boolean(compute="_compute_may_hand_on", groups=STAFF)

    def _compute_may_hand_on(self):
        officer = self.env.user.has_group(people.OFFICER)
        for complaint in self:
            complaint.may_hand_on = officer or self.env.user in complaint._deciding()

    def _deciding(self):
        """Whoever handles it; and whom it was passed on to, that somebody who does nothing, or names everybody, does not keep it."""
        return self.sudo().handler_id | self.sudo().overseer_id

    def action_hand_on(self):
        self.ensure_one()
        self.check_access("write")
        return self.env["wlec.complaint.desk"].browse(self.id).action_assign()

    def _hand_on(self, user, reason):
        """Give it to ``user``, and keep why. Asked of the person behind it, who need not be one to whom it is open.

        :raise ValidationError: this person cannot handle it; it does not say why, for the reason may be whom it is about
        """
        self.ensure_one()
        complaint = self.sudo()
        complaint._check_may_choose()
        self._check_not_guessing(user)
        complaint._lock_for_decision()
        complaint.invalidate_recordset(["handler_id", "subject_user_ids"])
        if user == complaint.handler_id or not complaint._may_handle(user):
            audit.denied(self, _STEP)
            raise ValidationError(
                self.env._("This person cannot be given the complaint. Please choose somebody else.")
            )
        complaint.env["wlec.complaint.handover"].create(
            {
                "complaint_id": complaint.id,
                "from_id": complaint.handler_id.id,
                "to_id": user.id,
                "by_id": self.env.uid,
                "reason": reason,
            }
        )
        with permit(complaint, {"handler_id"}):
            complaint.write({"handler_id": user.id})

    def _check_not_guessing(self, user):
        """Who tries one name after the other learns in the end whom it is about. Those who handle it know; to take it over oneself is no
        guess, and stays open."""
        if self.env.user in user | self._deciding():
            return
        if refusals.wait(self.env, brake.HANDINGS_ON, self._name, _STEP):
            audit.denied(self, _STEP)
            raise ConfidentialityError(
                self.env._(
                    "Too many people were tried who cannot be given a complaint. Take it over yourself, or try again tomorrow."
                )
            )

    def _check_handed_on(self):
        raise ConfidentialityError(self.env._("Press “Hand on…”: who handles it next, and why, is kept."))
