# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    # The title of the activities an action plans, typed into the action itself; by its name alone it seems to be the one of
    # an activity planned on the action.
    _wlec_neutral = frozenset(("activity_summary",))
