# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class WlecBreachThreadMixin(models.AbstractModel):
    """A record with steps, and with notes and tasks of those who deal with it."""

    _name = "wlec.breach.thread.mixin"
    _description = "Record of the breach register with notes and tasks"
    _inherit = ["wlec.workflow.mixin", "wlec.breach.open.mixin", "wlec.staff.thread.mixin"]

    def _task(self, users, summary, deadline=None):
        self._give_task(users, summary, deadline)
