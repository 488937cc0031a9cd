# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is kept of access records that were purged: the roots of their whole tiles, and the leaf hashes of the last part of one. With
these everything later still verifies; nothing can be learnt from them about who did what.

A checkpoint that purges says so in a line of its own, ``purged SIZE LAST ROOT``: how many records from the beginning, up to which
number, and the root over them.
"""

import base64
import dataclasses

from .merkle import TILE, Tree


@dataclasses.dataclass(frozen=True)
class Kept:
    size: int  # how many records were purged, from the first
    last: int  # no record up to this number is there any more
    tiles: tuple[bytes, ...]
    pending: tuple[bytes, ...]

    def tree(self) -> Tree:
        """The tree over what was purged, to go on from."""
        tree = Tree()
        for root in self.tiles:
            tree.add_tile(root)
        tree.pending = list(self.pending)
        return tree

    def line(self) -> str:
        """What the checkpoint that purged says of it."""
        tree = self.tree()
        return (
            f"{tree.size} {self.last} {base64.b64encode(tree.root()).decode()}"
            if tree.size == self.size
            else ""
        )

    def leaves(self, low: int, high: int) -> list[bytes]:
        """Leaf hashes of what was purged; only those of the last part of a tile are kept.

        :raise LookupError: they are not
        """
        first = self.size - len(self.pending)
        if low < first or high > self.size:
            raise LookupError("purged")
        return list(self.pending[low - first : high - first])

    def as_json(self) -> dict:
        return {
            "size": self.size,
            "last": self.last,
            "tiles": [root.hex() for root in self.tiles],
            "pending": [leaf.hex() for leaf in self.pending],
        }

    @classmethod
    def of_json(cls, found: dict) -> "Kept":
        parts = (tuple(bytes.fromhex(part) for part in found[name]) for name in ("tiles", "pending"))
        kept = cls(int(found["size"]), int(found["last"]), *parts)
        if any(len(part) != 32 for part in (*kept.tiles, *kept.pending)) or len(kept.pending) >= TILE:
            raise ValueError("not hashes")
        return kept


def last_of(line: str) -> int:
    """Up to which number a checkpoint says that records were purged."""
    return int(line.split(" ")[1])
