# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL


class WlecOwnFormMixin(models.AbstractModel):
    """A form that is its writer's alone, until what was written is passed on."""

    _name = "wlec.own.form.mixin"
    _description = "Form that only its writer reads"
    _inherit = ["wlec.confidential.mixin"]

    def _need_to_know(self, uid):
        query = SQL(
            "SELECT id FROM %s WHERE id = ANY(%s) AND create_uid = %s",
            SQL.identifier(self._table),
            list(self.ids),
            uid,
        )
        return {record_id for (record_id,) in self.env.execute_query(query)}
