# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit, guards
from odoo.addons.wlec_confidentiality.orm import rows as sealed_rows
from odoo.addons.wlec_confidentiality.orm.sealable import from_token, is_token

from . import giving_back


class WlecSealableMixin(models.AbstractModel):
    """Giving protected rows back, as they were."""

    _inherit = "wlec.sealable.mixin"

    def _unprotect(self):
        """Give these rows back in clear, by whoever holds the key ring; recorded. For uninstalling, and for nothing else.

        :raise SealError: a value does not authenticate; nothing is changed then
        """
        if not giving_back.is_under_way():
            raise ConfidentialityError(self.env._("A record is protected for good."))
        self.flush_model()
        columns = [field.name for field in guards.sealable_fields(self)]
        query = SQL(
            "SELECT id, %s FROM %s WHERE id = ANY(%s) AND wlec_protected ORDER BY id FOR UPDATE",
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL.identifier(self._table),
            list(self.ids),
        )
        rows = [list(row) for row in self.env.execute_query(query)]
        for index, name in enumerate(columns, 1):
            sealed = [(row[0], from_token(row[index])) for row in rows if is_token(row[index])]
            clear = sealed_rows.clear_texts(self._fields[name], sealed, self)
            for row in rows:
                row[index] = clear.get(row[0], row[index])
        self._write_texts(columns, rows, protected=False)
        records = self.browse([row[0] for row in rows])
        records.invalidate_recordset()
        audit.record(records, "configure", fields=("wlec_protected",))
        records._after_unprotect()
        return records

    def _after_unprotect(self):
        """For what else must change when rows are given back in clear."""
