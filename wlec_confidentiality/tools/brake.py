# SPDX-License-Identifier: LGPL-3.0-or-later
"""How often something may be tried, without knowing by whom: pure rules on moments.

No address is kept, so nobody is told apart by theirs. Wrong receipt codes are counted in drawers, and which ones is said by the
words themselves (``receipt_code.drawers``): a code of eight words has four, one for its first two words, one for the next two, and
so on. A code is looked at only while none of its four is full. So

- whoever guesses at random, however fast, spreads over four times 1.7 million drawers and fills hardly any: others are not
  kept out, and to find one complaint among ten thousand at a hundred tries a second takes more years than there are stars;
- whoever knows some of the words - a slip of paper seen for a moment - comes back to the same drawer with every try, and is stopped
  there: one word missing takes a day and a half, two take five years, three seven thousand;
- whoever has the right words is kept out only by somebody who knows two of them, in their place.

The numbers are worked out in ``tests/unit/test_receipt_code.py``.
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


# Wrong codes, for each drawer.
GUESSES = Brake(most=6, seconds=600)
# Complaints handed in without logging in, and other deeds there, for the whole centre.
FILINGS = Brake(most=200, seconds=3600)
# Refused tries of one person to hand complaints on: whoever is refused may be whom it is about.
HANDINGS_ON = Brake(most=3, seconds=24 * 3600)
# Clients looked up by one person: for those who are there, not for going through a list of names.
LOOK_UPS = Brake(most=60, seconds=3600)
