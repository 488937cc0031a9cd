# SPDX-License-Identifier: LGPL-3.0-or-later
"""A whole number that somebody typed, or put into an address."""

import math
from collections.abc import Iterable

MOST_ID = 2**31 - 1


def read(text: object, most: int) -> int | None:
    """The number in plain digits, from 0 to ``most``; else ``None``, whatever it is: ``²`` is a digit to Python and no number, and a
    number of five thousand digits an error."""
    text = str(text)
    if not (text.isascii() and text.isdecimal()) or len(text.lstrip("0")) > len(str(most)):
        return None
    number = int(text.lstrip("0") or "0")
    return number if number <= most else None


def ids_in(values: Iterable) -> set[int]:
    """The ids in what a caller sends, as Odoo or PostgreSQL would read them: " 5", "0x5" and 5.0 lead to record 5 as well, and 5.9 to 5
    or to 6, by who reads it. What can be none is left out."""
    found = set()
    for value in values:
        found |= _ids(value)
    return {number for number in found if 0 < number <= MOST_ID}


def _ids(value):
    if isinstance(value, float):
        return {math.floor(value), math.ceil(value)} if math.isfinite(value) else set()
    if isinstance(value, str):
        return _read_as(value, 10) | _read_as(value, 0)
    return {value} if isinstance(value, int) and not isinstance(value, bool) else set()


def _read_as(text, base):
    try:
        return {int(text, base)}
    except ValueError:
        return set()
