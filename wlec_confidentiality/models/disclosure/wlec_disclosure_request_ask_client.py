# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError


class WlecDisclosureRequestAskClient(models.Model):
    """What no consent covers can be asked of the client: the question is written from the request, so that nothing is left out."""

    _inherit = "wlec.disclosure.request"

    def action_ask_client(self):
        """Prepare a consent for just this recipient, purpose and kinds of information, and open it to be put to the client."""
        self.ensure_one()
        self.check_access("write")
        if self.restricted or self.state not in self._OPEN:
            raise TransitionError(self.env._("The client is not asked about this request."))
        if not self._has_recipient():
            raise TransitionError(self.env._("Say who would receive it."))
        given = self.item_ids.filtered("given")
        consent = self.env["wlec.consent"].create(
            {
                "case_id": self.case_id.id,
                "recipient_kind": self.recipient_kind,
                "agency_id": self.agency_id.id,
                "partner_id": self.partner_id.id,
                "recipient_name": self.recipient_kind == "person" and self.recipient_name,
                "purpose_id": self.purpose_id.id,
                "category_ids": [(6, 0, given.category_id.ids)],
                "document_ids": [(6, 0, given.document_id.ids)],
            }
        )
        self.write({"ground": "consent", "consent_id": consent.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "wlec.consent",
            "res_id": consent.id,
            "view_mode": "form",
        }
