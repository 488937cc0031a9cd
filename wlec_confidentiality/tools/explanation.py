# SPDX-License-Identifier: LGPL-3.0-or-later
"""Why somebody looked at something: the closed list of reasons the centre's own data can give, and which of those found counts.

After Fabbri and LeFevre, *Explanation-based auditing* (PVLDB 5, 2011): what the data explain needs no second look; what they do
not is what people should look at.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# The strongest first: what says most about why this person, on this file, at that moment.
KINDS = (
    "own_record",  # the person the data are about
    "representative",  # speaks for them, with authority, in the permission this was
    "assigned",  # the caseworker of the file, or whose enquiry it is
    "team",  # works on it too
    "cover",
    "line_management",
    "meeting",  # met the client, or somebody about the file, that day
    "complaint",  # handles, looks into or reviews a complaint about it
    "disclosure",  # takes part in a disclosure from it
    "breach",  # deals with a breach that affects it
    "conflict",  # a conflict check
    "author",  # entered it themself
    "delivery",  # the recipient of a letter or package fetched it
    "sample",  # looked through access records
    "duty",  # a task that goes with somebody's office: keys, registers, enquiries nobody has yet
    "emergency",  # broke the glass
    "system",  # a scheduled job
    "refused",  # nothing was seen
)
_RANK = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason, and the record behind it, if there is one."""

    kind: str
    model: str | None = None
    res_id: int | None = None

    def __post_init__(self):
        if self.kind not in _RANK:
            raise ValueError(f"{self.kind!r} is no kind of explanation")
        if bool(self.model) != bool(self.res_id):
            raise ValueError("a record has a model and a number, or there is none")


def strength(kind: str) -> int:
    """0 for the strongest kind."""
    return _RANK[kind]


def strongest_first(explanations: Iterable[Explanation]) -> list[Explanation]:
    """Each once, the strongest first; of the same kind, the one with a record first, otherwise as they came."""
    once = dict.fromkeys(explanations)
    return sorted(once, key=lambda one: (_RANK[one.kind], one.model is None))


def explain(subjects: Iterable[int], found: Iterable[tuple[int | None, Explanation]]) -> list[Explanation]:
    """What explains an access to ``subjects`` (the files it was to, or the records): the strongest first.

    An access to several is explained when each of them is, and as weakly as the one explained least: the best reason for that one
    comes first, so that one file among eighty does not hide behind the others. If one is not explained, the access is not.

    :param found: pairs of a subject, or ``None`` for all of them, and an explanation
    """
    subjects, found = set(subjects), list(found)
    everywhere = [why for subject, why in found if subject is None]
    if not subjects:
        return strongest_first(everywhere)
    of = {subject: list(everywhere) for subject in subjects}
    for subject, why in found:
        if subject in of:
            of[subject].append(why)
    if not all(of.values()):
        return []
    ordered = strongest_first(why for reasons in of.values() for why in reasons)
    least = max((strongest_first(reasons)[0] for reasons in of.values()), key=lambda why: _RANK[why.kind])
    return [least, *(why for why in ordered if why != least)]
