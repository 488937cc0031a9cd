# SPDX-License-Identifier: LGPL-3.0-or-later
"""Access records put together for reading: what somebody did in one go is one row; lists, exports and jobs are one row a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .history import Told

# Longer than this between two things somebody did, and they came back.
PAUSE = timedelta(minutes=10)
_UTC = ZoneInfo("UTC")


class Row(NamedTuple):
    """What is shown as one: ``told`` newest first, never empty."""

    is_bulk: bool
    day: date
    told: list

    @property
    def newest(self):
        return self.told[0]

    @property
    def oldest(self):
        return self.told[-1]

    def did(self):
        """{deed: things}, without doubles, in the order they happened."""
        found = {}
        for one in reversed(self.told):
            things = found.setdefault(one.deed, [])
            if one.thing not in things:
                things.append(one.thing)
        return found


def day_of(one: Told, zone: ZoneInfo) -> date:
    return one.event.at.replace(tzinfo=_UTC).astimezone(zone).date()


def fold(told: Iterable[Told], zone: ZoneInfo) -> list[Row]:
    """The rows of these, newest first as they come.

    A row holds what was done by one person, for one reason, by one door, on one day; by hand without a longer pause. What other
    people did in between, and how many other files a list had, makes no difference to it.
    """
    rows, running = [], {}
    for one in told:
        day = day_of(one, zone)
        key = _key(one, day)
        row = running.get(key)
        if row is None or not (one.is_bulk or row.oldest.event.at - one.event.at <= PAUSE):
            row = running[key] = Row(one.is_bulk, day, [])
            rows.append(row)
        row.told.append(one)
    return rows


def _key(one, day):
    note = one.note
    if one.is_bulk:  # whoever it was: that is said when the row is opened
        return (day, one.door, one.why == "", note)
    return (day, one.door, one.why, one.event.actor, one.event.outcome, note)
