# SPDX-License-Identifier: LGPL-3.0-or-later
"""Published numbers: of nobody can it be worked out that they are among them, also from a total beside them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

small = tool("small_numbers")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"),
        (1, "1 to 7"),
        (7, "1 to 7"),
        (8, "10"),
        (12, "10"),
        (13, "15"),
        (17, "15"),
        (18, "20"),
        (998, "1000"),
    ],
)
def test_the_published_rule(count, text):
    assert small.shown(count) == text


@given(st.integers(1, 5_000))
def test_no_number_but_nothing_stands_for_one_count(count):
    behind = small.preimage(small.shown(count))
    assert count in behind
    assert len(behind) >= small.BASE


def _tables(printed, total=None):
    """Every table that would be printed the same: what somebody who reads it can know."""
    for table in itertools.product(*(small.preimage(text) for text in printed)):
        if total is None or small.shown(sum(table)) == total:
            yield table


def test_no_cell_follows_from_the_others_and_the_total():
    withheld = 0
    for cells in itertools.combinations_with_replacement(range(11), 3):
        printed, total = [small.shown(cell) for cell in cells], small.shown(sum(cells))
        if not small.is_safe(cells, total=sum(cells)):
            withheld += 1
            total = None
        possible = list(_tables(printed, total))
        assert cells in possible
        for place, cell in enumerate(cells):
            assert not cell or len({table[place] for table in possible}) > 1, (cells, place)
    assert withheld, "the attack finds nothing: it is not one"


@given(st.lists(st.integers(0, 12), min_size=2, max_size=3), st.integers(0, 12))
def test_nor_from_another_table_of_the_same_people(first, cell):
    second = [cell, max(0, sum(first) - cell)]
    if sum(second) != sum(first) or not small.is_safe(first, second):
        return
    sums = {sum(table) for table in _tables(small.shown(c) for c in second)}
    possible = [table for table in _tables([small.shown(c) for c in first]) if sum(table) in sums]
    for place, count in enumerate(first):
        assert not count or len({table[place] for table in possible}) > 1


@given(st.integers(0, 500), st.integers(0, 500))
def test_shares(part, rest):
    text = small.share(part, part + rest)
    if part + rest < small.FEWEST_FOR_A_SHARE or 0 < part <= small.FEW or 0 < rest <= small.FEW:
        assert text == "–"
    else:
        assert abs(int(text.split()[0]) - 100 * part / (part + rest)) <= 3


def test_typical():
    assert small.typical([3] * 7) == "–"
    assert small.typical([1, 1, 2, 3, 3, 3, 9, 200]) == "3"


def test_below_nothing():
    with pytest.raises(ValueError, match="below nothing"):
        small.shown(-1)
