# SPDX-License-Identifier: LGPL-3.0-or-later
"""Receipt codes, and how often somebody may guess."""

import bisect
import hashlib
import random
import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.structure.reading import ADDON
from tests.support.tools import tool

brake, receipt_code = tool("brake"), tool("receipt_code")

SALT = b"s" * receipt_code.SALT_BYTES
EPOCH = datetime(2026, 1, 1)
SEPARATORS = st.sampled_from([" ", "\n", "  ", ", ", "-", " 2. ", "\u00a0", "\t", "/"])


def test_the_list_is_the_published_one():
    """1,296 words, and not one changed; those that are drawn are different ones of three to five letters."""
    words, listed = (
        receipt_code.words(),
        (ADDON / "tools" / "eff_short_wordlist_1.txt").read_text("ascii").split(),
    )
    assert len(listed) == 6**4
    assert len(words) == len(set(words)) == 6**4 - 1
    assert all(re.fullmatch(r"[a-z]{3,5}", word) for word in words)
    digest = hashlib.sha256("\n".join(listed).encode()).hexdigest()
    assert digest == "3680fb8483e03eab3067f20ef8b8848a086006b25981b0df6c8bdc603c4ed55e"


def test_more_than_eighty_bits():
    assert receipt_code.bits() > 82
    drawn = {receipt_code.draw() for _ in range(2000)}
    assert len(drawn) == 2000
    assert len({word for code in drawn for word in code.split()}) == len(receipt_code.words())


@given(st.lists(st.sampled_from(receipt_code.words()), min_size=8, max_size=8), st.data())
def test_typed_in_any_way(words, data):
    typed = f"1. {words[0]}"
    for word in words[1:]:
        typed += data.draw(SEPARATORS) + (word.upper() if data.draw(st.booleans()) else word)
    assert receipt_code.read(typed) == " ".join(words)


@given(st.text(max_size=3000))
def test_anything_else_is_mistyped(typed):
    try:
        code = receipt_code.read(typed)
    except receipt_code.Mistyped as mistyped:
        assert all(near is None or near in receipt_code.words() for near in mistyped.unknown.values())
    else:
        assert len(code.split()) == receipt_code.COUNT


def test_a_slip_is_told():
    with pytest.raises(receipt_code.Mistyped) as caught:
        receipt_code.read("acid acornn acre acts afar affix aged xqzzv")
    assert caught.value.unknown == {"acornn": "acorn", "xqzzv": None}
    with pytest.raises(receipt_code.Mistyped) as caught:
        receipt_code.read("acid acorn")
    assert (caught.value.words, caught.value.unknown) == (2, {})
    assert receipt_code.read("Yo-Yo yoyo yo yo acid acid acid acid acid").count("yoyo") == 3


def test_what_is_made_of_a_code():
    """Known answer: whoever changes the numbers locks out everybody who wrote their words down."""
    code = "acid acorn acre acts afar affix aged agent"
    made = receipt_code.secrets_of(code, SALT)
    assert made.lookup == "3d3850d4166e72d0188c2ea0d6159a6f625a1630347bf7f3981ee267cdf95391"
    assert made.key.hex() == "e66ad9dba4074517d482de65485659c49c5f7f63597689e466dee902a4e30078"
    others = [
        receipt_code.secrets_of(code, b"t" * 32),
        receipt_code.secrets_of(code.replace("acid", "acorn"), SALT),
        receipt_code.secrets_of(" ".join(reversed(code.split())), SALT),
    ]
    assert (
        len({made.lookup, made.key.hex(), *(o.lookup for o in others), *(o.key.hex() for o in others)}) == 8
    )


def test_drawers_are_filled_alike():
    counts = [0] * receipt_code.DRAWERS
    for _ in range(20_000):
        counts[receipt_code.drawer(receipt_code.draw(), SALT)] += 1
    assert min(counts) > 100
    assert max(counts) < 220


# ---- the brake
@given(
    st.integers(1, 5),
    st.integers(1, 50),
    st.lists(st.integers(0, 100), max_size=30),
    st.integers(0, 120),
)
@settings(max_examples=500)
def test_never_more_than_allowed(most, seconds, at, now):
    """Against the definition: fewer than ``most`` in the ``seconds`` before; and when the wait is over, it is over."""
    rule = brake.Brake(most, seconds)
    moments = [EPOCH + timedelta(seconds=second) for second in at]
    wait = rule.wait(moments, EPOCH + timedelta(seconds=now))
    inside = [second for second in at if second > now - seconds]
    assert (wait == 0) == (len(inside) < most)
    if wait and max(at) <= now:
        assert rule.wait(moments, EPOCH + timedelta(seconds=now + wait)) == 0
        assert wait == 1 or rule.wait(moments, EPOCH + timedelta(seconds=now + wait - 1)) > 0


class _Centre:
    """The rules of the server with a clock that is set by hand: real codes, real drawers, the real brake."""

    def __init__(self, codes):
        self.codes, self.drawers = set(codes), {}
        self.looked_at = self.refused = self.opened = 0

    def knock(self, code, now):
        moments = self.drawers.setdefault(receipt_code.drawer(code, SALT), [])
        since = now - timedelta(seconds=brake.GUESSES.seconds)
        del moments[: bisect.bisect_right(moments, since)]  # what the brake does not count
        if brake.GUESSES.wait(moments, now):
            self.refused += 1
        elif code in self.codes:
            self.opened += 1
        else:
            self.looked_at += 1
            moments.append(now)


def test_a_million_guesses():
    """A million guesses, a hundred a second, against a thousand complaints: none opens, and nearly none is even looked at."""
    words, draw = receipt_code.words(), random.Random(5)
    centre = _Centre(receipt_code.draw() for _ in range(1000))
    holder = next(iter(centre.codes))
    for number in range(1_000_000):
        code = " ".join(draw.choices(words, k=receipt_code.COUNT))
        centre.knock(code, EPOCH + timedelta(seconds=number / 100))
    assert centre.opened == 0
    windows = 1_000_000 / 100 / brake.GUESSES.seconds + 1
    assert centre.looked_at <= brake.GUESSES.most * receipt_code.DRAWERS * windows
    assert centre.looked_at < 50_000
    # The holder of a code gets in again as soon as the guessing has stopped for ten minutes.
    centre.knock(holder, EPOCH + timedelta(seconds=10_000 + brake.GUESSES.seconds))
    assert centre.opened == 1
    # As fast as the brake lets anybody, for a hundred years, against ten thousand complaints:
    a_year = 365 * 24 * 3600 / brake.GUESSES.seconds * brake.GUESSES.most * receipt_code.DRAWERS
    assert a_year * 100 * 10_000 / 2 ** receipt_code.bits() < 1e-9


def test_whoever_guesses_slowly_stops_nobody():
    """With one drawer full, every other is open."""
    centre, now = _Centre(()), EPOCH
    code = receipt_code.draw()
    for _ in range(brake.GUESSES.most + 5):
        centre.knock(code, now)
    assert centre.refused == 5
    others = {receipt_code.drawer(other, SALT): other for other in (receipt_code.draw() for _ in range(5000))}
    others.pop(receipt_code.drawer(code, SALT))
    for other in others.values():
        centre.knock(other, now)
    assert centre.refused == 5
