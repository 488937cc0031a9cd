# SPDX-License-Identifier: LGPL-3.0-or-later
from .facts import OVERSIGHT, WORK
from .rule import EachByItself


class Relative(EachByItself):
    """A file that somebody of one's household works or worked on, or whose client is tied to theirs, or to another colleague's.

    Answered by work in hand and by oversight; for the tie of a colleague one does not live with, by any explanation.
    """

    name = "relative"
    score = 70
    answers = WORK | OVERSIGHT
    _NEAR = frozenset({"household", "address", "telephone"})

    def look(self, access, context):
        if not access.is_opening:
            return None
        mates = context.mates.get(access.user, frozenset())
        if mates & context.workers.get(access.case, frozenset()):
            return {"how": "worked"}
        tied = self._tied(access, context)
        if tied & mates:
            return {"how": "household"}
        return {"how": "colleague"} if tied and not access.is_explained else None

    def _tied(self, access, context):
        """Colleagues who are near to the client."""
        return {
            user
            for user in context.tied_to(access.case)
            if user != access.user and context.ties[access.case, user] & self._NEAR
        }
