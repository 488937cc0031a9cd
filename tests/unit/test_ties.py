# SPDX-License-Identifier: LGPL-3.0-or-later
"""Ties between staff and clients: what counts as near, and what is said of it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

ties = tool("ties")
Contact = ties.Contact

ANN = Contact(1, "Ann Okafor", "3 Mill Lane", "W5 1AA", "020 7946 0018", "ann@example.org")


def kinds(client, *others):
    return [kind for key, _person, kind in ties.between([ANN], [client, *others]) if key == client.key]


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (Contact(7, "Ms Ann OKÁFOR", "3, Mill Lane", "w51aa"), ["self"]),
        (Contact(7, "A. B.", email="ANN@example.org "), ["self"]),
        (Contact(7, "Joe Okafor", "3 Mill Lane", "W5 1AA"), ["household"]),
        (Contact(7, "Joe Smith", "3 Mill Lane", "W5 1AA"), ["address"]),
        (Contact(7, "Joe Smith", "5 Mill Lane", "W5 1AA", "+44 20 7946 0018"), ["telephone"]),
        (Contact(7, "Joe Smith", "3 Mill Lane", "W5 1AA", "+44 20 7946 0018"), ["address", "telephone"]),
        (Contact(7, "Joe Okafor"), ["rare_surname"]),
        (Contact(7, "Okafor"), []),  # one word: nobody knows which name it is
        (Contact(7, "Joe Smith", "Mill Lane", "W5 1AA"), []),  # no house
        (Contact(7, "Joe Smith", "3 Mill Lane", ""), []),
        (Contact(7, "Joe Smith", phone="0018"), []),
        (Contact(7), []),
    ],
)
def test_what_is_near(client, expected):
    assert kinds(client) == expected


def test_a_name_that_many_clients_have():
    others = [Contact(number, "Someone Okafor") for number in (8, 9)]
    assert kinds(Contact(7, "Joe Okafor"), *others) == ["surname"]


def test_what_a_client_was_called_before_makes_no_name_rare():
    """Nor does it make one frequent: names are counted once a client."""
    everybody = [Contact(number, "Someone Okafor") for number in (7, 8, 9)]
    before = [Contact((7, note), "Joe Okafor", f"{note} Elm Road", "W5 1AA") for note in range(5)]
    assert {kind for _key, _person, kind in ties.between([ANN], before, everybody)} == {"surname"}
    assert {kind for _key, _person, kind in ties.between([ANN], before, everybody[:2])} == {"rare_surname"}


def test_one_who_has_the_same_whole_name_is_not_the_same_person():
    assert kinds(Contact(7, "Ann Okafor", "9 Hill Road", "W5 1AA")) == ["rare_surname"]


def test_households_of_the_staff():
    staff = [
        ANN,
        Contact(2, "Ben", "3 mill lane", "W51AA"),
        Contact(3, "Cy", "4 Mill Lane", "W5 1AA"),
        Contact(4, "Di"),
    ]
    assert ties.mates(staff) == {1: frozenset({2}), 2: frozenset({1})}


_TEXT = st.text(max_size=12)
_CONTACTS = st.lists(
    st.builds(Contact, st.integers(1, 50), _TEXT, _TEXT, _TEXT, _TEXT, _TEXT),
    max_size=6,
    unique_by=lambda c: c.key,
)


@given(_CONTACTS, _CONTACTS)
def test_any_text_there_is(staff, clients):
    allowed = {"self", "household", "address", "telephone", "surname", "rare_surname"}
    for client, person, kind in ties.between(staff, clients):
        assert client in {c.key for c in clients} and person in {p.key for p in staff} and kind in allowed


@given(_CONTACTS)
def test_people_without_anything_known_are_near_nobody(clients):
    assert not list(ties.between([Contact(1), Contact(2)], clients))


_DAY = datetime(2026, 11, 1)
_MOMENTS = st.integers(0, 90).map(lambda days: _DAY + timedelta(days=days))
_TIES = st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(["address", "telephone"]))


@given(
    st.dictionaries(_TIES, st.none() | _MOMENTS),
    st.sets(_TIES),
    st.dictionaries(_TIES, _MOMENTS),
    st.integers(0, 90),
)
def test_over_time(known, found, were, days):
    """What holds, holds; what held is known for so long, until the later of two ends; nothing else is."""
    now = _DAY + timedelta(days=90)
    oldest = now - timedelta(days=days)
    kept = ties.over_time(known, found, were, now, oldest)
    assert {tie for tie, until in kept.items() if until is None} == found
    assert kept.keys() <= known.keys() | found | were.keys()
    assert all(until is None or oldest <= until <= now for until in kept.values())
    for tie in (known.keys() | were.keys()) - found:
        ends = [all_[tie] or now for all_ in (known, were) if tie in all_]
        assert kept.get(tie) == (max(ends) if max(ends) >= oldest else None)
    again = ties.over_time(kept, found, {}, now, oldest)
    assert again == kept
