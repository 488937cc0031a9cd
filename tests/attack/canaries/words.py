# SPDX-License-Identifier: LGPL-3.0-or-later
"""Canary words, and every spelling in which one may lie somewhere."""

import base64
import itertools
import re
import secrets
import zlib

_ESCAPED_BYTES = re.compile(rb"\\\\?x((?:[0-9a-f]{2}){8,})")  # a bytea in a dump
_STREAM = re.compile(rb"\x1f\x8b\x08|x\x01|x\x5e|x\x9c|x\xda|PK\x03\x04")  # gzip, zlib, zip
_MOST_INFLATED = 2_000_000
_MOST_HITS = 200  # of one spelling in one piece


class Canaries:
    """Words with one stem, which is looked for; the two letters after it tell which of them was found."""

    def __init__(self):
        self.stem = f"zq{secrets.token_hex(6)}k"
        self.labels = {}  # {the whole word: what it stands for}
        self.also = set()  # labels of what is typed under another one
        self.numbers = {}  # {telephone number, digits only: what it stands for}

    def word(self, label):
        """:param label: model.field, or the door it is brought in by"""
        found = f"{self.stem}{_letters(len(self.labels))}"
        self.labels[found] = label
        return found

    def phone(self, label):
        """A British mobile number, as somebody types it."""
        digits = f"7{400 + secrets.randbelow(100)}{secrets.randbelow(10**6):06}"
        self.numbers[digits] = label
        return f"0{digits[:4]} {digits[4:]}"

    def birthday(self, label):
        """A day of birth, as somebody types it: looked for as a telephone number is."""
        day, month, year = (
            1 + secrets.randbelow(28),
            1 + secrets.randbelow(12),
            1900 + secrets.randbelow(50),
        )
        found = f"{day:02}/{month:02}/{year}"
        self.numbers[found] = label
        return found

    def labels_typed(self):
        return {*self.labels.values(), *self.numbers.values(), *self.also}

    def same(self, label, other):
        """What is kept under ``label`` was typed as ``other``."""
        if other in self.labels_typed():
            self.also.add(label)

    # ---- finding them again
    def spellings(self):
        """{bytes to look for, in small letters but for base64: how it is spelt}."""
        found = {}
        for text in (self.stem, *self.numbers, *(_spaced(digits) for digits in self.numbers)):
            word = text.encode()
            found |= {word: "plain", text.encode("utf-16-le"): "utf-16", word.hex().encode(): "hex"}
            found |= dict.fromkeys(_cores(word), "base64")
        return found

    def found_in(self, data):
        """[(what was found as far as it can be told, how it was spelt, what stands around it)] in these bytes and whatever is
        packed in them."""
        pieces = [data, *(bytes.fromhex(match.decode()) for match in _ESCAPED_BYTES.findall(data))]
        pieces += [inflated for piece in list(pieces) for inflated in _inflated(piece)]
        return [hit for piece in pieces for hit in self._hits(piece)]

    def stem_in(self, data):
        """Labels of what stands in these bytes as it was typed, or in base64: for places too large to look for everything."""
        cores = [core for core in _cores(self.stem.encode()) if core in data]
        found = {self._label(data, match.start(), b"") for match in re.finditer(self.stem.encode(), data)}
        return found | {"one of them, in base64"} if cores else found

    def _hits(self, piece):
        small, unbroken = piece.lower(), re.sub(rb"[\r\n]+", b"", piece)  # mails break base64 into lines
        for needle, spelling in self.spellings().items():
            text = unbroken if spelling == "base64" else small
            if needle not in text:  # much quicker to find out
                continue
            for match in itertools.islice(re.finditer(re.escape(needle), text), _MOST_HITS):
                yield self._label(text, match.start(), needle), spelling, _around(text, match.start())

    def _label(self, text, at, needle):
        whole = text[at : at + len(self.stem) + 2].decode("latin-1").lower()
        number = needle.decode("latin-1")
        return (
            self.labels.get(whole)
            or self.numbers.get(number)
            or self.numbers.get(number.replace(" ", ""))
            or "one of them"
        )


def _around(text, at):
    return text[max(0, at - 200) : at + 120]


def _letters(number):
    first, second = divmod(number, 20)
    return "bcdfghjklmnpqrstvwxy"[first] + "bcdfghjklmnpqrstvwxy"[second]


def _spaced(digits):
    return f"{digits[:4]} {digits[4:]}"


def _cores(word):
    """The word in base64, at each of the three places it can have there, without what its neighbours decide."""
    for pad in range(3):
        whole = base64.b64encode(b"\0" * pad + word)
        yield whole[-(-pad * 8 // 6) + (1 if pad else 0) : -4]


def _inflated(piece):
    for match in _STREAM.finditer(piece):
        start = match.start()
        if piece[start : start + 2] == b"PK":
            length = int.from_bytes(piece[start + 26 : start + 28], "little")
            extra = int.from_bytes(piece[start + 28 : start + 30], "little")
            start, kind = start + 30 + length + extra, -15
        else:
            kind = 47
        try:
            yield zlib.decompressobj(kind).decompress(piece[start:], _MOST_INFLATED)
        except zlib.error:
            continue
