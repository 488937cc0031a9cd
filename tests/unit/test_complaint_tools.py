# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who is too close to a complaint, and the filling in of letters."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import tool

TOOLS = Path(__file__).resolve().parents[2] / "wlec_confidentiality" / "tools"


independence, letter_text = tool("independence"), tool("letter_text")
PEOPLE = st.integers(0, 12)


def test_nobody_judges_their_own_cause():
    # 1 is the director; 2 manages 3 and 4; 5 reports to 3.
    chart = {2: 1, 3: 2, 4: 2, 5: 3}
    assert independence.too_close([3], chart) == {3: "subject", 5: "report", 2: "manager"}
    assert independence.too_close([2], chart) == {
        2: "subject", 3: "report", 4: "report", 5: "report", 1: "manager",
    }  # fmt: skip
    assert independence.too_close([], chart) == {}
    assert independence.too_close([1], {1: 1}) == {1: "subject"}


@settings(max_examples=500)
@given(st.sets(PEOPLE, max_size=4), st.dictionaries(PEOPLE, PEOPLE, max_size=12))
def test_all_and_only_those_too_close(subjects, chart):
    """Against a closure found by repetition; circles among them."""
    below = set(subjects)
    for _round in range(14):
        below |= {person for person, manager in chart.items() if manager in below}
    managers = {chart[subject] for subject in subjects if subject in chart}
    found = independence.too_close(subjects, chart)
    assert set(found) == below | managers
    assert {person for person, why in found.items() if why == "subject"} == subjects
    assert {person for person, why in found.items() if why == "report"} == below - subjects
    assert {person for person, why in found.items() if why == "manager"} == managers - below


def test_places():
    assert letter_text.places("Dear you, {reference} of { received }") == {"reference", "received"}
    assert letter_text.unknown("{reference} {object.env} {", ["reference"]) == ["object.env", "{"]
    assert letter_text.unknown("{reference}", ["reference"]) == []
    with pytest.raises(KeyError):
        letter_text.fill("{nothing}", {})


def test_what_is_filled_in_is_not_looked_at_again():
    assert letter_text.fill("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"
    assert letter_text.fill("One\n\n{empty}\n\nTwo", {"empty": ""}) == "One\n\nTwo"
    assert letter_text.fill("{0.__class__}{x}", {"0.__class__": "no", "x": ""}) == "no"


def test_paragraphs():
    assert letter_text.paragraphs("One\nline\n\n \nTwo") == [["One", "line"], ["Two"]]
    assert letter_text.paragraphs("  ") == []


@given(st.text(st.characters(exclude_characters="{}\r\n")), st.text(st.characters(exclude_characters="\r\n")))
def test_any_text_is_kept(before, told):
    """Whatever a person writes into a place comes out as it was written."""
    assert letter_text.fill(f"[{before}|{{told}}]", {"told": told}) == f"[{before}|{told}]"
