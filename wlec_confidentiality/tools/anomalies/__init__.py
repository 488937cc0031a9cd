# SPDX-License-Identifier: LGPL-3.0-or-later
"""Twelve rules on who looked at what, each in a file of its own. Pure: nothing here knows Odoo, a name or a word of a file."""

from .barred import BarredFile
from .burst import Burst
from .closed_file import ClosedFile
from .colleague import Colleague
from .enumeration import Enumeration
from .facts import DOING, Access, Barred, Context, Finding, Hours
from .idle_reading import IdleReading
from .initials import Initials
from .out_of_hours import OutOfHours
from .own_file import OwnFile
from .press import Press
from .relative import Relative
from .tie import Tie

__all__ = ["ALL", "DOING", "NAMES", "Access", "Barred", "Context", "Finding", "Hours", "findings"]

ALL = (
    Tie(), OwnFile(), Colleague(), Relative(), ClosedFile(), Enumeration(), Initials(), OutOfHours(), Burst(), IdleReading(),
    BarredFile(), Press(),
)  # fmt: skip
NAMES = tuple(rule.name for rule in ALL)


def findings(accesses, context, names=NAMES):
    """What the rules of these names find, in no particular order.

    :param accesses: a list in any order; rules on what happens one after the other look at all of it
    """
    ordered = sorted(accesses, key=lambda access: (access.at, access.id))
    return [found for rule in ALL if rule.name in names for found in rule.find(ordered, context)]
