# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import gate
from odoo.addons.wlec_confidentiality.orm.gate import Purpose

_INVITATION = Purpose("deliver")


class PortalWizardUser(models.TransientModel):
    _inherit = "portal.wizard.user"

    def _send_email(self):
        if not self.user_id.sudo().partner_id._is_row_protected():
            return super()._send_email()
        with gate.purpose(self.env, _INVITATION):  # the link is made for the client, and sent to them
            return super()._send_email()
