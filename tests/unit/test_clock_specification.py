# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every clock on 10,000 random dates against ``clock_specification.md``.

The oracle is written from that page alone: it knows neither the programme nor the library the programme takes its bank holidays
from, counts on a table of days instead of by steps, and finds Easter by itself.
"""

import bisect
import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tests.support.pure_tools import tool

clock = tool("clock")

FIRST, LAST = date(1998, 1, 1), date(2071, 12, 31)
NUMBER = 10_000
DAY = timedelta(days=1)


# ---- the oracle
def _easter(year):
    """Easter Sunday by the table of golden numbers (Gregorian calendar)."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    month = 3 + (epact - weekday + 40) // 44
    return date(year, month, epact - weekday + 28 - 31 * (month // 4))


def _mondays(year, month):
    days = [date(year, month, 1) + n * DAY for n in range(31)]
    return [day for day in days if day.month == month and day.weekday() == 0]


ONCE = {
    1999: [date(1999, 12, 31)],
    2002: [date(2002, 6, 3), date(2002, 6, 4)],
    2011: [date(2011, 4, 29)],
    2012: [date(2012, 6, 4), date(2012, 6, 5)],
    2020: [date(2020, 5, 8)],
    2022: [date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)],
    2023: [date(2023, 5, 8)],
}
SPRING_MOVED, MAY_MOVED = (2002, 2012, 2022), (2020,)


def _holidays(year):
    easter = _easter(year)
    days = {easter - 2 * DAY, easter + DAY, _mondays(year, 8)[-1], *ONCE.get(year, ())}
    if year not in MAY_MOVED:
        days.add(_mondays(year, 5)[0])
    if year not in SPRING_MOVED:
        days.add(_mondays(year, 5)[-1])
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() > 4 or fixed in days:
            fixed += DAY
        days.add(fixed)
    return days


HOLIDAYS = set().union(*(_holidays(year) for year in range(FIRST.year - 1, LAST.year + 2)))
_ALL = [FIRST - 300 * DAY + n * DAY for n in range((LAST - FIRST).days + 900)]
WORKING = [day for day in _ALL if day.weekday() < 5 and day not in HOLIDAYS]


def after(day, count):
    return WORKING[bisect.bisect_right(WORKING, day) + count - 1] if count else day


def before(day, count):
    return WORKING[bisect.bisect_left(WORKING, day) - count] if count else day


# ---- random days, every awkward one among them
def _awkward():
    for year in range(FIRST.year, LAST.year + 1):
        yield from sorted(HOLIDAYS & {date(year, 1, 1) + n * DAY for n in range(366)})
        for month, day in ((2, 28), (3, 1), (12, 24), (12, 31)):
            yield date(year, month, day)
        yield date(year, 3, 1) - DAY  # 29 February where there is one
        yield max(
            d for d in (date(year, 3, 25) + n * DAY for n in range(7)) if d.weekday() == 6
        )  # summer time
        yield max(d for d in (date(year, 10, 25) + n * DAY for n in range(7)) if d.weekday() == 6)


@pytest.fixture(scope="module")
def days():
    chance = random.Random(164)
    awkward = [day for day in _awkward() if FIRST <= day <= LAST]
    drawn = [FIRST + chance.randrange((LAST - FIRST).days) * DAY for _ in range(NUMBER - len(awkward))]
    assert len(awkward) < NUMBER // 2
    return awkward + drawn


def test_working_days(days):
    for day in days:
        assert clock.is_working_day(day) == (day.weekday() < 5 and day not in HOLIDAYS), day
    chance = random.Random(5)
    for day in days:
        count = chance.randrange(40)
        assert clock.add_working_days(day, count) == after(day, count), (day, count)
        assert clock.subtract_working_days(day, count) == before(day, count), (day, count)


def test_c1_and_c2_acknowledgement(days):
    for day in days:
        assert clock.acknowledge_by(day).toordinal() == day.toordinal() + 29
        assert clock.acknowledge_target(day) == min(after(day, 5), date.fromordinal(day.toordinal() + 29))
        assert clock.acknowledge_target(day) <= clock.acknowledge_by(day) < clock.outcome_target(day)


def test_c3_answer(days):
    chance = random.Random(3)
    for day in days:
        off = chance.choice((None, day + chance.randrange(200) * DAY))
        waiting = chance.randrange(120)
        due = date.fromordinal(max(day.toordinal() + 56, off.toordinal() if off else 0) + waiting)
        assert clock.outcome_due(day, off, waiting) == due
        assert clock.outcome_due(day, off, waiting + 1) > due
        assert clock.outcome_due(day + DAY, off, waiting) >= due
    with pytest.raises(ValueError, match="nothing"):
        clock.outcome_due(date(2026, 1, 1), None, -1)


def test_c4_and_c5_waiting_and_putting_off(days):
    chance = random.Random(4)
    for day in days:
        length = chance.randrange(-5, 100)
        assert clock.waited(day, day + length * DAY) == max(0, length)
        assert (clock.latest_extension(day) - day).days == 56


def test_c6_and_c7_review_and_progress(days):
    chance = random.Random(7)
    for day in days:
        every = chance.randrange(1, 100)
        assert (clock.review_target(day) - day).days == 56
        assert (clock.progress_due(day) - day).days == 28
        assert (clock.progress_due(day, every) - day).days == every
    with pytest.raises(ValueError, match="once a day"):
        clock.progress_due(date(2026, 1, 1), 0)


def test_c8_escalation_of_an_answer(days):
    chance = random.Random(8)
    for due in days:
        today = due + chance.randrange(-20, 20) * DAY
        level = sum((today >= before(due, 5), today > due, today >= after(due, 5)))
        assert clock.answer_escalation(due, today) == level, (due, today)
        assert clock.answer_escalation(due, today + DAY) >= level


def test_c9_escalation_of_an_acknowledgement(days):
    chance = random.Random(9)
    for received in days:
        today = received + chance.randrange(40) * DAY
        limit = received + 29 * DAY
        level = 3 if today >= before(limit, 5) else 2 if today > after(received, 5) else 0
        assert clock.acknowledgement_escalation(received, today) == level, (received, today)
        assert clock.acknowledgement_escalation(received, today + DAY) >= level
        in_time = clock.acknowledgement_escalation(received, limit - 3 * DAY)
        assert in_time == clock.CHAIR or before(limit, 5) > limit - 3 * DAY


def test_c10_time_left(days):
    for due, today in zip(days, reversed(days), strict=True):
        assert clock.days_left(due, today) == due.toordinal() - today.toordinal()


def test_days_at_the_centre(days):
    """Asked of the time zone itself, with the seconds around midnight and around the changes of the clocks among them."""
    home, chance = ZoneInfo("Europe/London"), random.Random(2)
    for day in days:
        moment = datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
        moment += timedelta(seconds=chance.choice((0, 1, 3599, 3600, 82800, 86399, chance.randrange(86400))))
        assert clock.today_at_home(moment.replace(tzinfo=None)) == moment.astimezone(home).date()
        last = clock.end_of_day(day)
        assert clock.today_at_home(last) == day
        assert clock.today_at_home(last + timedelta(seconds=1)) == day + DAY


def test_backwards_only():
    with pytest.raises(ValueError, match="backwards"):
        clock.subtract_working_days(date(2026, 1, 1), -1)
