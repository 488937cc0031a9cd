# SPDX-License-Identifier: LGPL-3.0-or-later
from .facts import OVERSIGHT
from .rule import EachByItself

# How near; a surname many people have says nothing by itself, and is looked at where nothing explains the access.
_SCORES = {"household": 90, "address": 80, "telephone": 80, "rare_surname": 60, "surname": 30}
_BY_NAME = frozenset({"rare_surname", "surname"})


class Tie(EachByItself):
    """The client has the surname, the address, the household or the telephone of whoever looks.

    Answered by oversight. That somebody is on the file does not answer for their own household: they should
    not be. It does for a name: people who happen to have the same one work on each other's files.
    """

    name = "tie"
    answers = OVERSIGHT

    def look(self, access, context):
        if not access.is_opening or not (ties := context.ties.get((access.case, access.user))):
            return None
        near = ties & _SCORES.keys()
        if not near - _BY_NAME:
            near = self._names_that_count(access, near)
        return {"ties": sorted(near, key=_SCORES.get, reverse=True)} if near else None

    def _names_that_count(self, access, near):
        if not access.is_explained:
            return near
        standing_only = access.kinds <= {"team", "line_management"}
        return near & {"rare_surname"} if standing_only else frozenset()

    def finding(self, access, facts, score=None):
        return super().finding(access, facts, _SCORES[facts["ties"][0]])
