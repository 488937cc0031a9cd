# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    wlec_complaint_reserve_id = fields.Many2one(
        "res.users",
        "Complaints about the officer go to",
        domain=[("share", "=", False)],
        groups="base.group_system,wlec_confidentiality.group_officer",
        help="Who handles a complaint about a confidentiality officer, for instance the chair. Empty: a committee member.",
    )
