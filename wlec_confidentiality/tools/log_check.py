# SPDX-License-Identifier: LGPL-3.0-or-later
"""Are the access records the ones that were sealed? One pass over all of them, in the order of their numbers.

What is found is the first damage: a range of numbers, and what is wrong there. Everything after it cannot be trusted either, so the
search ends with it.
"""

import dataclasses
from collections.abc import Callable, Sequence

from . import checkpoint, merkle
from .checkpoint import BadCheckpoint, Checkpoint
from .kept_roots import Kept, last_of
from .merkle import TILE  # noqa: F401 - for those who count tiles
from .seal_state import Mark


@dataclasses.dataclass(frozen=True)
class Damage:
    """What is wrong (``kind``), and with which records, by their numbers."""

    kind: str  # changed, missing, added, numbers, purged; seal, chain (``first`` is then the number of the checkpoint, from 1)
    first: int
    last: int


@dataclasses.dataclass(frozen=True)
class KeySpan:
    """Which checkpoints a key signs: from number ``first`` to ``last`` (from 1, of all turns), and over how many records."""

    key: str
    turn: int
    first: int
    last: int
    sizes: tuple[int, int]


@dataclasses.dataclass
class Chain:
    """What a row of checkpoints is worth: those of the present turn, the first damage, and which key signed which."""

    seals: list[Checkpoint]
    damage: Damage | None
    spans: list[KeySpan]

    @property
    def keys(self) -> list[str]:
        """Every key that was believed, in their order."""
        return list(dict.fromkeys(span.key for span in self.spans))

    def believes(self, note: str) -> Checkpoint:
        """A checkpoint kept elsewhere, if the key signed it whose turn it was at that size.

        :raise BadCheckpoint: none did, or another one
        """
        found, key = checkpoint.read_signed(note, self.keys)
        for span in self.spans:
            is_open = (
                span is self.spans[-1]
            )  # the key of today: of more records than there are now, somebody else says why
            is_its_turn = span.key == key and span.turn == turn_of(found) and span.sizes[0] <= found.size
            if is_its_turn and (is_open or found.size <= span.sizes[1]):
                return found
        raise BadCheckpoint("it is signed with a key that was not the one of the log then")


def read_seals(notes: Sequence[str], keys: Sequence[str]) -> tuple[list[Checkpoint], Damage | None]:
    """The checkpoints of the log as it stands, in their order, up to the first that is not what was signed: see ``read_chain``."""
    chain = read_chain(notes, keys)
    return chain.seals, chain.damage


def read_chain(notes: Sequence[str], keys: Sequence[str]) -> Chain:
    """The checkpoints of the log as it stands. (One that was begun anew, knowingly, under its name and the next number, begins with
    a checkpoint that continues the last of the old ones, and may begin with another of the given keys.)

    :param keys: the key that the log began with, as text, then those it was begun anew with. A key signs until a checkpoint names its
        ``successor``, which signs from then on: at each moment one key is believed, and no other.
    """
    chain = Chain([], None, [])
    known, previous = list(keys[:1]), "-"
    for number, note in enumerate(notes, 1):
        try:
            one, key = _next(note, known, keys, chain.seals)
        except BadCheckpoint:
            chain.damage = Damage("seal", number, number)
            return chain
        if chain.seals and turn_of(one) == turn_of(chain.seals[-1]) + 1:
            chain.seals.clear()
        if one.more.get("previous") != previous or (chain.seals and not _continues(chain.seals[-1], one)):
            chain.damage = Damage("chain", number, number)
            return chain
        chain.seals.append(one)
        _span(chain.spans, key, number, one)
        previous, known = checkpoint.digest(note), [one.more.get("successor", key)]
    return chain


def _next(note, known, keys, seals):
    try:
        return checkpoint.read_signed(note, known)
    except BadCheckpoint:
        one, key = checkpoint.read_signed(note, keys)
        if seals and turn_of(one) == turn_of(seals[-1]) + 1:
            return one, key
        raise


def _span(spans, key, number, one):
    last = spans[-1] if spans else None
    if last and last.key == key and last.turn == turn_of(one):
        spans[-1] = dataclasses.replace(last, last=number, sizes=(last.sizes[0], one.size))
        return
    first = last.sizes[1] if last and last.turn == turn_of(one) else 0
    spans.append(KeySpan(key, turn_of(one), number, number, (first, one.size)))


def turn_of(seal: Checkpoint) -> int:
    """1; one more each time the log was begun anew."""
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


def start(seals: Sequence[Checkpoint], kept: Kept | None) -> tuple[Mark, int, Damage | None]:
    """Where reading begins: at the first record, or behind those that a checkpoint says were purged, with what is kept of them.

    :return: the mark, how many seals lie before it, and what is wrong with what is kept
    """
    line = next((seal.more["purged"] for seal in reversed(seals) if "purged" in seal.more), None)
    if line is None:
        return Mark(merkle.Tree()), 0, None
    if kept is None or kept.line() != line:
        return Mark(merkle.Tree()), 0, Damage("purged", 1, last_of(line))
    passed = sum(seal.last <= kept.last for seal in seals)
    return Mark(kept.tree(), kept.last), passed, None


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
