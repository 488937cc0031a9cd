# SPDX-License-Identifier: LGPL-3.0-or-later
"""The clocks of a complaint: pure functions on dates, so that they can be tried on every day there is.

The law (section 164A of the Data Protection Act 2018) wants a complaint acknowledged within 30 days. Two readings of
"within" are about - the day of receipt counted or not - and only one of them is safe, hence 29 days after receipt. The
target of 5 working days, and of 8 weeks for the answer, are what advice charities promise.
"""

import functools
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays

ACKNOWLEDGE_DAYS = 29
ACKNOWLEDGE_WORKING_DAYS = 5
OUTCOME_DAYS = 56
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


def acknowledge_by(received: date) -> date:
    """The last day on which an acknowledgement is in time on either reading of the law."""
    return received + timedelta(days=ACKNOWLEDGE_DAYS)


def acknowledge_target(received: date) -> date:
    """The day by which we promise to acknowledge; never later than the law's."""
    return min(add_working_days(received, ACKNOWLEDGE_WORKING_DAYS), acknowledge_by(received))


def outcome_target(received: date) -> date:
    """The day by which we promise an answer. It runs from receipt, not from the acknowledgement."""
    return received + timedelta(days=OUTCOME_DAYS)


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
