# SPDX-License-Identifier: LGPL-3.0-or-later
"""What to do about characters that no font of this server has: they would stand on paper as empty boxes.

Signs, such as those people put into messages for fun, are spelled out. Letters are not: nobody can read a text of which only the
names of the letters are left.
"""

import unicodedata
from collections.abc import Iterable

# What Unicode calls a script, where people call it by a language.
_SCRIPTS = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "DEVANAGARI": "Hindi or Nepali",
    "GURMUKHI": "Punjabi",
    "ETHIOPIC": "Amharic or Tigrinya",
    "MYANMAR": "Burmese",
}
_JOINERS = ("VARIATION SELECTOR", "EMOJI MODIFIER", "ZERO WIDTH")


def is_letter(character: str) -> bool:
    """Whether it is part of a word: a letter, a mark on one, a digit."""
    return unicodedata.category(character)[0] in "LMN" and not _joins(character)


def spelled_out(text: str, missing: Iterable[str]) -> str:
    """The text with these signs put into words; letters stay."""
    return text.translate({ord(sign): _words(sign) for sign in missing if not is_letter(sign)})


def scripts(missing: Iterable[str]) -> list[str]:
    """What the scripts are called to which these letters belong."""
    names = [unicodedata.name(letter, "").partition(" ")[0] for letter in missing if is_letter(letter)]
    return sorted({_SCRIPTS.get(name, name.capitalize()) for name in names if name})


def _joins(character):
    return unicodedata.name(character, "").startswith(_JOINERS)


def _words(sign):
    name = unicodedata.name(sign, "")
    return f"[{name.lower()}]" if name and not _joins(sign) else ""
