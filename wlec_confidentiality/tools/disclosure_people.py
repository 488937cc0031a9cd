# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who may approve a disclosure, and who may hand it over. Pure, like the gate beside it.

Requester, approver and releaser are different people; without the client's consent two approve, one of them the officer. Where
nobody of them is there, the request goes to the chair of trustees, who stands in for either of them, once.
"""

from collections.abc import Hashable
from typing import NamedTuple

CONSENT = "consent"


class Approver(NamedTuple):
    """Somebody who approved, or is about to."""

    person: Hashable
    manager: bool = False
    officer: bool = False
    chair: bool = False  # of trustees, to whom this request has been passed on

    @property
    def senior(self):
        """Whether this is the approval that no disclosure without consent can do without."""
        return self.officer or self.chair


def approval_gap(ground, requesters: frozenset, given: tuple[Approver, ...], coming: Approver) -> str | None:
    """Why ``coming`` cannot approve now, or ``None``.

    :param requesters: everybody who had a hand in asking: who wrote the request, who answers for it, who submitted it
    """
    if coming.person in requesters:
        return "approve_own"
    if any(coming.person == approver.person for approver in given):
        return "approve_twice"
    if not (coming.manager or coming.officer or coming.chair):
        return "approve_role"
    if ground != CONSENT and given and not any(a.senior for a in (*given, coming)):
        return "approve_officer"
    return None


def approved(ground, given: tuple[Approver, ...]) -> bool:
    """Whether these approvals are enough: one with consent, two (one of them the officer's) without."""
    people = {approver.person for approver in given}
    if ground == CONSENT:
        return bool(people)
    return len(people) >= 2 and any(approver.senior for approver in given)


def release_gap(ground, requesters: frozenset, given: tuple[Approver, ...], releaser) -> str | None:
    """Why ``releaser`` cannot let the package go now, or ``None``."""
    if not approved(ground, given) or any(approver.person in requesters for approver in given):
        return "release_unapproved"
    if releaser in requesters:
        return "release_own"
    if any(approver.person == releaser for approver in given):
        return "release_approver"
    return None
