# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.tools import deadlines

from .wlec_clock_mixin import Task

OFFICER = "wlec_confidentiality.group_officer"


class WlecRegisterClock(models.AbstractModel):
    """The registers of law and of agencies, as something that has a deadline."""

    _name = "wlec.register.clock"
    _description = "Deadline of the registers"
    _inherit = "wlec.clock.mixin"

    def _clock_text(self, kind):
        return self.env._("Check the entries of the legal registers that nobody has verified lately")

    def _clock_person(self, role, kind):
        if role == "officer":
            return self.env.ref(OFFICER).sudo().all_user_ids.filtered("active").sorted("id")._or_cover()[:1]
        return self._clock_chair() if role == "chair" else self.env["res.users"]

    @api.model
    def _registers(self):
        """The registers whose entries somebody verifies against their source: pairs of a model and a domain."""
        return [("wlec.agency", [("successor_id", "=", False)])]

    @api.model
    def _run_register_clock(self):
        """One task for all entries: that of the officer, who keeps the registers."""
        never, verified = [], []
        for name, domain in self._registers():
            Register = self.env[name].sudo()
            unverified = Register.search([*domain, ("verified_on", "=", False)], order="create_date", limit=1)
            never += [fields.Datetime.context_timestamp(row, row.create_date).date() for row in unverified]
            known = Register.search([*domain, ("verified_on", "!=", False)], order="verified_on", limit=1)
            verified += known.mapped("verified_on")
        now = fields.Datetime.now()
        running = deadlines.of_register(min(never, default=None), min(verified, default=None), now)
        wanted = [
            Task("register", self, deadline, role)
            for deadline in running
            for role in deadlines.told(deadline, now)
        ]
        self._settle(["register"], wanted)
