# SPDX-License-Identifier: LGPL-3.0-or-later
"""Places on pages that are to be blacked out."""

from collections.abc import Iterable
from typing import NamedTuple

MOST_AREAS = 5000


class Area(NamedTuple):
    """A rectangle on a page (from 0), in shares of its width and height as it is seen, from its upper left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


def checked(areas: Iterable, pages: int | None = None) -> list[Area]:
    """Areas as somebody sent them, within their page; those without any size are left out.

    :raise ValueError: something else than numbers, or a page there is not
    """
    result = []
    for values in areas:
        page, *rest = values
        if (
            isinstance(page, bool)
            or not isinstance(page, int)
            or page < 0
            or (pages is not None and page >= pages)
        ):
            raise ValueError("no such page")
        left, top, width, height = (float(value) for value in rest)
        right, bottom = min(left + width, 1.0), min(top + height, 1.0)
        left, top = max(left, 0.0), max(top, 0.0)
        if right - left > 1e-4 and bottom - top > 1e-4:
            result.append(Area(page, left, top, right - left, bottom - top))
    if len(result) > MOST_AREAS:
        raise ValueError("too many areas")
    return result


def uncovered(places: Iterable[Area], areas: Iterable[Area]) -> list[Area]:
    """Those of these places that are still to be seen when ``areas`` are black: no single one covers nine tenths of them."""
    areas = list(areas)
    return [place for place in places if not any(_covers(area, place) for area in areas)]


def _covers(area, place):
    if area.page != place.page:
        return False
    across = min(area.left + area.width, place.left + place.width) - max(area.left, place.left)
    down = min(area.top + area.height, place.top + place.height) - max(area.top, place.top)
    return across > 0 and down > 0 and across * down >= 0.9 * place.width * place.height
