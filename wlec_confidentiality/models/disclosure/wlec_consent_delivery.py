# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.models.consent.waiting import wait_for


class WlecConsentDelivery(models.Model):
    _inherit = "wlec.consent"

    def _after_end(self):
        """What was released and has not been collected yet does not leave any more."""
        super()._after_end()
        waiting = self.env["wlec.disclosure.delivery"].sudo().search(
            [("request_id.consent_id", "in", self.ids), ("request_id.ground", "=", "consent"), ("state", "=", "open")]
        )  # fmt: skip
        wait_for(waiting)
        waiting._withdraw()
