# SPDX-License-Identifier: LGPL-3.0-or-later
"""Hidden from clients: by nobody alone, for no longer than was said, and the form tells of no access record that is closed."""

import re
from datetime import datetime, timedelta, timezone

import pytest

from tests.support.client import RpcError

from .conftest import File, attempt
from .histories import PAGE, REASON, carols_file, hiding, insert
from .known import one


@pytest.fixture
def file(people, centre):
    return carols_file(people, centre)


def test_hidden_by_two_others_and_nobody_else(people, centre, file):
    number = hiding(people, file)
    for login in ("mona", "otto", "bob", "sam", "carol", "audrey", "tara"):  # not asked for yet: alice's own
        assert REASON not in attempt(
            people[login].call, "wlec.access.hiding", "read", [number], ["reason", "name"]
        )
    people["alice"].button("wlec.access.hiding", "action_ask", [number])
    for login in ("bob", "fred", "sam", "carol", "chris", "audrey", "tara"):
        assert REASON not in attempt(people[login].call, "wlec.access.hiding", "read", [number], ["reason"])
        for action in ("action_approve", "action_refuse", "action_lift", "action_ask"):
            with pytest.raises(RpcError):
                people[login].button("wlec.access.hiding", action, [number])
    for values in (
        {"state": "approved"},
        {"approved_at": "2020-01-01 00:00:00"},
        {"ends_at": "2099-01-01 00:00:00"},
    ):
        for login in ("alice", "mona", "otto"):
            with pytest.raises(RpcError):
                people[login].call("wlec.access.hiding", "write", [number], values)
    assert "Your caseworker" in people["carol"].get(PAGE).text
    people["mona"].button("wlec.access.hiding", "action_approve", [number])
    with pytest.raises(RpcError):
        people["alice"].button("wlec.access.hiding", "action_approve", [number])
    people["otto"].button("wlec.access.hiding", "action_approve", [number])
    assert "Your caseworker" not in people["carol"].get(f"{PAGE}?own=1").text
    # The very second it ends, without anybody's doing.
    centre.sql(
        "UPDATE wlec_access_hiding SET ends_at = now() AT TIME ZONE 'UTC' - interval '1 second' WHERE id = %s",
        number,
    )
    page = people["carol"].get(PAGE).text
    assert "Your caseworker" in page and "This was not shown to you from" in page
    people["otto"].button("wlec.access.hiding", "action_lift", [number])
    assert people["otto"].call("wlec.access.hiding", "read", [number], ["state"])[0]["state"] == "lifted"


@pytest.mark.parametrize(
    "values",
    [
        {"state": "approved"}, {"approved_at": "2020-01-01 00:00:00"}, {"first_approver_id": 1}, {"case_id": 10**6},
        {"person_id": False}, {"ends_at": False}, {"provision_id": False},
    ],
)  # fmt: skip
def test_what_is_not_anybodys_to_say(people, file, values):
    with pytest.raises(RpcError):
        hiding(people, file, **values)


def test_asked_in_ones_own_name(people, file):
    number = hiding(people, file, requester_id=people["bob"].uid, name="HIDE-1")
    [made] = people["alice"].call("wlec.access.hiding", "read", [number], ["requester_id", "name"])
    assert made["requester_id"][0] == people["alice"].uid and made["name"] != "HIDE-1"
    with pytest.raises(RpcError):
        people["alice"].call("wlec.access.hiding", "unlink", [number])


def test_from_the_access_record_to_the_form(people, centre, file):
    event = people["alice"].call("wlec.access.event", "search", [["file_id", "in", [file["id"]]]], limit=1)
    action = people["alice"].button("wlec.access.event", "action_hide", event)
    assert action["context"] == {"default_case_id": file["id"], "default_event_id": event[0]}
    for login in ("bob", "sam", "carol", "fred"):
        with pytest.raises(RpcError):
            people[login].button("wlec.access.event", "action_hide", event)
    with pytest.raises(RpcError):
        people["alice"].button("wlec.access.event", "action_hide", [2**31 - 1])


MISSING = 2**31 - 13


def _asked(client, file, number):
    """What whoever fills in the form is told of this access record, by every way, without its number."""
    ends = (datetime.now(timezone.utc) + timedelta(days=9)).strftime("%Y-%m-%d %H:%M:%S")
    forbids = [["tell_client", "=", "no"], ["status", "=", "in_force"]]
    law = client.call("wlec.legal.provision", "search", forbids, limit=1)[0]
    values = {
        "case_id": file["id"],
        "event_id": number,
        "reason": REASON,
        "ends_at": ends,
        "provision_id": law,
    }
    spec, model = {"hides": {}, "event_id": {"fields": {"display_name": {}}}}, "wlec.access.hiding"
    own = one(client.call(model, "create", {**values, "event_id": False, "since": "2026-01-01 00:00:00"}))
    ways = [
        (("onchange", [], {"event_id": number}, ["event_id"], spec), {}),
        (("onchange", [], {}, [], spec), {"context": {"default_event_id": number}}),
        (("onchange", [own], {"event_id": number}, ["event_id"], spec), {}),
        (("create", values), {}),
        (("create", {**values, "event_id": False}), {"context": {"default_event_id": number}}),
        (("write", [own], {"event_id": number}), {}),
        (("web_save", [own], {"event_id": number}, spec), {}),
    ]
    told = [attempt(client.call, model, *args, **more) for args, more in ways]
    told = [re.sub(r"Traceback.*", "", one, flags=re.S).replace(str(number), "#") for one in told]
    return [re.sub(r"\d{5,}", "#", one) for one in told]


def test_the_form_tells_of_no_access_record_that_is_closed(people, centre, file):
    """When, who and what stands in the form: it would be a page through the whole log, number by number."""
    alice, other = people["alice"], File(people["bob"])
    closed = insert(centre, {"id": other.id}, people["bob"].uid)
    mine = insert(centre, file, people["alice"].uid)
    answers, missing = _asked(alice, file, closed), _asked(alice, file, MISSING)
    assert answers == missing
    assert "Bob" not in str(answers) and "Matter" not in str(answers)
    assert "Matter" in str(_asked(alice, file, mine)), "one's own is told"
