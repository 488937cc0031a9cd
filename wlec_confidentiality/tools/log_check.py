# SPDX-License-Identifier: LGPL-3.0-or-later
"""Are the access records the ones that were sealed? One pass over all of them, in the order of their numbers.

What is found is the first damage: a range of numbers, and what is wrong there. Everything after it cannot be trusted either, so the
search ends with it.
"""

import dataclasses
from collections.abc import Callable, Sequence

from . import checkpoint, merkle
from .checkpoint import BadCheckpoint, Checkpoint
from .seal_state import Mark


@dataclasses.dataclass(frozen=True)
class Damage:
    """What is wrong (``kind``), and with which records, by their numbers."""

    kind: str  # changed, missing, added, numbers; seal, chain (``first`` is then the number of the checkpoint, from 1)
    first: int
    last: int


def read_seals(notes: Sequence[str], keys: Sequence[str]) -> tuple[list[Checkpoint], Damage | None]:
    """The checkpoints of the log as it stands, in their order, up to the first that is not what was signed. (One that was begun
    anew, knowingly, under its name and the next number, begins with a checkpoint that continues the last of the old ones.)

    :param keys: the keys of the log, as text. A checkpoint may name a ``successor``, which signs from then on: the older key is
        not believed any more.
    """
    found: list[Checkpoint] = []
    known, previous = list(keys), "-"
    for number, note in enumerate(notes, 1):
        try:
            one = checkpoint.read(note, known)
        except BadCheckpoint:
            return found, Damage("seal", number, number)
        if found and _turn(one) == _turn(found[-1]) + 1:
            found.clear()
        if one.more.get("previous") != previous or (found and not _continues(found[-1], one)):
            return found, Damage("chain", number, number)
        found.append(one)
        previous = checkpoint.digest(note)
        if "successor" in one.more:
            known = [one.more["successor"]]
    return found, None


def _turn(seal):
    number = seal.origin.partition("#")[2]
    return int(number) if number.isdecimal() else 1


def _continues(old, new):
    return (
        new.origin == old.origin
        and new.size >= old.size
        and new.last >= old.last
        and new.gaps >= old.gaps
        and (new.size > old.size or new.root == old.root)
    )


class Checker:
    """Takes the records one after the other; ``damage`` is the first that was found.

    :param seals: as ``read_seals`` gives them
    :param tile: number of a tile -> its root as it was kept when it was sealed, or None
    :param mark: where an earlier pass stopped, with ``seal`` the number of seals it had passed
    """

    def __init__(
        self,
        seals: Sequence[Checkpoint],
        tile: Callable[[int], bytes | None],
        mark: Mark | None = None,
        seal: int = 0,
    ):
        self.seals, self.tile, self.seal = seals, tile, seal
        mark = (mark or Mark(merkle.Tree())).copy()
        self.tree, self.last = mark.tree, mark.last
        self.damage: Damage | None = None
        self._first_of_tile = self.last + 1

    @property
    def sealed_up_to(self) -> int:
        return self.seals[-1].last if self.seals else 0

    def mark(self) -> Mark:
        return Mark(self.tree, self.last)

    def take(self, record_id: int, entry: bytes) -> bool:
        """The next record.

        :return: whether to go on
        """
        if self.damage:
            return False
        while self.seal < len(self.seals) and record_id > self.seals[self.seal].last:
            if not self._close():
                return False
        if record_id <= 0 or record_id <= self.last:
            self.damage = Damage("added", record_id, record_id)
            return False
        if self.seal == len(self.seals):  # not sealed yet: nothing to compare it with
            self.last = record_id
            return True
        if not self.tree.pending:
            self._first_of_tile = self.last + 1  # one that was before it may be gone
        root = self.tree.add(merkle.leaf_hash(entry))
        self.last = record_id
        if root is not None and self.tile(self.tree.tiles - 1) not in (root, None):
            self.damage = Damage("changed", self._first_of_tile, record_id)
        return self.damage is None

    def finish(self) -> Damage | None:
        """There are no more records."""
        while not self.damage and self.seal < len(self.seals):
            self._close()
        return self.damage

    def _close(self) -> bool:
        """The records up to the next seal are through."""
        now, old = self.seals[self.seal], self.seals[self.seal - 1] if self.seal else None
        first = (old.last if old else 0) + 1
        if self.tree.size != now.size:
            self.damage = Damage("missing" if self.tree.size < now.size else "added", first, now.last)
        elif self.tree.root() != now.root:
            self.damage = Damage("changed", first, now.last)
        elif now.last - now.size != now.gaps:
            self.damage = Damage("numbers", first, now.last)
        else:
            self.seal += 1
        return self.damage is None
