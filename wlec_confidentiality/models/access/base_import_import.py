# SPDX-License-Identifier: LGPL-3.0-or-later
import os

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm.sealed_others import ConfidentialBytes


class BaseImportImport(models.TransientModel):
    """A file somebody imports: Odoo keeps it for half a day, whole. A list of clients lies in it, so it is sealed, and theirs alone
    who chose it."""

    _name = "base_import.import"
    _inherit = ["base_import.import", "wlec.confidential.mixin"]

    file = ConfidentialBytes(help="File to check and/or import, raw binary (not base64)")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_name(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_without_name(vals))

    def _need_to_know(self, uid):
        query = SQL("SELECT id FROM base_import_import WHERE id = ANY(%s) AND create_uid = %s", self.ids, uid)
        return {row[0] for row in self.env.execute_query(query)}

    def _key_scope(self):
        return f"res.users,{self.sudo().create_uid.id}"


def _without_name(vals):
    """Of the file's name only the ending is needed: it says how the file is to be read."""
    if name := vals.get("file_name"):
        return {**vals, "file_name": f"import{os.path.splitext(str(name))[1][:5]}"}
    return vals
