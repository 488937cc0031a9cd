# SPDX-License-Identifier: LGPL-3.0-or-later
"""The clocks of a complaint, on thousands of days."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

clock = tool("clock")

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def every_day(first, last):
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def test_acknowledgement_is_in_time_on_every_reading_of_the_law():
    for received in every_day(date(2015, 1, 1), date(2060, 12, 31)):
        # "Within 30 days beginning with the day of receipt": that day is day 1, so day 30 is receipt + 29.
        assert (clock.acknowledge_by(received) - received).days == 29


def test_target_is_the_fifth_working_day_after_receipt():
    for received in every_day(date(2020, 1, 1), date(2047, 12, 31)):
        target = clock.acknowledge_target(received)
        after = list(every_day(received + timedelta(days=1), target))
        assert clock.is_working_day(target)
        assert sum(map(clock.is_working_day, after)) == clock.ACKNOWLEDGE_WORKING_DAYS
        assert target <= clock.acknowledge_by(received)


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_working_days_add_up(start, first, second):
    assert clock.add_working_days(clock.add_working_days(start, first), second) == clock.add_working_days(
        start, first + second
    )


@given(DAYS, DAYS)
def test_later_receipt_is_never_due_earlier(one, other):
    first, second = sorted((one, other))
    for due in (clock.acknowledge_by, clock.acknowledge_target, clock.outcome_target):
        assert due(first) <= due(second)


@given(DAYS, st.integers(-1000, 1000))
def test_days_left(due, apart):
    today = due - timedelta(days=apart)
    assert clock.days_left(due, today) == apart


@pytest.mark.parametrize(
    ("received", "target"),
    [
        (date(2026, 6, 19), date(2026, 6, 26)),  # a plain week
        (date(2026, 4, 2), date(2026, 4, 13)),  # Easter: Good Friday and Easter Monday
        (date(2026, 12, 24), date(2027, 1, 5)),  # Christmas, Boxing Day on the Monday, New Year
        (date(2026, 5, 22), date(2026, 6, 1)),  # Spring bank holiday
        (date(2024, 2, 26), date(2024, 3, 4)),  # across a leap day
        (date(2026, 8, 29), date(2026, 9, 7)),  # received on a Saturday, summer bank holiday
    ],
)
def test_known_targets(received, target):
    assert clock.acknowledge_target(received) == target


def test_known_limits():
    assert clock.acknowledge_by(date(2024, 2, 1)) == date(2024, 3, 1)
    assert clock.acknowledge_by(date(2026, 2, 1)) == date(2026, 3, 2)
    assert clock.outcome_target(date(2026, 1, 1)) == date(2026, 2, 26)


def test_bank_holidays_of_england():
    assert date(2026, 12, 28) in clock.bank_holidays(2026)
    assert date(2022, 9, 19) in clock.bank_holidays(2022)
    assert date(2026, 3, 17) not in clock.bank_holidays(2026)  # Northern Ireland only


def test_working_days_run_forwards_only():
    with pytest.raises(ValueError, match="forwards"):
        clock.add_working_days(date(2026, 1, 1), -1)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 6, 30, 23, 30), date(2026, 7, 1)),  # summer time: already tomorrow at the centre
        (datetime(2026, 12, 31, 23, 30), date(2026, 12, 31)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=timezone.utc), date(2026, 3, 29)),
        (datetime(2026, 7, 1, 2, 0, tzinfo=timezone(timedelta(hours=5))), date(2026, 6, 30)),
    ],
)
def test_day_at_the_centre(now, day):
    assert clock.today_at_home(now) == day


def test_now_has_a_day():
    assert abs((clock.today_at_home() - date.today()).days) <= 1


@pytest.mark.parametrize(
    ("moment", "read"),
    [
        (datetime(2026, 7, 5, 8, 30, 59), "5 July 2026, 09:30 (BST)"),
        (datetime(2026, 6, 30, 23, 30), "1 July 2026, 00:30 (BST)"),
        (datetime(2026, 12, 31, 23, 30), "31 December 2026, 23:30 (GMT)"),
    ],
)
def test_a_moment_on_paper(moment, read):
    assert clock.on_paper(moment) == read


def test_the_hour_that_comes_twice_is_told_apart():
    first, second = (clock.on_paper(datetime(2026, 10, 25, hour, 30)) for hour in (0, 1))
    assert (first, second) == ("25 October 2026, 01:30 (BST)", "25 October 2026, 01:30 (GMT)")
