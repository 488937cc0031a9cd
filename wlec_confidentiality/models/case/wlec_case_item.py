# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class WlecCaseItem(models.AbstractModel):
    """What lies in a file: numbered in the order it came, never moved to another file, added only while the file is not
    closed. Its name is its kind and number, and reveals nothing."""

    _name = "wlec.case.item"
    _description = "Item of a case file"
    _inherit = "wlec.confidential.mixin"
    _order = "number, id"
    _case_path = "case_id"

    name = fields.Char(readonly=True, copy=False)
    case_id = fields.Many2one("wlec.case", "Case file", required=True, index=True, ondelete="restrict")
    number = fields.Integer(readonly=True, copy=False)
    case_state = fields.Selection(related="case_id.state", string="State of the file")

    @api.model_create_multi
    def create(self, vals_list):
        cases = self.env["wlec.case"].browse({vals["case_id"] for vals in vals_list if vals.get("case_id")})
        cases.check_access("read")
        self._check_open(cases)
        for vals in vals_list:
            vals.pop("name", None)
            vals.pop("number", None)
        for case_id in cases.ids:
            own = [vals for vals in vals_list if vals.get("case_id") == case_id]
            last = self._take_numbers(case_id, len(own))
            for number, vals in enumerate(own, start=last - len(own) + 1):
                vals.update(number=number, name=self._item_name(number))
        return super().create(vals_list)

    def write(self, vals):
        if {"name", "number"} & vals.keys() and any(self.ids):
            raise UserError(self.env._("The number of an item in a file is not changed."))
        return super().write(vals)

    @api.model
    def _item_name(self, number):
        """A word that says no more than the kind, and the number. Kinds of item have one of their own."""
        return self.env._("Item %s", number)

    @api.model
    def _check_open(self, cases):
        if any(case.state in ("closed", "disposed") for case in cases.sudo()):
            raise UserError(self.env._("The file is closed. Reopen it before you add to it or change it."))

    @api.model
    def _take_numbers(self, case_id, count):
        """Two people adding at once: the second is run again by Odoo, and no number is given twice."""
        query = SQL(
            "UPDATE wlec_case SET %(column)s = COALESCE(%(column)s, 0) + %(count)s WHERE id = %(case)s RETURNING %(column)s",
            column=SQL.identifier(self._counter()),
            count=count,
            case=case_id,
        )
        return self.env.execute_query(query)[0][0]

    @api.model
    def _counter(self):
        return f"last_{self._table.removeprefix('wlec_case_')}"
