# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.tools import SQL


def wait_for(records):
    """Lock these rows, waiting for whoever holds them now.

    A decision by staff does not wait: who comes second is told so. The client's word does wait, for the moment it takes, and
    then counts: when the other has changed a row meanwhile, the database says so and Odoo runs the request again.
    """
    if records:
        records.flush_recordset()
        table, ids = SQL.identifier(records._table), tuple(records.ids)
        query = SQL("SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE", table, ids)
        records.env.cr.execute(query, log_exceptions=False)  # being run again is nothing for the server's log
