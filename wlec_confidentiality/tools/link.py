# SPDX-License-Identifier: LGPL-3.0-or-later
"""One-time links: a secret only its holder knows, kept as a hash, and a brake on whoever tries others."""

import hashlib
import re
import secrets
import threading
import time
from collections import OrderedDict

TOKEN_BITS = 256
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A secret of 256 bits from the system's own source, in signs an address may hold."""
    return secrets.token_urlsafe(TOKEN_BITS // 8)


def digest(token: str | None) -> str | None:
    """What is kept of a token; nothing of what could not be one. Of so long a secret a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest() if _TOKEN.fullmatch(token or "") else None


class Brake:
    """Lets ``most`` misses by one address pass in ``seconds``, then none until some of them are that old.

    In the memory of one process: it slows a guesser down and keeps the log readable; what makes guessing hopeless is the length
    of the token.
    """

    def __init__(self, most: int, seconds: float, places: int = 10_000, clock=time.monotonic):
        self._most, self._seconds, self._places, self._clock = most, seconds, places, clock
        self._misses: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def is_on(self, address: str | None) -> bool:
        """Whether this address has to wait."""
        with self._lock:
            return len(self._recent(address)) >= self._most

    def miss(self, address: str | None) -> None:
        """Somebody at this address tried a link there is not."""
        with self._lock:
            times = [*self._recent(address), self._clock()][-self._most :]
            self._misses[_net(address)] = times
            self._misses.move_to_end(_net(address))
            while len(self._misses) > self._places:
                self._misses.popitem(last=False)

    def _recent(self, address):
        oldest = self._clock() - self._seconds
        return [at for at in self._misses.get(_net(address), ()) if at > oldest]


def _net(address):
    """An address, or for the long ones the network of a household: it has more addresses than anybody can count."""
    address = address or ""
    return ":".join(address.split(":")[:4]) if address.count(":") > 1 else address
