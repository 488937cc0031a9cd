# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary
from odoo.addons.wlec_confidentiality.reports import pdf, wording
from odoo.addons.wlec_confidentiality.tools import window


class WlecDisclosureRequestLetters(models.Model):
    """The letter of refusal. It neither confirms nor denies that anybody is known here."""

    _inherit = "wlec.disclosure.request"

    refusal_letter = ConfidentialBinary(string="Letter of refusal", readonly=True)
    refusal_filename = fields.Char(readonly=True, copy=False)

    def _workflow_fields(self):
        return super()._workflow_fields() | {"refusal_letter", "refusal_filename"}

    def _asker_line(self):
        return ", ".join(filter(None, (self.asker_name, self.asker_rank)))

    def _address_lines(self, person=""):
        """What is seen through the window of an envelope: who, and the address the centre's own address book has. An address that only
        stands in the request is none to write to."""
        known = {"agency": self.agency_id.partner_id, "partner": self.partner_id}.get(self.recipient_kind)
        address = known._display_address(without_company=True) if known else ""
        return window.lines("\n".join(filter(None, (person, self._recipient_in_full(), address))))

    def action_refusal_letter(self):
        """Make the letter to whoever asked, with the reasons written down at the refusal."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "refused" or self.origin != "recipient":
            raise TransitionError(self.env._("This letter answers a request from outside that was refused."))
        values = {
            **wording.page(self.env, "en_GB"),
            "to": self._address_lines(self._asker_line()),
            "today": fields.Date.context_today(self),
            "reference": self.name,
            "theirs": self.notice_reference,
            "received_on": self.received_on,
            "reasons": (self.refusal_reason or "").strip().split("\n"),
        }
        letter = pdf.render(self.env["ir.qweb"]._render("wlec_confidentiality.wlec_refusal_letter", values))
        with permit(self, {"refusal_letter", "refusal_filename"}):
            self.write({
                "refusal_letter": base64.b64encode(letter), "refusal_filename": f"{self.name}-refusal.pdf",
            })  # fmt: skip
        return True
