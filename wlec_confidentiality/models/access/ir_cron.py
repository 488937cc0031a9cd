# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, models

from odoo.addons.wlec_confidentiality.orm import actor, audit, quiet_log

# The jobs seal, look through and end: who stops one, or puts it off, belongs in the access record.
_RECORDED = {
    "active",
    "nextcall",
    "interval_number",
    "interval_type",
    "user_id",
    "code",
    "state",
    "ir_actions_server_id",
}


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        quiet_log.begin()
        with actor.job(self.id):
            return super()._callback(cron_name, server_action_id)

    def write(self, vals):
        result = super().write(vals)
        if changed := sorted(_RECORDED & vals.keys()):
            self._record(changed)
        return result

    def unlink(self):
        self._record(["unlink"])
        return super().unlink()

    def _record(self, fields):
        if actor.principals(self.env)[0] != SUPERUSER_ID:  # not what an installation does
            audit.record(self, "configure", fields=fields)
