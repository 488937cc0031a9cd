# SPDX-License-Identifier: LGPL-3.0-or-later
"""A client's pages tell nothing: neither of rows that are kept from them, nor of the numbers of other people's records. (How long they
take is measured in ``tests/perf``.)"""

import re

import pytest

from .watched import DAYS, DEEDS, MISSING, answer, carols, matter, read  # noqa: F401 (fixtures)


def test_what_is_kept_from_a_client_costs_no_bytes(people, matter):  # noqa: F811
    carol = people["carol"]
    sizes = {name: set() for name in DAYS}
    for _turn in range(3):
        for name, day in DAYS.items():
            _taken, text = read(carol, day)
            sizes[name].add(len(text))
            assert text.count("access=") >= 1
    assert sizes["quiet"] == sizes["a matter of others"]


@pytest.mark.parametrize("login", ["chris", "fred", "sam"])
def test_other_peoples_numbers_answer_as_none(people, carols, login):  # noqa: F811
    client = people[login]
    token = client.csrf_token()
    pages = [(path, number, None) for path, number in carols.items()]
    pages += [
        (path, carols[path.rpartition("/")[0]], {**fields, "csrf_token": token})
        for path, fields in DEEDS.items()
    ]
    for path, number, form in pages:
        (_, closed), (_, nothing) = (answer(client, path, one, form) for one in (number, MISSING))
        assert closed.startswith(("404", "403")), path
        assert re.sub(rf"\b{number}\b", "#", nothing) == closed, path
