# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    wlec_history_names = fields.Selection(
        [("role", "Their role only"), ("name", "Their name and role")],
        "Clients are told of whoever looked at their file",
        default="role",
        required=True,
    )
