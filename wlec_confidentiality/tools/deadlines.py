# SPDX-License-Identifier: LGPL-3.0-or-later
"""The clocks of consents and disclosures: which run, until when, and who has to know of it by now.

Pure functions on facts and a moment, so that every day and every combination can be tried. A clock is stopped by the deed
alone: there is no field that says "done". Moments are naive and UTC, as Odoo keeps them; days are the centre's.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from . import clock

DOER, MANAGER, OFFICER, CHAIR = ROLES = ("doer", "manager", "officer", "chair")
# Who is told, and how many working days after the deadline (before it, when negative); ``None``: as soon as the clock runs.
USUAL = ((DOER, None), (MANAGER, 0), (OFFICER, 2), (CHAIR, 5))
# The law or a notice sets the day: the line manager knows of it beforehand.
FROM_OUTSIDE = ((DOER, None), (MANAGER, -2), (OFFICER, 0), (CHAIR, 1))
# Hours count.
URGENT = ((DOER, None), (MANAGER, 0), (OFFICER, 0), (CHAIR, 1))
# Two others are asked by the release itself.
# Those who decide were asked when it was submitted; late, two others are.
DECISION = ((OFFICER, 0), (CHAIR, 0))
REVIEW = ((MANAGER, 0), (OFFICER, 0), (CHAIR, 1))
OF_THE_OFFICER = ((OFFICER, None), (CHAIR, 1))
REMINDER = ((DOER, None), (MANAGER, 0))
REGISTER = ((OFFICER, None), (CHAIR, 5))

OPEN = ("draft", "assessed", "submitted", "approved")
HAND_OVER_WORKING_DAYS = 2
TELL_RECIPIENTS_WORKING_DAYS = 5
EXPIRY_LEAD_DAYS, EXPIRY_DECIDE_DAYS = 30, 14
NEVER_VERIFIED_DAYS, VERIFIED_DAYS, VERIFY_LEAD_DAYS = 30, 365, 30


class Deadline(NamedTuple):
    """One clock that runs.

    :param kind: what has to be done; the same on one record is the same clock
    :param due: the last moment for it, naive UTC
    :param ladder: pairs of a role and the working days after ``due``
    """

    kind: str
    due: datetime
    ladder: tuple = USUAL

    @property
    def day(self) -> date:
        """The calendar day of the deadline at the centre."""
        return clock.today_at_home(self.due)


class Disclosure(NamedTuple):
    """What the clocks of a disclosure request look at."""

    state: str
    created: date
    answer_by: date | None = None
    decide_by: datetime | None = None
    unwalled: bool = False  # a conflict of interest without its wall
    callback_due: datetime | None = None
    called_back: bool = False
    review_due: datetime | None = None
    review_pending: bool = False
    tell_on: date | None = None  # the day set for telling, or for reviewing the silence
    told: bool = False
    released: date | None = None
    has_package: bool = False
    delivered: bool = False
    link_until: datetime | None = None
    package_until: date | None = None
    notices_since: date | None = None  # the oldest notice (UK GDPR, Article 19) that waits to be sent


class Consent(NamedTuple):
    """What the clocks of a consent look at."""

    state: str
    valid_to: date
    confirm_by: date | None = None  # of one by word of mouth that is not confirmed yet
    settled: bool = False  # renewed, or meant to run out


def of_disclosure(facts: Disclosure, now: datetime) -> list[Deadline]:
    """The clocks that run on a disclosure request at this moment."""
    found = []
    if facts.state in OPEN and facts.answer_by:
        found.append(Deadline("notice", clock.end_of_day(facts.answer_by), FROM_OUTSIDE))
    if facts.state == "submitted" and facts.decide_by:
        found.append(Deadline("decision", facts.decide_by, DECISION))
    # A draft may still turn out to be something else.
    if facts.state in (*OPEN[1:], "released") and facts.unwalled:
        found.append(Deadline("wall", clock.end_of_day(facts.created), OF_THE_OFFICER))
    if facts.state == "released":
        found += [*_of_emergency(facts), *_of_what_left(facts, now)]
    return found


def _of_emergency(facts):
    found = []
    if facts.callback_due and not facts.called_back:
        found.append(Deadline("callback", facts.callback_due, URGENT))
    if facts.review_due and facts.review_pending:
        found.append(Deadline("review", facts.review_due, REVIEW))
    return found


def _of_what_left(facts, now):
    found = []
    if facts.tell_on and not facts.told and not facts.review_pending:
        found.append(Deadline("telling", clock.end_of_day(facts.tell_on)))
    if facts.has_package and not facts.delivered and facts.released:
        handed_over = clock.end_of_day(clock.add_working_days(facts.released, HAND_OVER_WORKING_DAYS))
        found.append(Deadline("delivery", facts.link_until or handed_over))
    # The package is destroyed by itself: somebody has to look only when it was not.
    if facts.has_package and facts.package_until and now > clock.end_of_day(facts.package_until + _DAY):
        found.append(Deadline("package", clock.end_of_day(facts.package_until + _DAY)))
    if facts.notices_since:
        told = clock.add_working_days(facts.notices_since, TELL_RECIPIENTS_WORKING_DAYS)
        found.append(Deadline("recipients", clock.end_of_day(told)))
    return found


_DAY = timedelta(days=1)


def of_consent(facts: Consent, now: datetime) -> list[Deadline]:
    """The clocks that run on a consent at this moment."""
    if facts.state != "given":
        return []
    found = []
    if facts.confirm_by:
        found.append(Deadline("confirm", clock.end_of_day(facts.confirm_by)))
    soon = clock.today_at_home(now) >= facts.valid_to - timedelta(days=EXPIRY_LEAD_DAYS)
    if soon and not facts.settled:
        decide = facts.valid_to - timedelta(days=EXPIRY_DECIDE_DAYS)
        found.append(Deadline("expiry", clock.end_of_day(decide), REMINDER))
    return found


def of_register(never_since: date | None, oldest: date | None, now: datetime) -> list[Deadline]:
    """The clock of the registers of law and of agencies.

    :param never_since: since when there is an entry that nobody has verified
    :param oldest: the day on which the entry verified longest ago was verified
    """
    due = []
    if never_since:
        due.append(never_since + timedelta(days=NEVER_VERIFIED_DAYS))
    if oldest:
        again = oldest + timedelta(days=VERIFIED_DAYS)
        if clock.today_at_home(now) >= again - timedelta(days=VERIFY_LEAD_DAYS):
            due.append(again)
    return [Deadline("register", clock.end_of_day(min(due)), REGISTER)] if due else []


def told(deadline: Deadline, now: datetime) -> tuple[str, ...]:
    """The roles that have to know of this deadline by now, in the order of the ladder."""
    return tuple(role for role, days in deadline.ladder if days is None or now > moment(deadline.due, days))


def moment(due: datetime, working_days: int) -> datetime:
    """The end of the working day so many after (before, when negative) the day of ``due``; ``due`` itself for 0."""
    if not working_days:
        return due
    day, step = clock.today_at_home(due), _DAY if working_days > 0 else -_DAY
    left = abs(working_days)
    while left:
        day += step
        left -= clock.is_working_day(day)
    return clock.end_of_day(day)
