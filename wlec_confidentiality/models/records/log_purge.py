# SPDX-License-Identifier: LGPL-3.0-or-later
"""Purging whole partitions of sealed access records: what has to be kept of them, and the one transaction in which they go.

Only the sealer calls this: a checkpoint that says what was purged is signed, put into the database and the partition dropped, all or
nothing. See ``wlec_log_purge`` for who decides.
"""

from typing import NamedTuple

import psycopg2.errors

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import event_table
from odoo.addons.wlec_confidentiality.tools import log_check
from odoo.addons.wlec_confidentiality.tools.kept_roots import Kept

from . import log_reading
from .key_exchange import SealRefused

_HASH = 32
_PATIENCE = "5s"


class Partition(NamedTuple):
    number: int
    low: int
    high: int  # the first number that is no more in it


class PurgeBusy(Exception):
    """Somebody reads or writes access records for very long."""


def oldest(cr):
    """The partition with the lowest numbers, or None."""
    found = event_table.partitions(cr)
    return Partition(*found[0]) if found else None


def is_possible(cr):
    """Whether there is a place for what is kept: not in a database that was hardened before there was one."""
    cr.execute("SELECT to_regclass('wlec_log.purge') IS NOT NULL")
    return cr.fetchone()[0]


def is_noted(cr, number):
    """Whether the sealer has purged the partition of this number: its note of it cannot be taken back."""
    if not is_possible(cr):
        return False
    cr.execute("SELECT EXISTS (SELECT FROM wlec_log.purge WHERE number = %s)", [number])
    return cr.fetchone()[0]


def kept(cr):
    """What is kept of the records purged in the present turn, or None."""
    if not is_possible(cr):
        return None
    cr.execute(
        "SELECT turn, size, last_id, pending FROM wlec_log.purge"
        " WHERE turn = (SELECT max(turn) FROM wlec_log.seal) ORDER BY size DESC, id DESC LIMIT 1"
    )
    row = cr.fetchone()
    if not row:
        return None
    turn, size, last, pending = row
    pending = bytes(pending)
    parts = tuple(pending[at : at + _HASH] for at in range(0, len(pending), _HASH))
    return Kept(size, last, _tiles(cr, turn, (size - len(parts)) // log_check.TILE), parts)


def _tiles(cr, turn, count):
    cr.execute(
        "SELECT root FROM wlec_log.tile WHERE turn = %s AND number < %s ORDER BY number", [turn, count]
    )
    return tuple(bytes(root) for (root,) in cr.fetchall())


def keep(cr, keys, partition):
    """Read a partition once more, hold it against its seals, and give what is to be kept of it and of all before.

    :raise SealRefused: it is not as it was sealed
    """
    cr.execute("SELECT note FROM wlec_log.seal ORDER BY id")
    chain = log_check.read_chain([note for (note,) in cr.fetchall()], keys)
    before = kept(cr)
    mark, passed, damage = log_check.start(chain.seals, before)
    border = next((n for n, seal in enumerate(chain.seals) if seal.last >= partition.high - 1), None)
    if border is None:
        raise SealRefused("not all of what was to be purged is sealed")
    turn = log_check.turn_of(chain.seals[border])
    tiles = _all_tiles(cr, turn)
    reader = _Reader(log_check.Checker(chain.seals[: border + 1], tiles.get, mark, passed), partition.high)
    log_reading.copy(cr, None, chain.seals[border].last, reader.take)
    found = reader.finish(turn, tiles)
    if chain.damage or damage or reader.checker.damage or found is None:
        raise SealRefused("what was to be purged, or what is kept of records purged before, is damaged")
    return found


def _all_tiles(cr, turn):
    cr.execute("SELECT number, root FROM wlec_log.tile WHERE turn = %s", [turn])
    return {number: bytes(root) for number, root in cr.fetchall()}


class _Reader:
    """Takes records up to the seal behind the partition, and remembers the tree at its end."""

    def __init__(self, checker, high):
        self.checker, self.high, self.tree = checker, high, None

    def take(self, number, entry):
        if self.tree is None and number >= self.high:
            self.tree = self.checker.mark().copy().tree
        self.checker.take(number, entry)

    def finish(self, turn, tiles):
        if self.tree is None:
            self.tree = self.checker.mark().copy().tree
        self.checker.finish()
        roots = tuple(tiles.get(number) for number in range(self.tree.tiles))
        if None in roots:
            return None
        found = Kept(self.tree.size, self.high - 1, roots, tuple(self.tree.pending))
        return found if found.tree().root() == self.tree.root() else None


def drop(cr, turn, partition, found):
    """Note what is kept, and drop the partition; both with the transaction of ``cr``.

    :raise PurgeBusy: the table is in use
    """
    pending = b"".join(found.pending)
    cr.execute("SET LOCAL lock_timeout = %s", [_PATIENCE])
    try:
        if event_table.is_hardened(cr):
            cr.execute(
                "SELECT wlec_log.purge(%s, %s, %s, %s, %s)",
                [partition.number, turn, found.size, found.last, pending],
            )
            return
        cr.execute(
            "INSERT INTO wlec_log.purge (number, turn, size, last_id, pending) VALUES (%s, %s, %s, %s, %s)",
            [partition.number, turn, found.size, found.last, pending],
        )
        cr.execute(SQL("DROP TABLE wlec_log.%s", SQL.identifier(f"event_p{partition.number}")))
    except psycopg2.errors.LockNotAvailable:
        raise PurgeBusy("the access records are in use") from None
