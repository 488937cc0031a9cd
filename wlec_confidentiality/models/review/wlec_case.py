# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecCase(models.Model):
    _inherit = "wlec.case"

    curious_since = fields.Date(
        "Outsiders curious since",
        copy=False,
        help="The press, a known name, a case in court: who opens this file without work on it is looked at.",
    )
