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
from tests.support.pure_tools import tool

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


def test_drawers():
    """One for each two words in their place; nobody without the secret knows the number."""
    code = "acid acorn acre acts afar affix aged agent"
    made = receipt_code.drawers(code, SALT)
    assert len(set(made)) == receipt_code.COUNT // 2
    assert all(0 <= drawer < 2**63 for drawer in made)
    assert receipt_code.drawers("acid acorn " * 4, SALT)[0] == made[0]
    assert len(set(receipt_code.drawers("acid acorn " * 4, SALT))) == 4  # the same words elsewhere are others
    assert not set(made) & set(receipt_code.drawers(code, b"t" * 32))
    changed = receipt_code.drawers(code.replace("afar", "acid"), SALT)
    assert [one == other for one, other in zip(made, changed, strict=True)] == [True, True, False, True]


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
        drawers = receipt_code.drawers(code, SALT)
        since = now - timedelta(seconds=brake.GUESSES.seconds)
        full = [moments for drawer in drawers if (moments := self.drawers.get(drawer))]
        for moments in full:
            del moments[: bisect.bisect_right(moments, since)]  # what the brake does not count
        if any(brake.GUESSES.wait(moments, now) for moments in full):
            self.refused += 1
        elif code in self.codes:
            self.opened += 1
        else:
            self.looked_at += 1
            for drawer in drawers:
                self.drawers.setdefault(drawer, []).append(now)


def test_a_million_guesses():
    """A million guesses, a hundred a second, against a thousand complaints: none opens; and all the while every one of the thousand
    gets in."""
    words, draw = receipt_code.words(), random.Random(5)
    centre = _Centre(receipt_code.draw() for _ in range(1000))
    holders, inside = sorted(centre.codes), 0
    for number in range(1_000_000):
        now = EPOCH + timedelta(seconds=number / 100)
        centre.knock(" ".join(draw.choices(words, k=receipt_code.COUNT)), now)
        if number % 1000 == 999:
            inside += 1
            before = centre.opened
            centre.knock(holders[number // 1000], now)
            assert centre.opened == before + 1, f"{number} guesses keep somebody out"
    assert centre.opened == inside == 1000


@pytest.mark.parametrize("missing", range(1, 8))
def test_whoever_knows_some_of_the_words_is_stopped(missing):
    """Seen over a shoulder: all words but some. Ten tries a second for an hour, wherever the missing ones are: what is looked at is
    so little that the whole would take this long."""
    draw, words = random.Random(missing), receipt_code.words()
    code = receipt_code.draw().split()
    centre, seconds = _Centre(()), 3600
    places = draw.sample(range(receipt_code.COUNT), missing)
    for number in range(seconds * 10):
        guess = [draw.choice(words) if place in places else word for place, word in enumerate(code)]
        if guess != code:
            centre.knock(" ".join(guess), EPOCH + timedelta(seconds=number / 10))
    windows = seconds / brake.GUESSES.seconds
    known_pairs = sum(not {place, place + 1} & set(places) for place in range(0, receipt_code.COUNT, 2))
    if known_pairs:
        assert centre.looked_at <= brake.GUESSES.most * windows
    # One word is missing: a day and a half for the 1,295 there are. Two: five years. Three: seven thousand.
    hours = len(words) ** missing / _most_an_hour(known_pairs, centre.looked_at / (seconds / 3600))
    assert hours > {1: 35, 2: 5 * 8760}.get(missing, 2_000 * 8760)


def _most_an_hour(known_pairs, seen):
    """What the brake lets anybody look at in an hour; where they know one word of each pair, 1,295 drawers of each are theirs."""
    windows = 3600 / brake.GUESSES.seconds
    return max(seen, brake.GUESSES.most * windows * (1 if known_pairs else len(receipt_code.words())))


def test_as_fast_as_a_server_can():
    """A thousand a second for a hundred years - far more than scrypt lets any server look at -, against ten thousand complaints."""
    tries = 1000 * 3600 * 24 * 365 * 100
    assert tries * 10_000 / 2 ** receipt_code.bits() < 1e-5


def test_how_many_are_kept_out_by_whoever_tries_to():
    """Thirty-two a second, as many as two cores can look at, all spent on filling drawers: fewer than one holder in fifty."""
    filled = (
        32 * brake.GUESSES.seconds / brake.GUESSES.most
    )  # of each of the four kinds: a try counts in one of each
    share = 1 - (1 - filled / len(receipt_code.words()) ** 2) ** (receipt_code.COUNT // 2)
    assert share < 0.01


def test_a_slip_of_the_pen_six_times():
    """Whoever mistypes one word is asked to wait after six tries, and nobody else is."""
    centre, now = _Centre(()), EPOCH
    code = receipt_code.draw()
    for _ in range(brake.GUESSES.most + 5):
        centre.knock(code, now)
    assert centre.refused == 5
    others = [receipt_code.draw() for _ in range(5000)]
    theirs = set(receipt_code.drawers(code, SALT))
    for other in (one for one in others if not theirs & set(receipt_code.drawers(one, SALT))):
        centre.knock(other, now)
    assert centre.refused == 5
