# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from .facts import OVERSIGHT, WORK
from .rule import Rule, by_user, windows

_HOUR = timedelta(hours=1)
_FLOOR = 8  # files: less than that is nobody's burst
_TIMES = 2  # as many as on a busy hour of their own


class Burst(Rule):
    """Many different files in an hour, measured by that person's own habit.

    Only openings count that no work in hand and no oversight answers.
    """

    name = "burst"
    score = 70
    answers = WORK | OVERSIGHT

    def find(self, accesses, context):
        for own in by_user(accesses):
            openings = [access for access in own if access.is_opening and not self.is_answered(access)]
            for access, before in windows(openings, _HOUR):
                files = len({other.case for other in before})
                usual = context.habits.get(access.user, 0)
                if files > max(_FLOOR, _TIMES * usual):
                    yield self.finding(access, {"files": files, "usual": round(usual)})
