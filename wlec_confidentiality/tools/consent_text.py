# SPDX-License-Identifier: LGPL-3.0-or-later
"""The exact words a client agrees to, and whether the name typed under them is theirs."""

import hashlib
import re
import unicodedata

# Controls, and the marks, overrides and isolates of writing direction. Joiners stay: some languages cannot be written without.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def statement(title: str, rows: list[tuple[str, str]], wording: str) -> str:
    """One text: what is particular to this permission, then the wording everybody is shown.

    :param rows: (label, value); a value of several lines is set off
    """
    lines = [_clean(title), ""]
    for label, value in rows:
        label, value = _clean(label), _clean(value)
        lines += (
            [f"{label}:", *(f"  {line}" for line in value.split("\n"))]
            if "\n" in value or value.startswith("- ")
            else [f"{label}: {value}"]
        )
    return "\n".join([*lines, "", _clean(wording)])


def _clean(text):
    """One kind of line end, and none of the signs that are not seen and turn round what is."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    return "".join(sign for sign in text if sign == "\n" or not _UNSEEN.match(sign))


def signature(typed: str) -> str:
    """A typed name as it is kept: one line, single spaces, no signs that are not seen."""
    return " ".join(_clean(typed).split())


def fingerprint(text: str) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def same_name(typed: str, known: str) -> bool:
    """Whether a typed name is the known one: case, accents, order and middle names do not count, but two words must agree
    where the known name has two."""
    given, ours = _words(typed), _words(known)
    if not given or not ours:
        return False
    return (given <= ours and len(given) >= min(2, len(ours))) or (
        ours <= given and len(given) <= len(ours) + 3
    )


def _words(name):
    plain = unicodedata.normalize("NFKD", (name or "").casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return set(re.findall(r"[^\W\d_]+", re.sub(r"['’`-]", "", plain)))
