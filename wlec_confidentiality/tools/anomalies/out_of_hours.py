# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import datetime, timedelta

from .rule import EachByItself

_EDGE = timedelta(hours=3)


class OutOfHours(EachByItself):
    """Outside the centre's hours, at weekends and on bank holidays.

    Answered by what has its own hours: a meeting, an emergency, a breach, duties of an office, the client themselves. Who is on the
    file (or covers for who is) may start early and end late; at night, and on days off, that is no answer.
    """

    name = "out_of_hours"
    score = 35
    answers = frozenset(
        {"meeting", "emergency", "breach", "duty", "delivery", "system", "own_record", "representative"}
    )

    def look(self, access, context):
        hours, day = context.hours, access.at.date()
        if not access.is_opening:
            return None
        if not hours.is_open(day):
            return {"when": "day_off"}
        early = datetime.combine(day, hours.opens) - access.at
        late = access.at - datetime.combine(day, hours.closes)
        away = max(early, late)
        on_it = not access.kinds.isdisjoint({"assigned", "cover"})
        return (
            {"when": "night" if away > _EDGE else "late"}
            if away > (_EDGE if on_it else timedelta())
            else None
        )
