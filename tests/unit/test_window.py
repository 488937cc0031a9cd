# SPDX-License-Identifier: LGPL-3.0-or-later
"""The address that is to be seen through the window of an envelope."""

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

window = tool("window")


def test_an_ordinary_address():
    text = "Carol Client\n\n 12  High Street,\nSouthall\nUB1 1AA\n"
    assert window.lines(text) == ["Carol Client", "12 High Street", "Southall", "UB1 1AA"]
    assert not window.is_too_wide(text)
    assert window.lines("") == window.lines(None) == window.lines(" \n,\n") == []


def test_too_many_lines_share():
    text = "Carol Client\nc/o The Refuge\nFlat 3\nThe Laurels\n12 High Street\nOld Town\nSouthall\nMiddlesex\nUB1 1AA"
    found = window.lines(text)
    assert len(found) == window.LINES
    assert (found[0], found[-1]) == ("Carol Client", "UB1 1AA")
    assert "Flat 3" in ", ".join(found)


def test_a_line_that_would_be_cut():
    assert window.is_too_wide("Carol\n" + "x" * 60)


def test_a_line_with_room_below_is_two():
    name = "Department for Work and Pensions, Debt Management, Overpayments"
    assert window.lines(f"{name}\nMail Handling Site A\nWolverhampton WV98 2DF") == [
        "Department for Work and Pensions, Debt", "Management, Overpayments", "Mail Handling Site A", "Wolverhampton WV98 2DF",
    ]  # fmt: skip
    assert not window.is_too_wide(name)
    full = "\n".join([name, *"abcde"])
    assert window.lines(full) == full.split("\n")
    assert window.is_too_wide(full)


@given(st.text(alphabet="ab ,\n", max_size=400), st.integers(1, 8))
def test_what_can_be_seen_whole_is(text, most):
    found = window.lines(text, most)
    for line in found:
        assert len(line) <= window.WIDTH or len(found) == most or " " not in line[1 : window.WIDTH + 1]


@given(st.text(max_size=400), st.integers(1, 8))
def test_nothing_is_lost(text, most):
    found = window.lines(text, most)
    assert len(found) <= most
    assert all(line.strip() for line in found)
    signs = re.sub(r"[\s,]", "", text)
    assert re.sub(r"[\s,]", "", "".join(found)) == signs
    assert window.lines("\n".join(found), most) == found
