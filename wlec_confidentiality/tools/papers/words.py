# SPDX-License-Identifier: LGPL-3.0-or-later
"""Names and words that must not appear, found however they are written."""

import re
import unicodedata

_SOFT = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_NOTHING = re.compile(r"[^\w]+")


def folded(text: str | None) -> str:
    """Letters and digits only, without case or accents, words one blank apart: “Ó’ Brien-\\nSmith” is ``o brien smith``."""
    text = _SOFT.sub("", unicodedata.normalize("NFKD", text or ""))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return _NOTHING.sub(" ", text.casefold()).replace("_", " ").strip()


def wanted(lines: str | None) -> list[str]:
    """The words of a list, one a line, as they are looked for; lines without a letter or digit are left out."""
    return list(dict.fromkeys(filter(None, map(folded, (lines or "").splitlines()))))


def present(words: list[str], text: str) -> int:
    """How many of ``words`` (from :func:`wanted`) occur in ``text``.

    A word counts when it stands alone, and also when the text only breaks it up or runs it together: “A m i n a”, “AminaK”.
    Words under four letters only count alone, or a “Li” would be found in every line.
    """
    flat = f" {folded(text)} "
    close = flat.replace(" ", "")
    return sum(
        1 for word in words if f" {word} " in flat or (len(word) > 3 and word.replace(" ", "") in close)
    )
