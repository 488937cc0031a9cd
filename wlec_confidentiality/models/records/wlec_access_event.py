# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecAccessEvent(models.Model):
    """Seals, witnesses and checks of the records are the officer's and the auditor's task."""

    _inherit = "wlec.access.event"

    @api.model
    def _duties(self):
        keeps = (
            "wlec.access.seal",
            "wlec.access.witness",
            "wlec.access.check",
            "wlec.log.purge",
            "wlec.seal.state",
        )
        groups = ("group_officer", "group_auditor")
        committee = ("duty", "wlec_confidentiality.group_committee", ("wlec.log.purge",))
        return [
            *super()._duties(),
            committee,
            *(("duty", f"wlec_confidentiality.{group}", keeps) for group in groups),
        ]
