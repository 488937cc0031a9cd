# SPDX-License-Identifier: LGPL-3.0-or-later
"""The form of a rule."""

import abc
from collections.abc import Iterable, Iterator

from .facts import Access, Context, Finding


class Rule(abc.ABC):
    """One way of looking where one should not.

    A rule names itself, the weight of what it finds, and ``answers``: the kinds of explanation by which an access is in order for
    this rule. Other explanations do not count for it.
    """

    name: str
    score = 50
    answers = frozenset()

    @abc.abstractmethod
    def find(self, accesses: list[Access], context: Context) -> Iterator[Finding]:
        """What stands out among the accesses, which are in the order of their moments."""

    def is_answered(self, access: Access) -> bool:
        return not self.answers.isdisjoint(access.kinds)

    def finding(self, access, facts, score=None) -> Finding:
        return Finding(self.name, access, score or self.score, facts)


class EachByItself(Rule):
    """A rule that looks at one access at a time."""

    def find(self, accesses, context):
        for access in accesses:
            if not self.is_answered(access) and (facts := self.look(access, context)) is not None:
                yield self.finding(access, facts)

    @abc.abstractmethod
    def look(self, access: Access, context: Context) -> dict | None:
        """What was seen of this access; ``None``: nothing."""


def by_user(accesses: Iterable[Access]) -> Iterator[list[Access]]:
    """The accesses of each person, in their order."""
    found = {}
    for access in accesses:
        found.setdefault(access.user, []).append(access)
    yield from found.values()


def windows(accesses: list[Access], length) -> Iterator[tuple[Access, list[Access]]]:
    """Each access with those of the time before it, itself the last."""
    first = 0
    for last, access in enumerate(accesses):
        while access.at - accesses[first].at > length:
            first += 1
        yield access, accesses[first : last + 1]
