# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import gate


class ResPartner(models.Model):
    """The secret with which somebody makes a login of their own. With a client's, whoever has it could be the client; it goes to
    the client alone (see ``res.users``), and nobody is told it by a call, nor under which name a client logs in."""

    _inherit = "res.partner"

    def signup_get_auth_param(self):
        clients = self.browse(sorted(self._protected_ids()))
        told = super(ResPartner, self - clients).signup_get_auth_param()
        told.update({number: {} for number in clients.ids})
        return told

    def _generate_signup_token(self, expiration=None):
        """Also code that an administrator writes into Odoo gets none."""
        if self._protected_ids() and not gate.has_purpose():
            raise ConfidentialityError(
                self.env._(
                    "The link with which a client logs in goes to the client only: “Send Password Reset Instructions”."
                )
            )
        return super()._generate_signup_token(expiration)
