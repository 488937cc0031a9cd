# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class MailActivity(models.Model):
    """Which clock a task belongs to. Only the programme sets it: a task somebody makes stops no clock."""

    _inherit = "mail.activity"

    wlec_clock_of = fields.Char(index="btree_not_null", copy=False, groups=fields.NO_ACCESS)
    wlec_clock = fields.Char(copy=False, groups=fields.NO_ACCESS)
