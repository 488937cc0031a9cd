# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from .rule import Rule

_WHILE = timedelta(days=90)
_SCORES = {"wall": 90, "exclusion": 90, "end": 55}


class BarredFile(Rule):
    """A file that was closed to the person: behind a wall, by the client's wish, or since their grant has ended.

    Nothing answers for a wall or the client's wish, tried or opened. After the end of a grant whatever gives the file to them anew
    does; one old bookmark is no finding, the second attempt is.
    """

    name = "barred"
    _AFRESH = frozenset({"refused"})

    def find(self, accesses, context):
        tried = {}
        for access in accesses:
            barred = context.barred.get((access.case, access.user))
            if barred is None or not barred.since < access.at <= barred.since + _WHILE:
                continue
            if access.action == "search" or access.together > 1 or not self._counts(access, barred, tried):
                continue
            days = (access.at - barred.since).days
            yield self.finding(access, {"why": barred.why, "days": days}, _SCORES[barred.why])

    def _counts(self, access, barred, tried):
        if barred.why != "end":
            return True
        if access.kinds - self._AFRESH:
            return False
        key = access.case, access.user
        tried[key] = tried.get(key, 0) + 1
        return not access.is_denied or tried[key] > 1
