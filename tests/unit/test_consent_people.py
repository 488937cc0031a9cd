# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who can consent for a client: every combination of facts, and the words they agree to."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.consent_tools import people, text

YES_NO = (False, True)
KINDS = (None, *sorted(people.REPRESENTATIVES))


def _all():
    for capacity, minor, kind in itertools.product(
        (None, "can", "cannot"), (None, "16_17", "competent", "not_competent"), KINDS
    ):
        for flags in itertools.product(YES_NO, repeat=8):
            names = (
                "capacity_assessed", "minor_assessed", "parent_told", "representative_named", "authority", "benefits",
                "proceedings", "portal",
            )  # fmt: skip
            yield people.Facts(
                capacity=capacity, minor=minor, representative=kind, **dict(zip(names, flags, strict=True))
            )


def test_every_combination():
    """21,504 of them: who can say yes, and only they."""
    count = valid = 0
    for facts in _all():
        count += 1
        if people.gaps(facts):
            continue
        valid += 1
        unable = facts.capacity == "cannot" or facts.minor == "not_competent"
        assert facts.representative or not unable, "somebody who cannot decide this has said yes"
        assert not facts.representative or (facts.authority and facts.representative_named)
        assert not (facts.representative and facts.portal), (
            "somebody else has answered in the client's portal"
        )
        assert not facts.capacity or facts.capacity_assessed
        assert facts.minor not in ("competent", "not_competent") or (
            facts.minor_assessed and facts.parent_told
        )
        if facts.capacity == "cannot":
            assert facts.representative in people.FOR_WHO_CANNOT
        if facts.minor == "not_competent":
            assert facts.representative in ("parental_responsibility", "litigation_friend", "deputy")
        if facts.representative == "parental_responsibility":
            assert facts.minor == "not_competent", (
                "a parent has decided over the head of a child who understands"
            )
    assert count == 3 * 4 * 7 * 2**8
    assert 0 < valid < count


def test_an_adult_nobody_doubts_needs_nothing():
    assert people.gaps(people.Facts()) == []
    assert people.gaps(people.Facts(portal=True)) == []
    assert people.gaps(people.Facts(minor="16_17")) == []


@given(st.sampled_from(list(itertools.islice(_all(), 0, None, 97))))
def test_more_evidence_never_hurts(facts):
    before = set(people.gaps(facts))
    for name in ("capacity_assessed", "minor_assessed", "parent_told", "representative_named", "authority"):
        assert set(people.gaps(facts._replace(**{name: True}))) <= before


# ---- names
@pytest.mark.parametrize(
    ("typed", "known", "same"),
    [
        ("Carol Byrne", "Carol Byrne", True),
        ("  carol   BYRNE ", "Carol Byrne", True),
        ("Byrne, Carol", "Carol Byrne", True),
        ("Carol Ann Byrne", "Carol Byrne", True),
        ("Carol Byrne", "Carol Ann Byrne", True),
        ("Maria Lacatus", "Maria Lăcătuș", True),
        ("Sean OBrien", "Seán O'Brien", True),
        ("محمد علي", "محمد علي", True),
        ("Carol", "Carol Byrne", False),
        ("Byrne", "Carol Byrne", False),
        ("Carol Smith", "Carol Byrne", False),
        ("", "Carol Byrne", False),
        ("...", "Carol Byrne", False),
        ("Carol Byrne", "", False),
        ("Carol", "Carol", True),
    ],
)
def test_whose_name(typed, known, same):
    assert text.same_name(typed, known) is same


# ---- the text
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=80)), max_size=5), st.text(max_size=200))
def test_the_text_can_be_kept_and_shown(rows, wording):
    said = text.statement("Title", rows, wording)
    said.encode()
    assert "\r" not in said
    assert not set(said) & set("\u202e\u2066\u200e\x00\x1b")
    assert len(text.fingerprint(said)) == 64


def test_another_text_has_another_fingerprint():
    one = text.statement("T", [("Who", "A")], "W")
    assert text.fingerprint(one) != text.fingerprint(text.statement("T", [("Who", "B")], "W"))
    assert text.statement("T", [("Who", "A\r\nB")], "W") == "T\n\nWho:\n  A\n  B\n\nW"
