# SPDX-License-Identifier: LGPL-3.0-or-later
"""Reads the access records again and holds them against their seals, a step at a time, on a connection of its own."""

from typing import NamedTuple

from odoo import sql_db

from odoo.addons.wlec_confidentiality.tools import checkpoint, log_check, seal_state
from odoo.addons.wlec_confidentiality.tools.log_check import Checker, Damage, read_seals
from odoo.addons.wlec_confidentiality.tools.seal_state import Mark, StateProblem

from . import log_purge, log_reading, sealer


class Step(NamedTuple):
    damage: Damage | None
    place: dict | None  # where to go on; None when there is nothing more
    records: int  # read and found right so far
    sealed: int
    unsealed: int


def step(dbname, keys, place, most, kept=()):
    """Read at most ``most`` records.

    :param place: what the step before returned, None to begin
    :param keys: the public keys of the log, as text
    :param kept: checkpoints that witnesses have kept
    """
    memory = _memory(dbname)  # before the database: whatever it has signed is there, or about to be
    with sql_db.db_connect(dbname).cursor() as cr:
        return _Verifier(cr, memory, keys, kept).run(place, most)


def _memory(dbname):
    try:
        return seal_state.load(sealer.state_path(dbname))
    except StateProblem:
        return None


class _Verifier:
    def __init__(self, cr, memory, keys, kept):
        self.cr, self.memory, self.keys, self.kept = cr, memory, keys, kept

    def run(self, place, most):
        notes = [note for (note,) in self._rows("SELECT note FROM wlec_log.seal ORDER BY id")]
        seals, damage = read_seals(notes, self.keys)
        size, last = (seals[-1].size, seals[-1].last) if seals else (0, 0)
        if damage := damage or self._newest_damage(notes, last):
            return Step(damage, None, 0, size, 0)
        mark, passed, damage = self._start(seals, place)
        if damage:
            return Step(damage, None, 0, size, 0)
        after = (
            mark.last if place else None
        )  # at first all: also what stands where nothing should be any more
        up_to = self._last_of_step(after, most)
        tiles = {
            number: bytes(root)
            for number, root in self._rows(
                "SELECT number, root FROM wlec_log.tile WHERE turn = (SELECT max(turn) FROM wlec_log.seal)"
            )
        }
        checker = Checker(seals, tiles.get, mark, passed)
        log_reading.copy(self.cr, after, up_to, checker.take)
        if checker.damage or up_to is None:
            damage = checker.finish()
            ((unsealed,),) = self._rows("SELECT count(*) FROM wlec_log.event WHERE id > %s", [last])
            return Step(damage, None, checker.tree.size, size, unsealed)
        further = {"mark": checker.mark().as_json(), "seal": checker.seal}
        return Step(None, further, checker.tree.size, size, 0)

    def _start(self, seals, place):
        """Where the step before stopped, unless what would come next has been purged since."""
        mark, passed, damage = log_check.start(seals, log_purge.kept(self.cr))
        if place and not damage and place["mark"]["last"] >= mark.last:
            return Mark.of_json(place["mark"]), place["seal"], None
        return mark, passed, damage

    def _rows(self, query, params=None):
        self.cr.execute(query, params)
        return self.cr.fetchall()

    def _newest_damage(self, notes, last):
        """What only the sealer's memory outside the database can tell."""
        if not set(self.kept) <= set(notes):
            return Damage("witness", 0, last)
        if self.memory is None:
            return Damage("memory", 0, last) if notes else None
        if self.memory.note in notes[-50:]:
            return None
        # Signed, and not yet in the database: between the two, or after a crash there.
        newest = checkpoint.digest(notes[-1]) if notes else ""
        return None if newest == self.memory.previous else Damage("newest", 0, last)

    def _last_of_step(self, after, most):
        after = -(2**63) if after is None else after
        rows = self._rows(
            "SELECT id FROM wlec_log.event WHERE id > %s ORDER BY id OFFSET %s LIMIT 1", [after, most - 1]
        )
        return rows[0][0] if rows else None
