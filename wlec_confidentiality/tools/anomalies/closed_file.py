# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from .facts import OVERSIGHT, WORK
from .rule import EachByItself

# Letters go out, the last note is written.
_AFTERWARDS = timedelta(days=30)
_IN_ORDER = frozenset({"assigned", "cover", "line_management"})


class ClosedFile(EachByItself):
    """A closed file is opened.

    Answered by oversight and by work in hand that is not merely being on it: who was on the file, and their line manager, have
    thirty days to put it in order.
    """

    name = "closed_file"
    score = 45
    answers = OVERSIGHT | (WORK - {"assigned", "cover"})

    def look(self, access, context):
        closed = context.closed.get(access.case)
        if not access.is_opening or closed is None or access.at <= closed:
            return None
        if access.at - closed <= _AFTERWARDS and not access.kinds.isdisjoint(_IN_ORDER):
            return None
        return {"days": (access.at - closed).days}
