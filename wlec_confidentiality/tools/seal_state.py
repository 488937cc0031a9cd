# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the sealer remembers outside the database: the last checkpoint it signed, and the tree under it and under the one before.

Whoever owns the database can put back an old one. The sealer, which knows this file, then refuses to go on: nothing is signed
that does not continue what was signed before. The file is written before the database, so that a crash between the two leaves a
checkpoint that is then put into the database, not a second one.
"""

import dataclasses
import json
import os
from hashlib import sha256
from pathlib import Path

from .merkle import Tree


class StateProblem(Exception):
    """The file cannot serve; the text says why."""


@dataclasses.dataclass(frozen=True)
class Mark:
    """The log up to a record: the tree over it, the number of its last record, and how many numbers were given to none."""

    tree: Tree
    last: int = 0
    gaps: int = 0

    def as_json(self) -> dict:
        peaks = [[count, root.hex()] for count, root in self.tree.peaks]
        return {
            "peaks": peaks,
            "pending": [leaf.hex() for leaf in self.tree.pending],
            "last": self.last,
            "gaps": self.gaps,
        }

    @classmethod
    def of_json(cls, found: dict) -> "Mark":
        peaks = [(int(count), bytes.fromhex(root)) for count, root in found["peaks"]]
        tree = Tree(peaks, map(bytes.fromhex, found["pending"]))
        return cls(tree, int(found["last"]), int(found["gaps"]))

    def copy(self) -> "Mark":
        return Mark(Tree(self.tree.peaks, self.tree.pending), self.last, self.gaps)


@dataclasses.dataclass(frozen=True)
class State:
    note: str  # the last checkpoint
    previous: str  # digest of the one before it, or ""
    origin: str
    turn: int  # 1; one more each time the log was begun anew
    before: Mark
    after: Mark
    roots: tuple[
        str, ...
    ] = ()  # the key the log began with, and those it was begun anew with; none in files of before


def path_of(seal_key: str, database: str) -> Path:
    """The file of this database's log, beside the key that signs."""
    return Path(f"{seal_key}.{sha256(database.encode()).hexdigest()[:16]}.state")


def origin_of(name: str, turn: int) -> str:
    """What the log is called: its name, and which turn it is once it was begun anew."""
    return name if turn == 1 else f"{name}#{turn}"


def load(path: Path) -> State | None:
    """:raise StateProblem: there is a file, and it cannot be read"""
    try:
        found = json.loads(path.read_text("utf-8"))
        marks = (Mark.of_json(found["before"]), Mark.of_json(found["after"]))
        return State(
            str(found["note"]),
            str(found["previous"]),
            str(found["origin"]),
            int(found["turn"]),
            *marks,
            tuple(map(str, found.get("roots", ()))),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise StateProblem(f"{path} cannot be read, or is damaged") from None


def save(path: Path, state: State) -> None:
    """Whole or not at all, and on the disk when this returns.

    :raise StateProblem: it cannot be written
    """
    found = {
        "note": state.note,
        "previous": state.previous,
        "origin": state.origin,
        "turn": state.turn,
        "before": state.before.as_json(),
        "after": state.after.as_json(),
        "roots": list(state.roots),
    }
    new = path.with_name(path.name + ".new")
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(found, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StateProblem(f"{path} cannot be written ({error.strerror})") from None
