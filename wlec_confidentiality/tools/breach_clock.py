# SPDX-License-Identifier: LGPL-3.0-or-later
"""The clock of a breach: 72 hours to the regulator (UK GDPR, Article 33), on moments, so that it can be tried on all of them.

Specification, against which ``tests/unit/test_breach_clock.py`` holds it:

1. The clock starts at the moment somebody at the centre became aware. A moment is a naive date and time in UTC, as Odoo keeps it.
2. It runs for 72 hours of 3,600 seconds, through nights, weekends, bank holidays, leap days and the ends of years.
3. It takes no notice of the hands of the clock on the wall: over the change to summer time they show 73 hours more, over
   the change back 71.
4. What is sent in the very last second is in time; a second later it is late.
5. A time somebody reads off the wall that occurs twice (the hour in which the clocks go back) is the earlier one, and one that
   never occurs (the hour in which they go forward) is taken as if the clocks had not gone forward yet. Of two readings this is the
   one that leaves less time or none more: nobody is ever told that they have longer than they have.
"""

from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/London")
HOURS = 72
WARN_HOURS = 24
URGENT_HOURS = 6

_HOUR = 3600
_MINUTE = 60


class Left(NamedTuple):
    """How long there is to go, or how long it has been over: whole hours and minutes, the rest cut off."""

    is_late: bool
    hours: int
    minutes: int


def notify_by(aware: datetime) -> datetime:
    """The last moment in which the regulator can be told in time.

    :param aware: naive, UTC
    :return: naive, UTC
    """
    return _naive(aware) + timedelta(hours=HOURS)


def is_late(sent: datetime, due: datetime) -> bool:
    return _naive(sent) > _naive(due)


def left(due: datetime, now: datetime) -> Left:
    """The time between ``now`` and ``due``, both naive and UTC."""
    seconds = int((_naive(due) - _naive(now)).total_seconds())
    hours, rest = divmod(abs(seconds), _HOUR)
    return Left(seconds < 0, hours, rest // _MINUTE)


def stage(due: datetime, now: datetime) -> str:
    """``calm``, ``soon`` (24 hours or less), ``urgent`` (6 or less) or ``late``."""
    if is_late(now, due):
        return "late"
    hours = (_naive(due) - _naive(now)).total_seconds() / _HOUR
    return "urgent" if hours <= URGENT_HOURS else "soon" if hours <= WARN_HOURS else "calm"


def from_wall(wall: datetime) -> datetime:
    """The moment (naive, UTC) of a time read off the wall at the centre (naive)."""
    return _naive(wall).replace(tzinfo=HOME, fold=0).astimezone(timezone.utc).replace(tzinfo=None)


def on_the_wall(moment: datetime) -> datetime:
    """What the clock on the wall at the centre shows at a moment (naive, UTC); it knows its offset and name (GMT, BST)."""
    return _naive(moment).replace(tzinfo=timezone.utc).astimezone(HOME)


def _naive(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError("moments are naive, in UTC")
    return moment
