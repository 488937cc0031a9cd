# SPDX-License-Identifier: LGPL-3.0-or-later
"""Numbers as people type them, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

read = tool("typed_number").read
MOST = 2**31 - 1


@given(st.integers(0, MOST), st.integers(0, 9000))
def test_every_number_up_to_the_most(number, zeros):
    assert read(number, MOST) == read("0" * zeros + str(number), MOST) == number


@given(st.integers(MOST + 1) | st.integers(max_value=-1))
def test_no_other(number):
    assert read(number, MOST) is None


@given(st.text() | st.none() | st.floats() | st.lists(st.integers()) | st.booleans())
def test_anything_else_is_none_or_a_number_in_reach(text):
    found = read(text, 100)
    assert found is None or (0 <= found <= 100 and int(text) == found)


@pytest.mark.parametrize("text", ["9" * 5000, "²", "٣", "1_0", " 5", "+5", "5.0", "", "\x00", "0x5", "None"])
def test_what_only_looks_like_one(text):
    assert read(text, MOST) is None


# ---- ids, as Odoo and PostgreSQL would read them
ids_in = tool("typed_number").ids_in


@pytest.mark.parametrize("sent", [5, "5", " 5", "+5", "05", "0_5", "5\n", 5.0, "0x5", "0b101", " 0o5 ", "٥"])
def test_five_in_all_its_dresses(sent):
    assert ids_in([sent]) == {5}


@pytest.mark.parametrize("sent", [5.1, 5.5, 5.9])
def test_between_two_it_is_both(sent):
    assert ids_in([sent]) == {5, 6}


@pytest.mark.parametrize(
    "sent", [True, False, None, "", "x", [5], {}, "9" * 5000, 2**31, "2147483648", -5, 0, 1e300, float("inf"), float("nan"), "5,6", b"5"]
)  # fmt: skip
def test_no_id(sent):
    assert ids_in([sent]) == set()


@given(st.lists(st.integers() | st.text() | st.floats() | st.lists(st.integers()) | st.none()))
def test_never_an_error(sent):
    assert all(0 < number < 2**31 for number in ids_in(sent))
