# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import actor, quiet_log


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        quiet_log.begin()
        with actor.job(self.id):
            return super()._callback(cron_name, server_action_id)
