# SPDX-License-Identifier: LGPL-3.0-or-later
"""How often something may be tried, without knowing by whom: pure rules on moments.

No address is kept, so nobody is told apart by theirs. Wrong receipt codes are counted in drawers, and a code falls always into the
same one (``receipt_code.drawer``). Whoever guesses fills all drawers and is stopped by each of them; to stop one other person
they would have to keep all of them full, for they cannot know that person's.
"""

from datetime import datetime, timedelta
from typing import NamedTuple


class Brake(NamedTuple):
    """At most ``most`` in any ``seconds``."""

    most: int
    seconds: int

    def wait(self, moments: list, now: datetime) -> int:
        """How many seconds until the next may be tried; 0: now.

        :param moments: when it was tried before, in any order
        """
        since = now - timedelta(seconds=self.seconds)
        inside = sorted(moment for moment in moments if moment > since)
        if len(inside) < self.most:
            return 0
        left = inside[-self.most] - since
        return max(1, -(-left // timedelta(seconds=1)))


# Wrong codes, for each drawer: over all drawers never more than 77 a minute, which is far below what eight words stand.
GUESSES = Brake(most=6, seconds=600)
# Complaints handed in without logging in, and other deeds there, for the whole centre.
FILINGS = Brake(most=200, seconds=3600)
