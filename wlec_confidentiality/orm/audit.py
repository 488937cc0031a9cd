# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access buffer: what a transaction opened, written down before the transaction ends.

The buffer belongs to the cursor and is out of reach of code typed into the back office: it is kept in this module, keyed by
the cursor, and never on an object that such code can hold. It is emptied by the cursor's own commit and rollback - not by
``cr.precommit``, which savepoints and callers can clear:

* commit of a read-write cursor: the rows go into the same transaction, right before it commits;
* commit of a read-only cursor, and every rollback: the rows go in by a connection of their own.

When the rows cannot be written the request fails, and its error says nothing of what was read.
"""

import functools
import logging

from psycopg2.extras import execute_values

from odoo import sql_db
from odoo.tools import SQL, split_every
from odoo.tools.translate import LazyTranslate

from ..exceptions import AccessRecordError
from . import actor

_logger = logging.getLogger(__name__)

_lt = LazyTranslate(__name__, default_lang="en_US")

# The closed list of what may be recorded.
ACTIONS = (
    "read", "create", "write", "unlink", "export", "print", "download", "attach", "detach", "search", "denied", "grant",
    "revoke", "exclude", "emergency", "disclose", "transition", "acknowledge", "configure", "import",
)  # fmt: skip
FORMAT_VERSION = 1
_COLUMNS = (
    "version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, route, method, ip, session,"
    " api_key_id, request_id, outcome"
)
# The table itself, by its full name: the view could be exchanged for something else by whoever can run SQL as Odoo.
_INSERT = f"INSERT INTO wlec_log.event ({_COLUMNS}) VALUES %s"  # noqa: S608 - constants
_IDS_PER_ROW = 1000
# Which doors make of a reading something more: an export, a print, a download.
_KINDS = (
    ("export", ("/web/export/",), (".export_data",)),
    ("print", ("/report/",), ()),
    ("download", ("/web/content", "/web/image", "/my/complaints/document"), ()),
)

_RETRIED = ("40001", "40P01")  # serialization failure, deadlock

_buffers = {}


class Buffer:
    """What one transaction has opened so far, and what it has asked about need to know."""

    __slots__ = ("created", "entries", "files", "last", "lenses", "registry")

    def __init__(self, registry):
        self.registry = registry
        self.entries = {}  # (action, model, uid, su, actor, outcome): {record id: {field names}}
        self.lenses = {}  # (model, uid, su, principals): what this viewer may see
        self.created = set()  # (model, record id) made in this transaction
        self.last = None  # the lens looked through last
        self.files = {}  # {user id: (files asked about, files open to them)}

    def add(self, key, record_ids, field_names):
        by_record = self.entries.setdefault(key, {})
        for record_id in record_ids or (None,):  # no record: the model as a whole was refused
            by_record.setdefault(record_id, set()).update(field_names)


def buffer(cr) -> Buffer:
    """The buffer of this cursor's present transaction."""
    found = _buffers.get(id(cr))
    if found is None:
        _hook(type(cr))
        found = _buffers[id(cr)] = Buffer(cr.transaction.registry)
    return found


def last_lens(cr):
    """The lens looked through last on this cursor, if any."""
    found = _buffers.get(id(cr))
    return found and found.last


def record(records, action, fields=(), outcome="ok"):
    """Write down that ``action`` was done to ``records`` (of one model).

    :param fields: field names, or for steps of a workflow the name of the step
    """
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is not an action of the access record")
    env = records.env
    key = (action, records._name, env.uid, env.su, actor.principals(env)[0], outcome)
    buffer(env.cr).add(key, records._ids, fields)


def denied(records, operation):
    """Write down a refusal. It is kept although the transaction it happened in is rolled back."""
    record(records, "denied", fields=(operation,), outcome="denied")


def forget_lenses(cr):
    """Grants, exclusions or acknowledgements have changed: ask again who may see what."""
    if (found := _buffers.get(id(cr))) is not None:
        found.lenses.clear()
        found.files.clear()
        found.last = None


def has_opened(cr) -> bool:
    """Whether this transaction opened a confidential value (then its answer must not be kept by any cache)."""
    found = _buffers.get(id(cr))
    return found is not None and any(key[0] == "read" and seen for key, seen in found.entries.items())


# ---- from buffer to rows
def _kind(action, door):
    if action != "read":
        return action
    for kind, routes, methods in _KINDS:
        if (door.route or "").startswith(routes) or (methods and (door.method or "").endswith(methods)):
            return kind
    return action


def _rows(cr, found, rolled_back=False):
    """The rows of a buffer, one for each (action, model, viewer, set of fields).

    :param cr: the cursor on which files may be looked up
    """
    door = actor.door()
    for (action, model, uid, su, actor_id, outcome), by_record in found.entries.items():
        outcome = "rolled_back" if rolled_back and outcome == "ok" else outcome
        for names, ids in _by_fields(by_record).items():
            for some in split_every(_IDS_PER_ROW, ids) if ids else [()]:
                yield (
                    FORMAT_VERSION, _kind(action, door), model, list(some), list(names), _cases(cr, found, model, some),
                    uid, actor_id, su, *door, outcome,
                )  # fmt: skip


def _by_fields(by_record):
    grouped = {}
    for record_id, names in by_record.items():
        ids = grouped.setdefault(tuple(sorted(names)), [])
        if isinstance(record_id, int):
            ids.append(record_id)
    return {names: sorted(ids) for names, ids in grouped.items()}


def _cases(cr, found, model, ids):
    """The files these records belong to: from what the gate has learnt, else by one query."""
    known = {}
    for (lens_model, *_viewer), lens in found.lenses.items():
        if lens_model == model:
            known.update(lens.cases)
    missing = [i for i in ids if i not in known]
    if missing:
        known.update(_look_up_cases(cr, found.registry.get(model), missing))
    return sorted({known[i] for i in ids if known.get(i)})


def _look_up_cases(cr, model_class, ids):
    path = getattr(model_class, "_case_path", None)
    if path == "id":
        return {case_id: case_id for case_id in ids}
    if not path:
        return {}
    column, table = SQL.identifier(path), SQL.identifier(model_class._table)
    query = SQL("SELECT id, %s FROM %s WHERE id = ANY(%s)", column, table, list(ids))
    cr.execute(query)
    return dict(cr.fetchall())


def _write(cr, rows):
    """Insert through psycopg2's cursor: Odoo's own prints a failing query, with its values, into the server log."""
    execute_values(cr._obj, _INSERT, rows, page_size=500)


def _write_apart(dbname, found, rolled_back):
    with sql_db.db_connect(dbname).cursor() as own:
        _write(own, list(_rows(own, found, rolled_back)))


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


# ---- the cursor's own commit and rollback
def _commit(original, cr):
    cr.flush()  # what the last computations and hooks open belongs in the record too
    found = _buffers.get(id(cr))
    if found is not None and found.entries:
        try:
            if cr.readonly and isinstance(cr, sql_db.Cursor):
                _write_apart(cr.dbname, found, rolled_back=False)
            else:
                _write(cr, list(_rows(cr, found)))
        except Exception as error:  # whatever went wrong, there is no record of it
            if getattr(error, "pgcode", None) in _RETRIED:
                raise  # a concurrent update: Odoo runs the request again
            _refuse(error)
    # Hooks that run after the commit may open values too: those go into a buffer of their own, written at the next turn.
    _buffers.pop(id(cr), None)
    try:
        return original(cr)
    except BaseException:
        if found is not None:
            _buffers.setdefault(id(cr), found)
        raise


def _rollback(original, cr):
    found = _buffers.pop(id(cr), None)
    result = original(cr)
    _write_after(cr, found)
    return result


def _close(original, cr, *args):
    """Closing rolls back; the row is written once the connection is given back, so that a refusal leaves nothing open."""
    found = _buffers.pop(id(cr), None)
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
            _write(cr._cursor, list(_rows(cr._cursor, found, rolled_back=True)))
    except Exception as error:
        _refuse(error)


def _wrapped(hook, original):
    @functools.wraps(original)
    def method(cr, *args):
        return hook(original, cr, *args)

    return method


def _clear(original, cr):
    """A savepoint was rolled back: a grant given inside it is gone, so nothing learnt there holds."""
    original(cr)
    forget_lenses(cr)


def _hook(cursor_class):
    """Wrap commit, rollback and clear of this class of cursors, once."""
    if "_wlec_hooked" in vars(cursor_class):
        return
    for name, hook in (("commit", _commit), ("rollback", _rollback), ("clear", _clear)):
        original = getattr(cursor_class, name)
        setattr(cursor_class, name, _wrapped(hook, original))
    cursor_class._wlec_hooked = True


_hook(sql_db.Cursor)
sql_db.Cursor._close = _wrapped(_close, sql_db.Cursor._close)
