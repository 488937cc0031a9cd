# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whether any row of a table is protected at all. Where none is, Odoo does what it does without the addon, in as many queries.

“None is” holds for one transaction: that sees one state of the database (Odoo's cursors are REPEATABLE READ) and its own
changes, each of which calls ``forget``. “Some are” is remembered by the process: there is no way back but uninstalling, and
to be wrong about it costs some queries.
"""

from odoo.tools import SQL

from . import audit

_some = set()
_ANYWHERE = "*"  # stands for all tables on whose rows something can hang


def is_none(model) -> bool:
    """Whether no row of this model (with ``wlec.sealable.mixin``) is protected, as this transaction sees the table."""
    cr, table = model.env.cr, model._table
    if (cr.dbname, table) in _some or not model.pool.ready:
        return False  # (while modules are being installed the column may not be there yet)
    if is_known(cr, table):
        return True
    flag = SQL.identifier("wlec_protected", to_flush=model._fields["wlec_protected"])
    ((found,),) = model.env.execute_query(
        SQL("SELECT EXISTS (SELECT FROM %s WHERE %s)", SQL.identifier(table), flag)
    )
    if found:
        _some.add((cr.dbname, table))
    else:
        know(cr, table)
    return not found


def is_none_among(env, names) -> bool:
    """Whether nothing in any of these models is protected, as this transaction sees them: no row that says so, and no row at
    all of a model all of which is. Asked once in a transaction, by one query."""
    cr = env.cr
    if (cr.dbname, _ANYWHERE) in _some or not env.registry.ready:
        return False
    if is_known(cr, _ANYWHERE):
        return True
    found = env.execute_query(
        SQL("SELECT %s", SQL(" OR ").join(_is_any(env[name]) for name in names) or SQL("FALSE"))
    )[0][0]
    if found:
        _some.add((cr.dbname, _ANYWHERE))
    else:
        know(cr, _ANYWHERE)
    return not found


def _is_any(model):
    flag = model._fields.get("wlec_protected")
    protected = SQL.identifier("wlec_protected", to_flush=flag) if flag else SQL("TRUE")
    return SQL("EXISTS (SELECT FROM %s WHERE %s)", SQL.identifier(model._table), protected)


def is_known(cr, table) -> bool:
    """Whether this transaction has learnt that nothing in this table is protected."""
    return table in audit.buffer(cr).unprotected


def know(cr, table):
    audit.buffer(cr).unprotected.add(table)


def forget():
    """Rows are being protected: ask again. (On every cursor: in tests several stand on one transaction.)"""
    audit.forget_unprotected()
