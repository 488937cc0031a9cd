# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText


class WlecComplaintEntry(models.TransientModel):
    """A complaint told to a member of staff, by phone, on paper or in person.

    Whoever enters it gets the reference to hand to the client, and cannot read the complaint afterwards: what was typed here
    is wiped as soon as it is passed on.
    """

    _name = "wlec.complaint.entry"
    _description = "Enter a complaint for a client"
    _inherit = ["wlec.own.form.mixin"]

    reference = fields.Char(readonly=True)
    received_on = fields.Date(
        "Received on", required=True, default=lambda self: self.env["wlec.breach.complaint"]._today()
    )
    partner_id = fields.Many2one("res.partner", "Client")
    contact_by = fields.Selection(
        lambda self: self.env["wlec.breach.complaint"]._fields["contact_by"].selection,
        "How to reach the client",
        required=True,
        default="phone",
    )
    about_officer = fields.Boolean("It is about a confidentiality officer")
    complainant = ConfidentialChar("Name, if the client is no contact yet")
    description = ConfidentialText("What happened")
    happened = ConfidentialChar("When it happened")
    about = ConfidentialText("Who it is about")
    desired_outcome = ConfidentialText("What the client would like to happen")
    safe_contact = ConfidentialText("Safe ways to reach the client")
    postal_address = ConfidentialText(
        "Address for the envelope", help="Name and address as they are to stand in the window of an envelope."
    )

    _TOLD = (
        "complainant", "description", "happened", "about", "desired_outcome", "safe_contact", "postal_address",
    )  # fmt: skip

    def action_submit(self):
        self.ensure_one()
        self.check_access("write")
        if self.reference:
            return self._show()
        if not (self.description or "").strip():
            raise ValidationError(
                self.env._("Please write down what happened, in the client's own words if you can.")
            )
        complaint = self._receive()
        self.write({**self._wiped(), "reference": complaint.name})
        return self._show()

    def _receive(self):
        """Pass it on: the complaint, which whoever enters it may not read."""
        told = {name: self[name] for name in self._TOLD}
        return self.env["wlec.breach.complaint"]._receive(
            "staff",
            {**told, "received_on": self.received_on, "contact_by": self.contact_by},
            partner=self.partner_id,
            about_officer=self.about_officer,
        )

    def _wiped(self):
        """What is not kept here once it is passed on."""
        return {**dict.fromkeys(self._TOLD, False), "partner_id": False}

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaint passed on"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
