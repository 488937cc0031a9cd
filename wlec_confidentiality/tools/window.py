# SPDX-License-Identifier: LGPL-3.0-or-later
"""The address in the window of a DL envelope: which lines stand there.

A sheet folded in three leaves 99 mm of height; in the envelope it slides by 11 mm up and down and 10 mm to the sides. With the usual window
(90 x 35 mm, 20 mm from the left edge, 18 mm from the bottom) what is always seen of the sheet is 20 to 100 mm from its left edge and 57 to
81 mm from its top: six lines. What is never seen is farther out than 10 to 110 mm and 46 to 92 mm; nothing else may stand between.
"""

LINES = 6
WIDTH = 46  # letters of the size used, on average


def lines(address: str, most: int = LINES) -> list:
    """The lines of an address, empty ones left out; where there are too many, the shortest neighbours share a line; where there is room, one
    that would be cut is two. No letter is lost."""
    found = [" ".join(line.split()) for line in (address or "").splitlines()]
    found = [line.strip(" ,") for line in found if line.strip(" ,")]
    while len(found) > most:
        # Name and post code stand alone as long as they can: join in the middle, where it makes the shortest line.
        inner = range(1, len(found) - 2) if len(found) > 3 else range(len(found) - 1)
        at = min(inner, key=lambda place: len(found[place]) + len(found[place + 1]))
        found[at : at + 2] = [f"{found[at]}, {found[at + 1]}"]
    return _wrapped(found, most)


def _wrapped(found, most):
    for at, line in enumerate(found):
        gap = line.rfind(" ", 0, WIDTH + 1) if len(line) > WIDTH else -1
        if gap > 0 and len(found) < most:
            first, rest = line[:gap].rstrip(" ,"), line[gap:].lstrip(" ,")
            return [*found[:at], first, *_wrapped([rest, *found[at + 1 :]], most - at - 1)]
    return found


def is_too_wide(address: str) -> bool:
    """Whether a line would not be seen whole."""
    return any(len(line) > WIDTH for line in lines(address))
