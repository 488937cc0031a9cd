# SPDX-License-Identifier: LGPL-3.0-or-later
"""Numbers of people for everybody to read, of which nobody can work out who they are.

The rule the NHS publishes its hospital statistics by (since September 2018): nothing is nothing; 1 to 7 are not told apart; from
8 on the number is rounded to the nearest 5. Totals are counted exactly and then rounded themselves, so that no cell follows from
the others. Averages of few are not given. Re-identifying somebody from figures is an offence (Data Protection Act 2018, s. 171).
"""

from collections.abc import Iterable
from statistics import median

FEW = 7
BASE = 5
FEWEST_FOR_A_SHARE = 20
HIDDEN = "1 to 7"


def shown(count: int) -> str:
    """A count as it is published.

    :raise ValueError: a count below nothing
    """
    if count < 0:
        raise ValueError("a count cannot be below nothing")
    if not count:
        return "0"
    return HIDDEN if count <= FEW else str(_rounded(count))


def _rounded(count):
    return BASE * ((2 * count + BASE) // (2 * BASE))


def preimage(text: str) -> range:
    """The counts that are published as ``text``."""
    if text == "0":
        return range(1)
    if text == HIDDEN:
        return range(1, FEW + 1)
    return range(max(FEW + 1, int(text) - BASE // 2), int(text) + BASE // 2 + 1)


def is_safe(*tables: Iterable[int], total: int | None = None) -> bool:
    """Whether no cell of these tables, which count the same people, can be worked out when they are published together.

    :param total: how many they are, if that is published as well
    """
    ranges = [[preimage(shown(cell)) for cell in table] for table in tables]
    sums = [(sum(r[0] for r in table), sum(r[-1] for r in table)) for table in ranges]
    if total is not None:
        whole = preimage(shown(total))
        sums.append((whole[0], whole[-1]))
    least, most = max(low for low, _high in sums), min(high for _low, high in sums)
    return not any(_follows(table, place, least, most) for table in ranges for place in range(len(table)))


def _follows(table, place, least, most):
    """Whether this cell can only be one number, given the others and how many there are in all."""
    others = [r for number, r in enumerate(table) if number != place]
    low = max(table[place][0], least - sum(r[-1] for r in others))
    high = min(table[place][-1], most - sum(r[0] for r in others))
    return low == high and len(table[place]) > 1


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` in hundredths, rounded to the nearest 5; a dash when the whole is too small to say."""
    if whole < FEWEST_FOR_A_SHARE or 0 < part <= FEW or 0 < whole - part <= FEW:
        return "–"
    return f"{_rounded(round(100 * part / whole))} %"


def typical(values: Iterable[float]) -> str:
    """The median as a whole number; a dash when there are too few to say."""
    values = list(values)
    return str(round(median(values))) if len(values) > FEW else "–"
