# SPDX-License-Identifier: LGPL-3.0-or-later
"""“Question this”: a number made up leads nowhere, looking changes nothing, and whoever it was never sees the complaint."""

import re

import pytest

from tests.support.client import RpcError

from .conftest import attempt
from .histories import PAGE, carols_file, insert, tokens


@pytest.fixture
def file(people, centre):
    return carols_file(people, centre)


def _complaints(centre):
    return centre.sql("SELECT count(*), count(questioned_event_id) FROM wlec_breach_complaint")[0]


FORGED = ("1", "0", "-1", "4711", "x" * 100, "gAAAAABl", "A" * 5000, "%00", "1 OR 1=1")


@pytest.mark.parametrize("token", FORGED)
def test_a_made_up_token_leads_nowhere_and_leaves_no_trace(people, centre, token):
    before, carol = _complaints(centre), people["carol"]
    since = centre.last_event()
    assert carol.get("/my/complaints/new", params={"access": token}).status_code == 404
    assert carol.get(PAGE, params={"before": token}).status_code == 404
    form = {"description": "x", "contact_by": "portal", "access": token}
    assert carol.post("/my/complaints/new", form).status_code == 404
    assert carol.post("/my/complaints/new", {**form, "save": "1"}).status_code == 404
    assert _complaints(centre) == before
    assert not [row for row in centre.events(since) if row["model"] != "res.partner"]


def test_another_clients_token_is_as_good_as_none(people, centre, file):
    token, before = tokens(people["carol"])[0], _complaints(centre)
    since = centre.last_event()
    for login in ("chris", "alice", "bob", "otto", "sam"):
        answer = people[login].get("/my/complaints/new", params={"access": token})
        other = people[login].get("/my/complaints/new", params={"access": "x"})
        assert (answer.status_code, other.status_code) == (404, 404), login
        form = {"description": "x", "contact_by": "portal", "access": token}
        assert people[login].post("/my/complaints/new", form).status_code == 404, login
        assert people[login].get(PAGE, params={"before": token}).status_code == 404
    assert _complaints(centre) == before
    assert not [row for row in centre.events(since) if row["model"] == "wlec.access.event"]


def test_looking_changes_nothing_and_the_button_decides(people, centre, file, expect_log):
    expect_log(r"^WARNING odoo\.http: No CSRF validation token provided")
    carol, before = people["carol"], _complaints(centre)
    token = tokens(carol)[0]
    for _ in range(3):
        page = carol.get("/my/complaints/new", params={"access": token})
        carol.http.head(f"{carol.url}/my/complaints/new?access={token}", timeout=60)
    assert _complaints(centre) == before
    assert (
        "You are asking about this" in page.text
        and "I would like to know whether this was right" in page.text
    )
    form = {"description": "Was this right?", "contact_by": "portal", "access": token}
    carol.post("/my/complaints/new", form, csrf=False)
    assert _complaints(centre) == before
    key = re.search(r'name="submission_key" value="([0-9a-f]{32})"', page.text)[1]
    for _ in range(2):  # pressed twice
        carol.post("/my/complaints/new", {**form, "submission_key": key})
    assert _complaints(centre) == (before[0] + 1, before[1] + 1)


def test_whoever_it_was_never_sees_the_complaint_and_the_handler_sees_the_access(people, centre, file):
    carol = people["carol"]
    form = {"description": "Was this right?", "contact_by": "portal", "access": tokens(carol)[0]}
    answer = carol.post("/my/complaints/new", form, allow_redirects=False)
    number = int(re.search(r"/my/complaints/(\d+)", answer.headers["Location"])[1])
    ((actor, case, event, handler),) = centre.sql(
        "SELECT e.actor_id, c.case_id, e.id, u.login FROM wlec_breach_complaint c JOIN wlec_access_event e"
        " ON e.id = c.questioned_event_id JOIN res_users u ON u.id = c.handler_id WHERE c.id = %s",
        number,
    )  # fmt: skip
    assert (actor, case) == (people["alice"].uid, file["id"])
    assert centre.sql("SELECT user_id FROM wlec_complaint_subject_rel WHERE complaint_id = %s", number) == [
        (actor,)
    ]
    ((name,),) = centre.sql("SELECT name FROM wlec_breach_complaint WHERE id = %s", number)
    assert name not in attempt(people["alice"].call, "wlec.breach.complaint", "read", [number], ["name"])
    with pytest.raises(RpcError):
        people["alice"].button("wlec.breach.complaint", "action_view_questioned", [number])
    action = people[handler].button("wlec.breach.complaint", "action_view_questioned", [number])
    assert (action["res_model"], action["res_id"]) == ("wlec.access.event", event)
    [seen] = people[handler].call(
        "wlec.access.event",
        "web_read",
        [event],
        {"at": {}, "actor_id": {"fields": {"display_name": {}}}, "what": {}},
    )
    assert seen["actor_id"]["id"] == actor
    for login in ("bob", "fred", "sam", "carol", "chris", "tara"):
        with pytest.raises(RpcError):
            people[login].button("wlec.breach.complaint", "action_view_questioned", [number])
    with pytest.raises(RpcError):
        people[handler].call("wlec.breach.complaint", "read", [number], ["questioned_event_id"])
    with pytest.raises(RpcError):
        people[handler].call("wlec.breach.complaint", "write", [number], {"questioned_event_id": 1})


def test_an_officers_access_is_handled_by_somebody_else(people, centre, file):
    event = insert(centre, file, people["otto"].uid)
    token = next(iter(tokens(people["carol"])))
    form = {"description": "Was this right?", "contact_by": "portal", "access": token}
    answer = people["carol"].post("/my/complaints/new", form, allow_redirects=False)
    number = int(re.search(r"/my/complaints/(\d+)", answer.headers["Location"])[1])
    ((questioned, handler, name),) = centre.sql(
        "SELECT questioned_event_id, handler_id, name FROM wlec_breach_complaint WHERE id = %s", number
    )
    assert questioned == event and handler != people["otto"].uid
    assert name not in attempt(people["otto"].call, "wlec.breach.complaint", "read", [number], ["name"])
