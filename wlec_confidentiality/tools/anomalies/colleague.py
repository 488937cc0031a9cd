# SPDX-License-Identifier: LGPL-3.0-or-later
from .facts import OVERSIGHT, WORK
from .rule import EachByItself


class Colleague(EachByItself):
    """The file of a colleague.

    Answered by work in hand and by oversight; not by being in the team or somebody's line manager, which is what everybody is.
    """

    name = "colleague"
    score = 85
    answers = WORK | OVERSIGHT

    def look(self, access, context):
        client = context.clients.get(access.case)
        return {} if access.is_opening and client not in (None, access.user) else None
