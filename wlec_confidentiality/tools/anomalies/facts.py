# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the rules look at: accesses, and what is known of the people and the files. Pure: people and files are numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from .. import clock

# The kinds of explanation (``tools/explanation``), by what they say. Work in hand: this person had this to do with this file.
WORK = frozenset(
    {
        "assigned",
        "cover",
        "meeting",
        "complaint",
        "disclosure",
        "emergency",
        "breach",
        "delivery",
        "conflict",
        "author",
        "representative",
    }
)
# Somebody looks into how the file was dealt with, or the programme does it by itself.
OVERSIGHT = frozenset({"sample", "duty", "system", "own_record"})
# They could, and that is all: no reason why just now.
STANDING = frozenset({"team", "line_management"})
# Nothing was seen; but that it was tried says something.
NOTHING_SEEN = frozenset({"refused"})

DOING = frozenset({"create", "write", "attach", "transition", "disclose", "deliver"})
_TAKEN_AWAY = frozenset({"export", "print", "download"})


@dataclass(frozen=True, slots=True)
class Access:
    """One person, one file, one moment.

    :param at: by the centre's clock, naive
    :param case: the file; ``None`` for a search that is of no file
    :param kinds: the explanations
    :param together: how many files were on the same page
    :param is_short: a search for fewer than three letters
    """

    id: int
    at: datetime
    user: int
    action: str
    case: int | None = None
    kinds: frozenset = frozenset()
    together: int = 1
    is_denied: bool = False
    is_short: bool = False

    @property
    def is_explained(self) -> bool:
        return bool(self.kinds)

    @property
    def is_opening(self) -> bool:
        """A file looked at by itself, or taken away; one row of a list is not that."""
        if self.case is None or self.is_denied or self.action in DOING:
            return False
        return (self.together == 1 and self.action != "search") or self.action in _TAKEN_AWAY


@dataclass(frozen=True, slots=True)
class Hours:
    """When the centre is open."""

    opens: time = time(8, 0)
    closes: time = time(19, 0)
    weekend: bool = False

    def is_open(self, day: date) -> bool:
        return clock.is_working_day(day) or (self.weekend and day not in clock.bank_holidays(day.year))


@dataclass(frozen=True, slots=True)
class Barred:
    """Since when somebody is not to see a file, and why: ``wall``, ``exclusion`` or ``end`` (of their grant)."""

    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known. Keys of two numbers are (file, person)."""

    hours: Hours = Hours()
    ties: Mapping[tuple[int, int], frozenset] = field(default_factory=dict)  # see ``ties``
    clients: Mapping[int, int] = field(default_factory=dict)  # file: the member of staff who is its client
    mates: Mapping[int, frozenset] = field(default_factory=dict)  # person: colleagues of their household
    workers: Mapping[int, frozenset] = field(
        default_factory=dict
    )  # file: everybody who has ever worked on it
    closed: Mapping[int, datetime] = field(default_factory=dict)  # file: since when it is closed
    press: Mapping[int, datetime] = field(
        default_factory=dict
    )  # file: since when outsiders are curious about it
    barred: Mapping[tuple[int, int], Barred] = field(default_factory=dict)
    worked: Mapping[tuple[int, int], tuple] = field(
        default_factory=dict
    )  # moments of work: writing, notes, meetings
    seen: Mapping[tuple[int, int], tuple] = field(default_factory=dict)  # earlier openings
    habits: Mapping[int, float] = field(
        default_factory=dict
    )  # person: most files in an hour, on their usual busy day
    _people: dict = field(default_factory=dict, init=False, repr=False)

    def tied_to(self, case: int) -> tuple:
        """Everybody of the staff who is tied to the client of this file."""
        if not self._people:
            for tied_case, user in self.ties:
                self._people.setdefault(tied_case, []).append(user)
        return tuple(self._people.get(case, ()))


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule on one access: how much it weighs, and what was seen, for a sentence."""

    rule: str
    access: Access
    score: int
    facts: Mapping = field(default_factory=dict)
