# SPDX-License-Identifier: LGPL-3.0-or-later
"""Letters from texts with places to fill in: ``We received your complaint on {received}.``

Nothing but a known name between braces is a place; it is filled by plain replacement, so that a text can open nothing.
"""

import re
from collections.abc import Iterable, Mapping

_PLACE = re.compile(r"\{([^{}\n]*)\}")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")


def places(text: str) -> set[str]:
    """The names between braces."""
    return {found.strip() for found in _PLACE.findall(text or "")}


def unknown(text: str, known: Iterable[str]) -> list[str]:
    """What stands between braces and is no place, and lone braces, in order of appearance."""
    known = set(known)
    wrong = [found for found in _PLACE.findall(text or "") if found.strip() not in known]
    return wrong + [sign for sign in "{}" if sign in _PLACE.sub("", text or "")]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled, once: what is filled in is not looked at again. Lines left empty close up.

    :raise KeyError: a place there is no value for
    """
    filled = _PLACE.sub(lambda found: values[found[1].strip()] or "", text or "")
    return _MANY_EMPTY_LINES.sub("\n\n", filled.replace("\r\n", "\n")).strip()


def paragraphs(text: str) -> list[list[str]]:
    """The paragraphs of a letter, each as its lines."""
    return [block.split("\n") for block in re.split(r"\n\s*\n", (text or "").strip()) if block.strip()]
