# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.models.consent.waiting import wait_for


class WlecConsent(models.Model):
    _inherit = "wlec.consent"

    def _after_end(self):
        """Every open disclosure that rests on it stops with it, whoever may see them: the client's word reaches them all."""
        super()._after_end()
        open_states = ("assessed", "submitted", "approved")
        resting = self.env["wlec.disclosure.request"].sudo().search(
            [("consent_id", "in", self.ids), ("ground", "=", "consent"), ("state", "in", open_states)]
        )  # fmt: skip
        wait_for(resting)
        resting._stop()
