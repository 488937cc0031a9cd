# SPDX-License-Identifier: LGPL-3.0-or-later
"""Every door of the installed server is knocked at by a channel, or somebody has said why it need not be.

Runs after the channels: what they knocked at is counted.
"""

import inventory
import pytest
from channels import CHANNELS, RAN
from person import Person

from tests.structure import doors

WHOLE = "the channels have not all been tried: run the whole layer"


@pytest.fixture(scope="module")
def offered(centre):
    return inventory.taken(centre)


def test_every_route_is_listed(offered):
    there, _invented = offered
    new, gone = doors.new_and_gone(there.routes, doors.listed_routes())
    assert not new, (
        "the server has these routes, and no list has them: add them to tests/structure/routes.csv"
    )
    assert not gone


def test_every_route_without_a_reason_was_knocked_at(offered):
    assert {channel.name for channel in CHANNELS} == RAN, WHOLE
    reached = offered[0].reached(Person.knocked)
    expected = {route for route, reason in doors.listed_routes().items() if not reason}
    assert not _lines(expected - reached)


def test_every_method_is_listed(offered):
    there, _invented = offered
    new = there.defined() - doors.listed_methods().keys()
    assert not new, "a remote caller can name these: add them to tests/structure/methods.csv"


def test_every_method_without_a_reason_was_called(offered):
    assert {channel.name for channel in CHANNELS} == RAN, WHOLE
    called = offered[0].called(Person.called)
    expected = {method for method, reason in doors.listed_methods().items() if not reason}
    assert not _lines(expected - called)


def _lines(doors_left):
    return "\n".join(" ".join(door) for door in sorted(doors_left))


def test_a_route_and_a_method_more_are_found(offered):
    there, invented = offered
    assert invented.routes - there.routes == {("/invented/<int:number>", "GET")}
    assert invented.defined() - there.defined() == {("wlec.case", "invented")}
    new, _gone = doors.new_and_gone(invented.routes, doors.listed_routes())
    assert new == [("/invented/<int:number>", "GET")]
    assert invented.defined() - doors.listed_methods().keys() == {("wlec.case", "invented")}
