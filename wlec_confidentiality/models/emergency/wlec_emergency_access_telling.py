# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.models.chatter import notices


class WlecEmergencyAccess(models.Model):
    """The client learns of it: in the portal, and by an e-mail that says only that there is news."""

    _inherit = "wlec.emergency.access"

    tell_by_email = fields.Boolean(
        "With an e-mail",
        default=True,
        help="“There is news for you, please log in”, and not a word more: to clients who use the portal. Take it out where even"
        " that could be read by somebody they fear.",
    )
    told_at = fields.Datetime("Client told", readonly=True, copy=False)

    def _is_to_be_told(self):
        today = fields.Date.context_today(self)
        return self.tell_client == "now" or bool(self.tell_on and self.tell_on <= today)

    def _tell_client(self):
        """Those whose day has come: from now on it is in the portal."""
        for access in self.sudo().filtered(lambda access: not access.told_at and access._is_to_be_told()):
            with permit(access, {"told_at"}):
                access.told_at = fields.Datetime.now()
            if access.tell_by_email and access._has_portal_with_address():
                access._send_news()

    def _has_portal_with_address(self):
        """Asked of the database: the address itself is opened when the mail is handed over, and not before."""
        partner = self.sudo().case_id.partner_id
        login = [("partner_id", "=", partner.id), ("share", "=", True)]
        address = [("id", "=", partner.id), ("email", "!=", False)]
        return bool(
            partner
            and self.env["res.users"].sudo().search_count(login, limit=1)
            and self.env["res.partner"].sudo().search_count(address, limit=1)
        )

    def _send_news(self):
        notices.send(self, "wlec_emergency_news_client")

    def _shown_to_client(self, partner):
        """What the client of these files learns: [{when, why, state}], without anybody's name."""
        found = self.sudo().search([("case_id.partner_id", "=", partner.id), ("opened_at", "!=", False)])
        labels = dict(self._fields["category"]._description_selection(self.env))
        return [
            {
                "opened_at": access.opened_at,
                "ends_at": access.ends_at,
                "file": access.case_id.name,
                "why": labels[access.category],
                "reviewed": access.state == "reviewed",
                "reference": access.name,
            }
            for access in found.filtered(lambda access: access._is_to_be_told())
        ]
