# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import plaintext2html

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import refusals
from odoo.addons.wlec_confidentiality.models.crm import client_finder
from odoo.addons.wlec_confidentiality.orm import audit, gate
from odoo.addons.wlec_confidentiality.orm.gate import Purpose
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.tools import brake

# What the front desk writes down for a client it does not see: the programme puts the two together.
_FOR_THE_CLIENT = Purpose("create")


class WlecClientLookup(models.TransientModel):
    """Find a client who stands at the front desk or is on the telephone.

    Who asks must know the name and one thing more, as the client does; the answer is whose client they are and when they come
    next, and nothing else. A client whose file keeps the person out is no client.
    """

    _name = "wlec.client.lookup"
    _description = "Find a client"
    _inherit = ["wlec.own.form.mixin"]

    client_name = ConfidentialChar("Name", help="First name and family name, as the client spells them.")
    phone = ConfidentialChar("Telephone")
    email = ConfidentialChar("E-mail")
    postcode = ConfidentialChar()
    result = fields.Selection([("found", "Found"), ("none", "No such client")], readonly=True)
    reference = fields.Char(readonly=True)
    caseworker_id = fields.Many2one("res.users", "Caseworker", readonly=True)
    next_appointment = fields.Datetime(readonly=True)
    start = fields.Datetime("Appointment at")
    message = ConfidentialText("What they come for", help="Only the caseworker will read it.")
    done = fields.Char(readonly=True)
    found_id = fields.Integer(groups=fields.NO_ACCESS)  # the contact; nobody is told

    # ---- looking
    def action_search(self):
        self.ensure_one()
        self.check_access("write")
        told = {name: self[name] for name in ("client_name", "phone", "email", "postcode") if self[name]}
        if "client_name" not in told or len(told) < 2:
            raise UserError(
                self.env._("Enter the name, and the telephone number, the e-mail address or the postcode.")
            )
        self._check_pace()
        audit.record(self, "search", fields=sorted(told))
        partner = client_finder.find(self.env, told)
        answer = client_finder.answer(partner) if partner else {}
        super().write(
            {
                "result": "found" if partner else "none",
                "reference": answer.get("reference"),
                "caseworker_id": answer.get("caseworker_id"),
                "next_appointment": answer.get("next_appointment"),
                "done": False,
            }
        )
        self.sudo().found_id = partner.id
        return self._show()

    def _check_pace(self):
        """Looking up is for people who are there, not for going through a list of names. Forms are not counted: one can be filled in
        again and again."""
        if refusals.wait_after(self.env, brake.LOOK_UPS, self._name, "search"):
            raise ConfidentialityError(
                self.env._(
                    "You have looked up many clients in the last hour. Please go on later, or ask your line manager."
                )
            )

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Find a client"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    # ---- what can be done for them
    def _check_found(self):
        self.ensure_one()
        self.check_access("write")
        partner = self.env["res.partner"].browse(self.sudo().found_id)
        if not client_finder.is_there_for(partner, self.env.uid):
            raise UserError(self.env._("Find the client first."))
        return partner

    def _done(self, text):
        super().write({"done": text, "message": False, "start": False})
        return self._show()

    def action_enquiry(self):
        """A new enquiry of this client, given to their caseworker; with none, to whoever takes it next."""
        partner = self._check_found()
        caseworker = client_finder.caseworker(partner)  # not what the form says: the form is the caller's
        values = {
            "name": self.env._("Enquiry at the front desk"),
            "partner_id": partner.id,
            "user_id": caseworker.id,
            "description": plaintext2html(self.message) if self.message else False,
        }
        with gate.purpose(self.env, _FOR_THE_CLIENT):
            self.env["crm.lead"].sudo().create(values).flush_recordset()
        if caseworker:
            return self._done(self.env._("Passed on to %s.", caseworker.name))
        return self._done(self.env._("The enquiry waits for a caseworker."))

    def action_tell(self):
        """A task for the caseworker, which says no more than that the client asks for them."""
        partner = self._check_found()
        case = client_finder.latest_file(partner)
        if not case:
            raise UserError(self.env._("There is no case file yet: take an enquiry instead."))
        case.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=case.caseworker_id.id,
            summary=self.env._("The client asks you to get in touch"),
        )
        return self._done(self.env._("%s has been told.", case.caseworker_id.name))

    def action_book(self):
        """An appointment with the caseworker, in the calendar of both."""
        partner = self._check_found()
        case, caseworker = client_finder.latest_file(partner), client_finder.caseworker(partner)
        if not self.start or self.start < fields.Datetime.now():
            raise UserError(self.env._("Choose when: a day and a time still to come."))
        if not caseworker:
            raise UserError(self.env._("There is no caseworker yet: take an enquiry instead."))
        values = {
            "name": self.env._("Appointment"),
            "start": self.start,
            "stop": self.start + timedelta(hours=1),
            "user_id": caseworker.id,
            "partner_ids": [(6, 0, (caseworker.partner_id | partner).ids)],
        }
        if case:
            values |= {"res_model_id": self.env["ir.model"]._get_id("wlec.case"), "res_id": case.id}
        with gate.purpose(self.env, _FOR_THE_CLIENT):
            self.env["calendar.event"].sudo().create(values).flush_recordset()
        super().write({"next_appointment": client_finder.next_appointment(partner)})
        return self._done(self.env._("The appointment is booked."))
