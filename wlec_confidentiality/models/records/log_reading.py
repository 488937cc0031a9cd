# SPDX-License-Identifier: LGPL-3.0-or-later
"""The access records as PostgreSQL sends them: one entry a row, in the order of their numbers, without any parsing."""

import struct
import time

from odoo.addons.wlec_confidentiality.tools.event_entry import COLUMNS, COPY_HEAD, COPY_TAIL

_FIELDS = ", ".join(COLUMNS)
_COLUMN_COUNT = struct.pack(">h", len(COLUMNS))
_ID = slice(12, 20)  # after the count of columns, the version and two lengths
_PAUSE = 0.05


class LogUnreadable(Exception):
    """PostgreSQL does not send what is expected of it."""


def copy(cr, after, up_to, take):
    """Call ``take(record id, entry)`` for each access record with ``after`` < id <= ``up_to`` (None: without limit)."""
    limits = (("id >", after), ("id <=", up_to))
    bounds = [f"{limit} {int(number)}" for limit, number in limits if number is not None]
    where = f"WHERE {' AND '.join(bounds)}" if bounds else ""
    query = f"COPY (SELECT {_FIELDS} FROM wlec_log.event {where} ORDER BY id) TO STDOUT (FORMAT binary)"  # noqa: S608 - numbers
    cr._obj.copy_expert(query, _Sink(take))


class _Sink:
    """What PostgreSQL sends comes row by row: the first with the head of the file before it."""

    def __init__(self, take):
        self._take, self._first = take, True

    def write(self, data):
        if self._first:
            if not data.startswith(COPY_HEAD):
                raise LogUnreadable("unexpected head")
            data, self._first = data[len(COPY_HEAD) :], False
        if not data or data == COPY_TAIL:
            return
        if not data.startswith(_COLUMN_COUNT):
            raise LogUnreadable("unexpected row")
        self._take(struct.unpack(">q", data[_ID])[0], data)


# ---- up to where nothing can change any more
def horizon(cr, patience):
    """The number up to which every access record there will ever be is there.

    Numbers are drawn under the lock that an INSERT takes, and given up with the transaction. So: the newest number drawn, then
    wait until whoever holds that lock now is through. ``cr`` must not have read the records yet: what commits in the meantime
    would be missing from its snapshot.

    :return: the number, or None when somebody writes for longer than ``patience`` seconds
    """
    cr.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM wlec_log.event_id_seq")
    number = cr.fetchone()[0]
    end, writers = time.monotonic() + patience, _writers(cr)
    while writers:
        if time.monotonic() > end:
            return None
        time.sleep(_PAUSE)
        writers &= _writers(cr)
    return number


def _writers(cr):
    cr.execute(
        "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted"
        "   AND relation = 'wlec_log.event'::regclass AND pid <> pg_backend_pid()"
        "   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return {name for (name,) in cr.fetchall()}
