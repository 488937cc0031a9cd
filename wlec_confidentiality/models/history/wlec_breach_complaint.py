# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.models.complaint.wlec_breach_complaint import STAFF
from odoo.addons.wlec_confidentiality.orm import audit


class WlecBreachComplaint(models.Model):
    """A complaint about one access to the client's file: it comes with the record of it."""

    _inherit = "wlec.breach.complaint"

    questioned_event_id = fields.Many2one(
        "wlec.access.event", "Access in question", readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    has_questioned = fields.Boolean("About one access", compute="_compute_has_questioned", groups=STAFF)

    @api.depends("questioned_event_id")
    def _compute_has_questioned(self):
        for complaint in self:
            complaint.has_questioned = bool(complaint.sudo().questioned_event_id)

    @api.model
    def _receive(self, *args, questioned=None, **kwargs):
        """:param questioned: the access in question, as the client was told of it (``tools.history.Told``)"""
        if questioned:
            # Whoever it was does not see the complaint, from the first moment on; nor does who reports to them judge it.
            person = self.env["res.users"].sudo().browse(questioned.event.actor or []).exists()
            kwargs["subjects"] = person.filtered(
                lambda user: user._is_internal() and user.id != api.SUPERUSER_ID
            )
        complaint = super()._receive(*args, **kwargs)
        if questioned:
            complaint.write({
                "questioned_event_id": questioned.event.id, "case_id": questioned.event.files[0],
            })  # fmt: skip
        return complaint

    def action_view_questioned(self):
        """The access record the client asks about."""
        self.ensure_one()
        self.check_access("read")
        event = self.sudo().questioned_event_id
        if not event:
            raise UserError(self.env._("This complaint is not about one access."))
        event.sudo(False).check_access(
            "read"
        )  # it is evidence for whoever deals with it, and for nobody else
        audit.record(self, "inspect", fields=("evidence",))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The access in question: %s", self.name),
            "res_model": "wlec.access.event",
            "res_id": event.id,
            "views": [(False, "form")],
        }
