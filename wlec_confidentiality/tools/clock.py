# SPDX-License-Identifier: LGPL-3.0-or-later
"""The clocks of a complaint: pure functions on dates, so that they can be tried on every day there is.

The law (section 164A of the Data Protection Act 2018) wants a complaint acknowledged within 30 days. Two readings of
"within" are about - the day of receipt counted or not - and only one of them is safe, hence 29 days after receipt. The
target of 5 working days, and of 8 weeks for the answer, are what advice charities promise.

What each clock says is written down in ``tests/unit/clock_specification.md``; the tests hold them against it.
"""

import functools
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays

ACKNOWLEDGE_DAYS = 29
ACKNOWLEDGE_WORKING_DAYS = 5
OUTCOME_DAYS = 56
PROGRESS_DAYS = 28
REMIND_WORKING_DAYS = 5
CHAIR_WORKING_DAYS = 5
LONGEST_EXTENSION_DAYS = 56
# Who must know that a deadline is near or past. Each includes those before.
NOBODY, INVESTIGATOR, OFFICER, CHAIR = range(4)
HOME = ZoneInfo("Europe/London")

_SATURDAY = 5


@functools.cache
def bank_holidays(year: int) -> frozenset:
    """The bank holidays of England in ``year``."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def add_working_days(start: date, count: int) -> date:
    """The ``count``-th working day after ``start`` (the day itself is never counted)."""
    if count < 0:
        raise ValueError("working days are counted forwards")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def subtract_working_days(end: date, count: int) -> date:
    """The ``count``-th working day before ``end`` (the day itself is never counted)."""
    if count < 0:
        raise ValueError("working days are counted backwards")
    day = end
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def acknowledge_by(received: date) -> date:
    """The last day on which an acknowledgement is in time on either reading of the law."""
    return received + timedelta(days=ACKNOWLEDGE_DAYS)


def acknowledge_target(received: date) -> date:
    """The day by which we promise to acknowledge; never later than the law's."""
    return min(add_working_days(received, ACKNOWLEDGE_WORKING_DAYS), acknowledge_by(received))


def outcome_target(received: date) -> date:
    """The day by which we promise an answer. It runs from receipt, not from the acknowledgement."""
    return received + timedelta(days=OUTCOME_DAYS)


def review_target(requested: date) -> date:
    """The day by which we promise the result of a review: as long again as the first answer."""
    return requested + timedelta(days=OUTCOME_DAYS)


def outcome_due(received: date, extended_to: date | None = None, waited_days: int = 0) -> date:
    """The day by which the answer is due now: the promise, or the day it was put off to, and the days we waited for the
    person who complained on top.

    :raise ValueError: time waited that is below nothing
    """
    if waited_days < 0:
        raise ValueError("nobody waits for less than nothing")
    return max(extended_to or date.min, outcome_target(received)) + timedelta(days=waited_days)


def latest_extension(due: date) -> date:
    """The last day an answer that is due on ``due`` can be put off to at once."""
    return due + timedelta(days=LONGEST_EXTENSION_DAYS)


def waited(since: date, until: date) -> int:
    """Whole days the clock stood still: from the day it was stopped, up to the day it went on again (which counts again)."""
    return max(0, (until - since).days)


def progress_due(last_news: date, every: int = PROGRESS_DAYS) -> date:
    """The day by which somebody who hears nothing else is told how far we are.

    :raise ValueError: less than a day
    """
    if every < 1:
        raise ValueError("news at most once a day")
    return last_news + timedelta(days=every)


def answer_escalation(due: date, today: date) -> int:
    """Who must know about an answer (or the result of a review) due on ``due``: whoever works on it from the fifth working
    day before, the officer as soon as it is late, the chair from the fifth working day after."""
    if today >= add_working_days(due, CHAIR_WORKING_DAYS):
        return CHAIR
    if today > due:
        return OFFICER
    return INVESTIGATOR if today >= subtract_working_days(due, REMIND_WORKING_DAYS) else NOBODY


def acknowledgement_escalation(received: date, today: date) -> int:
    """Who must know that a complaint is not acknowledged: the officer as soon as our target is past, the chair from the fifth
    working day before the law's limit - then there is still time."""
    if today >= subtract_working_days(acknowledge_by(received), CHAIR_WORKING_DAYS):
        return CHAIR
    return OFFICER if today > acknowledge_target(received) else NOBODY


def days_left(due: date, today: date) -> int:
    """Days until ``due``: 0 on the day itself, negative when it has passed."""
    return (due - today).days


def today_at_home(now: datetime | None = None) -> date:
    """The calendar day at the centre. A complaint sent at half past midnight in summer belongs to the new day although it
    is still the old one in UTC.

    :param now: a naive date and time is taken as UTC, as Odoo keeps them
    """
    now = now or datetime.now(timezone.utc)
    if now.tzinfo is None:
        now = now.replace(tzinfo=timezone.utc)
    return now.astimezone(HOME).date()


def end_of_day(day: date) -> datetime:
    """The last second of ``day`` at the centre, as the naive UTC time Odoo keeps."""
    last = datetime.combine(day, datetime.max.time().replace(microsecond=0), tzinfo=HOME)
    return last.astimezone(timezone.utc).replace(tzinfo=None)


def on_paper(moment: datetime) -> str:
    """A moment (naive, UTC) as people at the centre read it, with the name of that time: ``5 July 2026, 09:30 (BST)``."""
    there = moment.replace(tzinfo=timezone.utc).astimezone(HOME)
    return f"{there.day} {there:%B %Y, %H:%M} ({there.tzname()})"
