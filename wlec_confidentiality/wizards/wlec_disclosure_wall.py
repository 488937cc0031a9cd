# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecDisclosureWall(models.TransientModel):
    """Which other file the wall goes up against. The officer types its reference: a list would show files to those outside."""

    _name = "wlec.disclosure.wall"
    _description = "Wall between two files"

    request_id = fields.Many2one("wlec.disclosure.request", required=True, ondelete="cascade")
    reference = fields.Char("Reference of the other file", required=True, help="For example CASE-48213.")

    def action_wall_off(self):
        self.ensure_one()
        self.request_id._wall_off(self.reference)
        return {"type": "ir.actions.act_window_close"}
