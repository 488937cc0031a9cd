# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecAgency(models.Model):
    _inherit = "wlec.agency"

    provision_ids = fields.Many2many(
        "wlec.legal.provision",
        "wlec_legal_provision_agency_rel",
        "agency_id",
        "provision_id",
        string="What it may rely on",
    )
