# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from .facts import OVERSIGHT, WORK
from .rule import Rule

_FORTNIGHT = timedelta(days=14)
_DAYS = 3


class IdleReading(Rule):
    """The same file on several days of a fortnight, and nothing done about it: no note, no meeting, no letter.

    Answered by work in hand and by oversight.
    """

    name = "idle_reading"
    score = 50
    answers = WORK | OVERSIGHT

    def find(self, accesses, context):
        read = {}
        for access in accesses:
            if not access.is_opening or self.is_answered(access):
                continue
            key = access.case, access.user
            moments = read.setdefault(key, list(context.seen.get(key, ())))
            moments.append(access.at)
            days = {at.date() for at in moments if access.at - _FORTNIGHT <= at <= access.at}
            if len(days) >= _DAYS and not self._did_something(access, context.worked.get(key, ())):
                yield self.finding(access, {"days": len(days)})

    def _did_something(self, access, moments):
        """Up to the end of that day: what is read is written about afterwards."""
        return any(access.at - _FORTNIGHT <= at and at.date() <= access.at.date() for at in moments)
