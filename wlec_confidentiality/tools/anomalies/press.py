# SPDX-License-Identifier: LGPL-3.0-or-later
from .facts import OVERSIGHT, WORK
from .rule import EachByItself


class Press(EachByItself):
    """A file outsiders are curious about: the press, a known name, a case in court.

    Answered by work in hand and by oversight.
    """

    name = "press"
    score = 80
    answers = WORK | OVERSIGHT

    def look(self, access, context):
        since = context.press.get(access.case)
        return {} if access.is_opening and since is not None and access.at >= since else None
