# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import audit, quiet_log


class IrActionsServer(models.Model):
    """Server actions, automation rules and scheduled jobs open nothing by themselves: what they open for whoever set them going
    is recorded with the action that did it."""

    _inherit = "ir.actions.server"

    def _run(self, records, eval_context):
        with audit.by_rule(self.env.cr, f"ir.actions.server/{self.id}"):
            return super()._run(records, eval_context)

    def _can_execute_action_on_records(self, records):
        with audit.by_rule(self.env.cr, f"ir.actions.server/{self.id}"):
            return super()._can_execute_action_on_records(records)

    def _get_eval_context(self, action=None):
        """What an action logs is kept in a table, in clear: without the words it has opened."""
        found = super()._get_eval_context(action)
        if log := found.get("log"):
            found["log"] = lambda message, level="info": log(quiet_log.cleaned(message), level)
        return found
