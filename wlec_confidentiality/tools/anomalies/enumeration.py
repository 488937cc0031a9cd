# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from .facts import OVERSIGHT, WORK
from .rule import Rule, by_user, windows

_HOUR = timedelta(hours=1)
_SOON = timedelta(minutes=5)
_ENOUGH = 4


class Enumeration(Rule):
    """Search, open, search, open: within an hour several files that were looked for, or numbers tried one after the other.

    Only openings count that neither work in hand nor oversight answers; refused attempts always do.
    """

    name = "enumeration"
    score = 75
    answers = WORK | OVERSIGHT

    def find(self, accesses, context):
        for own in by_user(accesses):
            for access, before in windows(list(self._looked_for(own)), _HOUR):
                files = {other.case for other in before}
                if len(files) >= _ENOUGH:
                    yield self.finding(access, {"files": len(files)})

    def _looked_for(self, accesses):
        """Openings soon after a search, and attempts at files that are closed to the person."""
        searched = None
        for access in accesses:
            if access.action == "search":
                searched = access.at
            elif access.case is None or self.is_answered(access):
                continue
            elif access.is_denied or (access.is_opening and searched and access.at - searched <= _SOON):
                yield access
