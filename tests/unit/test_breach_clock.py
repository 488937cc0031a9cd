# SPDX-License-Identifier: LGPL-3.0-or-later
"""The 72 hours of a breach, on 10,000 moments, against the specification in ``tools/breach_clock``."""

import random
from datetime import datetime, timedelta, timezone

import pytest

from tests.support.breach_tools import breach_clock

EPOCH = datetime(1970, 1, 1)
_SEEDED = random.Random(72)
# Around what goes wrong: the clocks going forward and back, leap days, the ends of years.
_EDGES = [
    *(datetime(2026, 3, 29, 1) + timedelta(days=days) for days in (-3, -2, -1, 0)),
    *(datetime(2026, 10, 25, 1) + timedelta(days=days) for days in (-3, -2, -1, 0)),
    datetime(2028, 2, 26), datetime(2028, 2, 29), datetime(2100, 2, 26), datetime(2000, 2, 27),
    *(datetime(year, 12, 29) for year in range(2024, 2034)),
]  # fmt: skip


def _moments():
    for _ in range(8_000):
        yield EPOCH + timedelta(seconds=_SEEDED.randrange(0, 4_200_000_000))
    for _ in range(2_000):
        yield _SEEDED.choice(_EDGES) + timedelta(seconds=_SEEDED.randrange(-4 * 86_400, 4 * 86_400))


MOMENTS = list(_moments())


def _seconds(moment):
    """By counting, without the arithmetic of time zones."""
    return (moment - EPOCH).days * 86_400 + (moment - EPOCH).seconds


def test_ten_thousand_moments():
    assert len(MOMENTS) == 10_000
    walls = set()
    for aware in MOMENTS:
        due = breach_clock.notify_by(aware)
        # 2: 72 hours of 3,600 seconds
        assert _seconds(due) - _seconds(aware) == 72 * 3600
        # 3: whatever the wall shows
        shown = breach_clock.on_the_wall(due).replace(tzinfo=None) - breach_clock.on_the_wall(aware).replace(
            tzinfo=None
        )
        walls.add(shown / timedelta(hours=1))
        # 4: in time until the very last second
        assert not breach_clock.is_late(due, due)
        assert breach_clock.is_late(due + timedelta(seconds=1), due)
        assert not breach_clock.is_late(due - timedelta(seconds=1), due)
        # how long is left, at any moment, in whole minutes
        now = due + timedelta(seconds=_SEEDED.randrange(-100 * 3600, 100 * 3600))
        left = breach_clock.left(due, now)
        seconds = _seconds(due) - _seconds(now)
        assert left.is_late == (seconds < 0) == (breach_clock.stage(due, now) == "late")
        assert 0 <= abs(seconds) - (left.hours * 3600 + left.minutes * 60) < 60
        assert 0 <= left.minutes < 60
    assert {71, 72, 73} <= walls, "summer time began and ended somewhere"


def test_there_and_back():
    """Every moment is found again by what the wall shows, but for the hour that occurs twice: there it is the earlier one."""
    twice = 0
    for moment in MOMENTS:
        wall = breach_clock.on_the_wall(moment)
        found = breach_clock.from_wall(wall.replace(tzinfo=None, fold=0))
        assert found <= moment
        if found != moment:
            assert moment - found == timedelta(hours=1)
            assert wall.fold == 1
            twice += 1
    assert twice, "the hour that occurs twice was among them"


def test_a_time_that_never_occurs():
    """5: a quarter past one in the night when it was never a quarter past one."""
    assert breach_clock.from_wall(datetime(2026, 3, 29, 1, 15)) == datetime(2026, 3, 29, 1, 15)
    assert breach_clock.from_wall(datetime(2026, 10, 25, 1, 15)) == datetime(2026, 10, 25, 0, 15)


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        # Good Friday and Easter, with the beginning of summer time in between; the bank holidays do not count
        (datetime(2024, 3, 29, 9), datetime(2024, 4, 1, 9)),
        (datetime(2028, 2, 27, 12), datetime(2028, 3, 1, 12)),
        (datetime(2027, 2, 26, 12), datetime(2027, 3, 1, 12)),
        (datetime(2026, 12, 30, 23, 59, 59), datetime(2027, 1, 2, 23, 59, 59)),
    ],
)
def test_examples(aware, due):
    assert breach_clock.notify_by(aware) == due


@pytest.mark.parametrize(
    ("hours", "stage"),
    [
        (72, "calm"),
        (24.01, "calm"),
        (24, "soon"),
        (6.01, "soon"),
        (6, "urgent"),
        (0, "urgent"),
        (-0.01, "late"),
    ],
)
def test_stages(hours, stage):
    due = datetime(2026, 6, 1)
    assert breach_clock.stage(due, due - timedelta(hours=hours)) == stage


def test_moments_with_a_zone_are_refused():
    with pytest.raises(ValueError, match="naive"):
        breach_clock.notify_by(datetime(2026, 1, 1, tzinfo=timezone.utc))
