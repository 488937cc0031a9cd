# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models


class WlecComplaintLetter(models.Model):
    """Nothing but the acknowledgement is written to somebody who has not shown that they may speak for the client."""

    _inherit = "wlec.complaint.letter"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            return super().create(vals_list)  # refuses, before anything is asked about the complaint
        told = {vals.get("complaint_id", 0) for vals in vals_list if vals.get("kind") != "acknowledgement"}
        self.env["wlec.breach.complaint"].browse(told)._check_may_be_told()
        return super().create(vals_list)
