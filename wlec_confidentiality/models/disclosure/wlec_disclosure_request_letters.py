# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary
from odoo.addons.wlec_confidentiality.reports import pdf


class WlecDisclosureRequestLetters(models.Model):
    """The letter of refusal. It neither confirms nor denies that anybody is known here."""

    _inherit = "wlec.disclosure.request"

    refusal_letter = ConfidentialBinary(string="Letter of refusal", readonly=True)
    refusal_filename = fields.Char(readonly=True, copy=False)

    def _workflow_fields(self):
        return super()._workflow_fields() | {"refusal_letter", "refusal_filename"}

    def action_refusal_letter(self):
        """Make the letter to whoever asked, with the reasons written down at the refusal."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "refused" or self.origin != "recipient":
            raise TransitionError(self.env._("This letter answers a request from outside that was refused."))
        values = {
            "centre": self.env.company.name,
            "today": fields.Date.context_today(self),
            "reference": self.name,
            "theirs": self.notice_reference,
            "asker": self.asker_name,
            "rank": self.asker_rank,
            "body": self.recipient_label,
            "received_on": self.received_on,
            "reasons": (self.refusal_reason or "").strip().split("\n"),
        }
        letter = pdf.render(self.env["ir.qweb"]._render("wlec_confidentiality.wlec_refusal_letter", values))
        with permit(self, {"refusal_letter", "refusal_filename"}):
            self.write({
                "refusal_letter": base64.b64encode(letter), "refusal_filename": f"{self.name}-refusal.pdf",
            })  # fmt: skip
        return True
