# SPDX-License-Identifier: LGPL-3.0-or-later
"""Characters for which there is no font: signs become words, letters are named by their script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

unprintable = tool("unprintable")


@pytest.mark.parametrize(
    ("text", "missing", "said"),
    [
        ("Thank you 👍", "👍", "Thank you [thumbs up sign]"),
        ("👍🏽 and ❤️", "👍🏽\ufe0f", "[thumbs up sign] and ❤"),
        ("সালাম 👍", "সালাম👍", "সালাম [thumbs up sign]"),
        ("nothing is missing 👍", "", "nothing is missing 👍"),
    ],
)
def test_signs_are_spelled_out(text, missing, said):
    assert unprintable.spelled_out(text, missing) == said


@pytest.mark.parametrize(
    ("letters", "scripts"),
    [
        ("প্রিয়", ["Bengali"]),
        ("王小明", ["Chinese"]),
        ("ውድ", ["Amharic or Tigrinya"]),
        ("பिય", ["Gujarati", "Hindi or Nepali", "Tamil"]),
        ("👍\ufe0f", []),
    ],
)
def test_scripts_have_names(letters, scripts):
    assert unprintable.scripts(letters) == scripts


@given(st.text(), st.text())
def test_no_letter_is_lost_and_no_sign_is_left(text, missing):
    out = unprintable.spelled_out(text, missing)
    letters = [c for c in text if unprintable.is_letter(c)]
    left = iter(out)
    assert all(letter in left for letter in letters), "in their order"
    assert not any(sign in out for sign in missing if not unprintable.is_letter(sign) and sign not in "[]- ")
    assert bool(unprintable.scripts(missing)) <= any(map(unprintable.is_letter, missing))
