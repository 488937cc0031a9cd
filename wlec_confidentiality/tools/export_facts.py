# SPDX-License-Identifier: LGPL-3.0-or-later
"""What an export of the access records says beside the record itself: about the centre, and why an access was made."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from .history import OVERSIGHT

# What explains an access, and the word for it in HL7's ActReason. Kinds not in here are exported by their words alone.
PURPOSES = {
    "assigned": "CAREMGT",
    "team": "COC",
    "cover": "COC",
    "meeting": "CAREMGT",
    "line_management": "HOPERAT",
    "complaint": "HCOMPL",
    "conflict": "HCOMPL",
    "disclosure": "HLEGAL",
    "sample": "HQUALIMP",
    "emergency": "BTG",
    "own_record": "PATRQT",
    "representative": "PATRQT",
}
UNEXPLAINED = "unexplained"


@dataclasses.dataclass(frozen=True)
class Centre:
    name: str
    log: str  # the name of its access records, as the seals bear it
    site: str  # where it is reached; a name, no address with a path


class Hiding(NamedTuple):
    """An access is not shown to the client it is about, or was not."""

    case: int | None  # the file whose client it is; None: of every file
    is_active: bool
    until: datetime | None = None
    reason: str = ""


@dataclasses.dataclass(frozen=True)
class Facts:
    """About one access record; nothing in it is a confidential value."""

    purposes: tuple[tuple[str, str], ...] = ()  # (kind, in words); empty: nothing explains it
    roles: tuple[str, ...] = ()  # what the person who did it is
    legal_basis: str = ""
    consent: str = ""  # reference
    recipient: str = ""  # who was given something: an organisation by its name, a person by that word
    has_asked: bool = False  # whether they had asked for it
    of_file: dict[int, tuple[tuple[str, str], ...]] = dataclasses.field(
        default_factory=dict
    )  # ``purposes`` of each file
    hidings: tuple[Hiding, ...] = ()
    # Why, as the client of each file is told (kinds of ``purposes``, or a word of ``tools/history``); None: they are not told of it.
    told: dict[int, str | None] = dataclasses.field(default_factory=dict)

    def hiding(self, case: int) -> "Hiding | None":
        """What keeps, or kept, the client of this file from seeing it; what still does before what is over."""
        of_file = [one for one in self.hidings if one.case in (None, case)]
        return max(of_file, key=lambda one: (one.is_active, one.until is None, one.until or 0), default=None)

    def is_untold(self, case: int) -> bool:
        """Whether the client of this file does not learn of it, as it is there because of what they must not know, or not yet."""
        return case in self.told and self.told[case] is None

    def is_kept_from(self, case: int) -> bool:
        """Whether the client of this file is not to learn of it: it is hidden from them still, or they are never told."""
        hiding = self.hiding(case)
        return bool(hiding and hiding.is_active) or self.is_untold(case)

    def for_client(self, case: int) -> "Facts":
        """What the client of this file is told, and nothing of anybody else's matter."""
        kind = self.told.get(case)
        roles = () if kind == OVERSIGHT else self.roles
        purposes = ((kind, self.purpose(case)),) if kind else ()
        return dataclasses.replace(self, purposes=purposes, roles=roles, of_file={})

    def is_told_as(self, case: int, word: str) -> bool:
        return self.told.get(case) == word

    def purpose(self, case: int) -> str:
        """Why, for the client of this file: nothing of anybody else's matter."""
        kind = self.told.get(case)
        return "; ".join(words for one, words in self.purposes if one == kind) or kind or UNEXPLAINED


def by_file(
    row: dict, references: dict[int, str], only: int | None = None
) -> Iterator[tuple[int | None, str, list[int]]]:
    """One access record concerns one file, none, or many (a list): (file, its reference, the record numbers in it) each.

    What is exported about a file is handed to the person it is about; so it names no other file's records. A row about the files
    themselves says which are which; of other rows only the whole is known, and numbers are left out where there are several files.

    :param only: the number of the only file that is asked for
    """
    files = row["case_ids"]
    if not files and only is None:
        yield None, "", row["record_ids"]
    for case in files:
        if only not in (None, case):
            continue
        numbers = [case] if row["model"] == "wlec.case" else row["record_ids"] if len(files) == 1 else []
        yield case, references.get(case) or f"file {case}", numbers
