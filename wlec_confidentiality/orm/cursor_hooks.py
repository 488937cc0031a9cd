# SPDX-License-Identifier: LGPL-3.0-or-later
"""When the access buffer becomes rows: at the cursor's own commit and rollback - not in ``cr.precommit``, which savepoints and
callers can clear.

* commit of a read-write cursor: the rows go into the same transaction, right before it commits;
* commit of a read-only cursor, and every rollback: the rows go in by a connection of their own.

When the rows cannot be written the request fails, and its error says nothing of what was read.
"""

import functools
import logging

from odoo import sql_db
from odoo.tools import split_every
from odoo.tools.translate import LazyTranslate

from ..exceptions import AccessRecordError
from . import buffers, event_rows

_logger = logging.getLogger(__name__)

_lt = LazyTranslate(__name__, default_lang="en_US")

_COLUMNS = (
    "version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route, method, ip, session,"
    " api_key_id, request_id, outcome"
)
# The table itself, by its full name: the view could be exchanged for something else by whoever can run SQL as Odoo.
_INSERT = f"INSERT INTO wlec_log.event ({_COLUMNS}) VALUES ".encode()  # noqa: S608 - constants
_ROW = f"({', '.join(['%s'] * len(_COLUMNS.split(',')))})"
_ROWS_PER_STATEMENT = 500
_RETRIED = ("40001", "40P01")  # serialization failure, deadlock
_NO_TABLE = "42P01"


def write(cr, rows):
    """Insert through psycopg2's cursor: Odoo's own prints a failing query, with its values, into the server log."""
    cursor = cr._obj
    for some in split_every(_ROWS_PER_STATEMENT, rows):
        cursor.execute(_INSERT + b", ".join(cursor.mogrify(_ROW, row) for row in some))


def _write_apart(dbname, found, rolled_back):
    with sql_db.db_connect(dbname).cursor() as own:
        write(own, list(event_rows.rows(own, found, rolled_back)))


def _refuse(error):
    _logger.error(
        "The access record could not be written (%s): the request is refused.", type(error).__name__
    )
    # Chained errors would carry the text of what was read into the answer.
    message = _lt(
        "The access record could not be written, so nothing is shown and nothing was changed. Please tell whoever looks"
        " after this system."
    )
    raise AccessRecordError(message) from None


def _commit(original, cr):
    cr.flush()  # what the last computations and hooks open belongs in the record too
    found = buffers.of(cr)
    for check, subjects in found.checks.items() if found is not None else ():
        check(cr, subjects)
    if found is not None and found.entries:
        try:
            if cr.readonly and isinstance(cr, sql_db.Cursor):
                _write_apart(cr.dbname, found, rolled_back=False)
            else:
                write(cr, list(event_rows.rows(cr, found)))
        except Exception as error:  # whatever went wrong, there is no record of it
            if getattr(error, "pgcode", None) in _RETRIED:
                raise  # a concurrent update: Odoo runs the request again
            _refuse(error)
    # Hooks that run after the commit may open values too: those go into a buffer of their own, written at the next turn.
    buffers.take(cr)
    try:
        return original(cr)
    except BaseException:
        if found is not None:
            buffers.put_back(cr, found)
        raise


def _rollback(original, cr):
    found = buffers.take(cr)
    result = original(cr)
    _write_after(cr, found)
    return result


def _close(original, cr, *args):
    """Closing rolls back; the row is written once the connection is given back, so that a refusal leaves nothing open."""
    found = buffers.take(cr)
    dbname = cr.dbname
    original(cr, *args)
    _write_after(None, found, dbname)


def _write_after(cr, found, dbname=None):
    if found is None or not found.entries:
        return
    try:
        if cr is None or isinstance(cr, sql_db.Cursor):
            _write_apart(dbname or cr.dbname, found, rolled_back=True)
        else:  # a test's cursor stands on another one, whose transaction never ends: the row goes there
            write(cr._cursor, list(event_rows.rows(cr._cursor, found, rolled_back=True)))
    except Exception as error:
        # An installation that fails before there is anything to keep secret: why it did is to be told.
        if not found.registry.ready and getattr(error, "pgcode", None) == _NO_TABLE:
            return
        _refuse(error)


def _wrapped(hook, original):
    @functools.wraps(original)
    def method(cr, *args):
        return hook(original, cr, *args)

    return method


def _clear(original, cr):
    """A savepoint was rolled back: a grant given inside it is gone, so nothing learnt there holds."""
    original(cr)
    buffers.forget_lenses(cr)
    if (found := buffers.of(cr)) is not None:
        found.keys.clear()
        found.checks.clear()


def hook(cursor_class):
    """Wrap commit, rollback and clear of this class of cursors, once."""
    if "_wlec_hooked" in vars(cursor_class):
        return
    for name, hook in (("commit", _commit), ("rollback", _rollback), ("clear", _clear)):
        original = getattr(cursor_class, name)
        setattr(cursor_class, name, _wrapped(hook, original))
    cursor_class._wlec_hooked = True


hook(sql_db.Cursor)
sql_db.Cursor._close = _wrapped(_close, sql_db.Cursor._close)
