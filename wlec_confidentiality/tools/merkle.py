# SPDX-License-Identifier: LGPL-3.0-or-later
"""The Merkle tree over the access records (RFC 9162 section 2.1, the tree of RFC 6962): growing it, proving, checking proofs.

A **leaf hash** is SHA-256 of a zero byte and the entry; a **node** SHA-256 of a one byte and its two children. Every 256 leaves
make a **tile**; its root is all that has to be kept of them to prove things about later leaves.

Nothing but the standard library: outsiders run this file too (``verify_log``).
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

TILE = 256
EMPTY_ROOT = sha256().digest()
_HASH = 32


class BadProof(Exception):
    """The proof does not show what it is said to show."""


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over these hashes, of leaves or of subtrees of one size. The last may be alone, as at the tree's edge."""
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    while len(row) > 1:
        above = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = above + row[-1:] if len(row) % 2 else above
    return row[0]


class Tree:
    """A growing tree: what is needed to add leaves and to know the root, a few hundred hashes at any size."""

    def __init__(self, peaks: Iterable[tuple[int, bytes]] = (), pending: Iterable[bytes] = ()):
        """
        :param peaks: (number of tiles, root) of the complete subtrees, the largest first
        :param pending: leaf hashes after the last whole tile
        """
        self.peaks, self.pending = list(peaks), list(pending)

    @property
    def tiles(self) -> int:
        return sum(count for count, _root in self.peaks)

    @property
    def size(self) -> int:
        return self.tiles * TILE + len(self.pending)

    def add(self, leaf: bytes) -> bytes | None:
        """Append a leaf hash.

        :return: the root of the tile that this leaf completes, if it does
        """
        self.pending.append(leaf)
        if len(self.pending) < TILE:
            return None
        tile = root_of(self.pending)
        self.pending.clear()
        self.add_tile(tile)
        return tile

    def add_tile(self, tile: bytes) -> None:
        """Append a whole tile by its root.

        :raise ValueError: there are leaves before it that make no whole tile
        """
        if self.pending:
            raise ValueError("a tile cannot follow a part of one")
        self.peaks.append((1, tile))
        while len(self.peaks) > 1 and self.peaks[-2][0] == self.peaks[-1][0]:
            (count, left), (_count, right) = self.peaks[-2:]
            self.peaks[-2:] = [(2 * count, node_hash(left, right))]

    def root(self) -> bytes:
        parts = [root for _count, root in self.peaks]
        if self.pending or not parts:
            parts.append(root_of(self.pending))
        found = parts.pop()
        while parts:
            found = node_hash(parts.pop(), found)
        return found


# ---- proofs
Span = Callable[[int, int], bytes]  # (first leaf, leaf after the last) -> root over them


def span_of(
    tiles: Callable[[int, int], Sequence[bytes]], leaves: Callable[[int, int], Sequence[bytes]]
) -> Span:
    """A span from roots of tiles ``tiles(first, after)`` and leaf hashes ``leaves(first, after)``.

    Only for spans the proofs below ask for: each begins at a multiple of a power of two that is no smaller than itself.
    """

    def span(low: int, high: int) -> bytes:
        tree, whole = Tree(), high // TILE
        if low % TILE == 0 and whole > low // TILE:
            for tile in tiles(low // TILE, whole):
                tree.add_tile(tile)
            low = whole * TILE
        for leaf in leaves(low, high) if low < high else ():
            tree.add(leaf)
        return tree.root()

    return span


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(index: int, size: int, span: Span) -> list[bytes]:
    """That leaf ``index`` is in the tree of ``size`` leaves (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low = middle
    return path[::-1]


def consistency_proof(old: int, new: int, span: Span) -> list[bytes]:
    """That the tree of ``new`` leaves begins with that of ``old`` (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError("the older tree is the smaller one, and not empty")
    low, high, path, whole = 0, new, [], True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low, whole = middle, False
    if not whole:
        path.append(span(low, high))
    return path[::-1]


# ---- checking them
def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162, 2.1.3.2.

    :raise BadProof: this leaf is not shown to be number ``index`` of the tree with this root
    """
    if not 0 <= index < size:
        raise BadProof("there is no entry of that number")
    _check_hashes(leaf, root)
    at, last, found = index, size - 1, leaf
    for part in _hashes(proof):
        if last == 0:
            raise BadProof("the proof is too long")
        if at % 2 or at == last:
            found = node_hash(part, found)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, part)
        at, last = at >> 1, last >> 1
    if last or found != root:
        raise BadProof("the entry is not in this log")


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162, 2.1.4.2.

    :raise BadProof: the newer tree is not shown to be the older one with more leaves
    """
    if old > new:
        raise BadProof("the log has become smaller")
    if not old:
        raise BadProof("nothing can be shown of an empty log")
    if old == new:
        if proof or old_root != new_root:
            raise BadProof("two different logs of one size")
        return
    _check_hashes(old_root, new_root)
    path = list(_hashes(proof))
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        raise BadProof("the proof is too short")
    at, last = _without_ones(old - 1, new - 1)
    was = now = path[0]
    for part in path[1:]:
        if last == 0:
            raise BadProof("the proof is too long")
        if at % 2 or at == last:
            was, now = node_hash(part, was), node_hash(part, now)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, part)
        at, last = at >> 1, last >> 1
    if last or (was, now) != (old_root, new_root):
        raise BadProof("the log was rewritten")


def _without_ones(at: int, last: int) -> tuple[int, int]:
    while at % 2:
        at, last = at >> 1, last >> 1
    return at, last


def _hashes(proof):
    _check_hashes(*proof)
    return proof


def _check_hashes(*found):
    if any(len(part) != _HASH for part in found):
        raise BadProof("a hash is damaged")
