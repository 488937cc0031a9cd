# SPDX-License-Identifier: LGPL-3.0-or-later
"""The channels by which something of a file could leave the server.

Each is a function (person, world) that knocks and returns every byte of the answer. ``opens`` says that a granted caseworker
really gets something by it (or somebody else, by name): a channel that stopped working would otherwise look like a safe one.
``inside`` names what the server has to open to do what it was asked, though it does not send it: to copy a document, to compare an
address. For those, a record without a disclosure is right; it is counted for no other field, and for nobody without a grant.
``changes`` says that it changes what the others are tried on: it comes after them.
"""

from collections.abc import Callable
from typing import NamedTuple

TEXTS = ["matter", "narrative", "risk_notes", "safe_contact"]
SPEC = {name: {} for name in ["name", *TEXTS]}


class Channel(NamedTuple):
    name: str
    opens: bool | str
    knock: Callable
    inside: tuple = ()
    changes: bool = False


CHANNELS = []
RAN = set()  # the names of those that have been tried


def channel(name, opens=True, inside=(), changes=False):
    def register(knock):
        CHANNELS.append(Channel(name, opens, knock, inside, changes))
        return knock

    return register
