# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from .rule import Rule, by_user, windows

_HALF_AN_HOUR = timedelta(minutes=30)
_ENOUGH = 4


class Initials(Rule):
    """Names looked through letter by letter: one search after the other for fewer than three letters.

    Nothing answers for it: whoever has to find somebody knows more of them than a letter.
    """

    name = "initials"
    score = 65

    def find(self, accesses, context):
        for own in by_user(accesses):
            short = [access for access in own if access.is_short]
            for access, before in windows(short, _HALF_AN_HOUR):
                # One page of results is one moment, whatever it shows.
                times = len({other.at for other in before})
                if times >= _ENOUGH:
                    yield self.finding(access, {"times": times})
