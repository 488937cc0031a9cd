# SPDX-License-Identifier: LGPL-3.0-or-later
"""The receipt code of a complaint: words a person can write down, and what is made of them.

Eight words drawn at random from the EFF's short word list (``eff_short_wordlist_1.txt``: "EFF Short Wordlist 1", Joseph
Bonneau for the Electronic Frontier Foundation, CC BY 3.0 US; unchanged, without its dice numbers). It has both "yoyo" and "yo-yo",
which nobody would write down as two words: the second is not drawn. 1,295 words to the power of eight are more than 82 bits.

Of a code two secrets are made, by scrypt (RFC 7914) and HKDF-Expand (RFC 5869): one to find the complaint by, which is kept,
and a key, which is not. Neither leads to the other, nor back to the words.
"""

import difflib
import functools
import hashlib
import hmac
import math
import re
import secrets
import unicodedata
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

COUNT = 8
SALT_BYTES = 32
SECRET_BYTES = 32
# 32 MiB and about 0.06 s of one core for each code tried. People choose no codes: what keeps them from being guessed is that they
# are drawn among 2**82, and the brake; that each try is slow comes on top, and must not become a way to keep the server busy.
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}
_MOST_TYPED = 2000


class Mistyped(ValueError):
    """What was typed cannot be a code. ``words`` is how many words it has; ``unknown`` are {word: the nearest on the list}."""

    def __init__(self, words: int, unknown: dict):
        super().__init__("not a receipt code")
        self.words = words
        self.unknown = unknown


class Secrets(NamedTuple):
    """What is made of a code."""

    lookup: str  # 64 hexadecimal digits; kept, to find the complaint by
    key: bytes  # 32 bytes; never kept


@functools.cache
def words() -> tuple:
    """The words that are drawn: letters only."""
    listed = (Path(__file__).parent / "eff_short_wordlist_1.txt").read_text("ascii").split()
    return tuple(word for word in listed if word.isalpha())


@functools.cache
def _known() -> frozenset:
    return frozenset(words())


def bits() -> float:
    """How hard a code is to guess."""
    return COUNT * math.log2(len(words()))


def draw() -> str:
    """A new code."""
    return " ".join(secrets.choice(words()) for _ in range(COUNT))


def read(typed: str | None) -> str:
    """The code somebody typed: in any case, on any number of lines, numbered or not, with any signs between the words.

    :raise Mistyped: it cannot be one; nothing was looked up to find that out
    """
    text = unicodedata.normalize("NFKC", (typed or "")[:_MOST_TYPED]).casefold()
    found = re.findall(r"[^\W\d_]+", re.sub(r"\byo[\s-]yo\b", "yoyo", text))
    strange = [word for word in dict.fromkeys(found) if word not in _known()]
    # No more than a code has: a page full of words would keep the server busy for long.
    unknown = {word: _nearest(word) for word in strange[:COUNT]}
    if unknown or len(found) != COUNT:
        raise Mistyped(len(found), unknown)
    return " ".join(found)


def _nearest(word):
    near = difflib.get_close_matches(word[:20], words(), 1)
    return near[0] if near else None


def secrets_of(code: str, salt: bytes) -> Secrets:
    """Slow on purpose.

    :param code: as ``read`` or ``draw`` gives it
    """
    master = Scrypt(salt=salt, length=32, **_SCRYPT).derive(code.encode("ascii"))
    return Secrets(_part(master, b"wlec receipt: lookup").hex(), _part(master, b"wlec receipt: key"))


def _part(master, name):
    return HKDFExpand(hashes.SHA256(), 32, name).derive(master)


def drawers(code: str, secret: bytes) -> list:
    """In which drawers the brake on guessing counts this code: one for each two words, in their place. Numbers that only whoever
    has ``secret`` (kept outside the database) can lead back to words, for a slip of the pen is nearly a right code."""
    words_ = code.split()
    pairs = (words_[place : place + 2] for place in range(0, COUNT, 2))
    return [_drawer(secret, f"{place}|{' '.join(pair)}") for place, pair in enumerate(pairs)]


def _drawer(secret, name):
    digest = hmac.digest(secret, b"wlec receipt: drawer|" + name.encode("ascii"), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") >> 1  # what a column of PostgreSQL holds, never negative
