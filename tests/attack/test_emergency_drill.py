# SPDX-License-Identifier: LGPL-3.0-or-later
"""The yearly drill, carried out on a real server: it tries everything, finds what is broken, and leaves nothing behind but its result."""

import pytest

from tests.support.client import RpcError

from .conftest import attempt
from .known import one

DRILL, LINE = "wlec.emergency.drill", "wlec.emergency.drill.line"
CHECKS = {
    "closed_before", "identity", "password", "opens", "reads", "on_record", "nameless", "client", "own_review", "ends", "overdue",
    "danger", "carried_out",
}  # fmt: skip
# A hole somebody made in the database: an emergency access that does not end.
ENDLESS = """
    CREATE FUNCTION endless() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.source = 'emergency' THEN NEW.valid_to = NULL; END IF; RETURN NEW; END $$;
    CREATE TRIGGER endless BEFORE INSERT ON wlec_access_grant FOR EACH ROW EXECUTE FUNCTION endless()"""


def _kept(centre):
    """How many rows there are of everything a drill makes for a moment."""
    tables = ("wlec_case", "wlec_access_grant", "wlec_emergency_access", "res_users", "res_partner", "mail_mail", "mail_activity",
              "wlec_policy_acknowledgement", "mail_message", "wlec_access_exclusion")  # fmt: skip
    return {table: centre.sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def _plan(client, **values):
    return one(client.call(DRILL, "create", values))


def _lines(client, drill):
    found = client.call(LINE, "search_read", [["drill_id", "=", drill]], ["check", "holds", "found"])
    return {line["check"]: line for line in found}


@pytest.fixture(scope="module")
def drill(people, centre):
    """One that was carried out; what was there before and after."""
    drill = _plan(people["otto"])
    before, since = _kept(centre), centre.last_event()
    people["otto"].call(DRILL, "action_run", [drill])
    return {"id": drill, "before": before, "after": _kept(centre), "events": centre.events(since)}


def test_the_demo_centre_has_carried_out_its_own(centre):
    (first,) = centre.sql("SELECT state, ran_by_id FROM wlec_emergency_drill ORDER BY id LIMIT 1")
    (otto,) = centre.sql("SELECT id FROM res_users WHERE login = 'otto'")
    assert first == ("passed", *otto)


def test_everything_is_tried_and_holds(people, drill):
    lines = _lines(people["otto"], drill["id"])
    assert {name for name, line in lines.items() if not line["holds"]} == set(), lines
    assert lines.keys() == CHECKS
    (kept,) = people["otto"].call(DRILL, "read", [drill["id"]], ["state", "ran_by_id", "ran_at", "name"])
    assert kept["state"] == "passed"
    assert kept["ran_by_id"][0] == people["otto"].uid
    assert kept["ran_at"]


def test_nothing_of_the_practice_is_left(centre, drill):
    before, after = drill["before"], dict(drill["after"])
    after["mail_message"] = before["mail_message"]  # the drill's own line: to be done → everything held
    assert before == after
    ((active, groups, password),) = centre.sql(
        """SELECT bool_or(u.active), count(r.gid), count(u.password) FROM res_users u
             LEFT JOIN res_groups_users_rel r ON r.uid = u.id AND r.gid IN (
                SELECT res_id FROM ir_model_data WHERE module = 'wlec_confidentiality' AND model = 'res.groups')
            WHERE u.login LIKE 'wlec-drill-%%'"""
    )
    assert (active, groups, password) == (False, 0, 0)


def test_what_it_tried_is_on_record_and_explained(people, centre, drill):
    tried = [event for event in drill["events"] if event["actor_id"] != people["otto"].uid]
    assert tried
    assert {event["outcome"] for event in tried} <= {"denied", "rolled_back"}
    audrey = people["audrey"]
    ids = [event["id"] for event in tried]
    kinds = audrey.call("wlec.access.event", "read", ids, ["explanation_kind", "why", "actor_id"])
    assert {row["explanation_kind"] for row in kinds} <= {"system", "refused", "author", "assigned", "duty"}
    started = [
        event
        for event in drill["events"]
        if event["actor_id"] == people["otto"].uid and event["model"] == DRILL
    ]
    assert "inspect" in {event["action"] for event in started}


@pytest.mark.parametrize("login", ["wlec-drill-person", "wlec-drill-colleague"])
def test_nobody_logs_in_as_a_practice_person(centre, login):
    for password in ("demo", "", login):
        with pytest.raises((RpcError, AssertionError)):
            centre.login(login, password)


def test_a_hole_is_found_and_said_aloud(people, centre):
    otto = people["otto"]
    drill = _plan(otto)
    centre.sql(ENDLESS)
    try:
        otto.call(DRILL, "action_run", [drill])
    finally:
        centre.sql("DROP TRIGGER endless ON wlec_access_grant; DROP FUNCTION endless()")
    lines = _lines(otto, drill)
    assert not lines["ends"]["holds"]
    assert otto.call(DRILL, "read", [drill], ["state"])[0]["state"] == "failed"
    told = centre.sql(
        "SELECT u.login FROM mail_activity a JOIN res_users u ON u.id = a.user_id WHERE a.res_model = %s AND a.res_id = %s",
        DRILL,
        drill,
    )
    assert {"otto", "tara"} <= {login for (login,) in told}


def test_on_paper(people, drill):
    otto = people["otto"]
    action = otto.call(DRILL, "action_print", [drill["id"]])
    paper = otto.http.get(f"{otto.url}{action['url']}", timeout=60)
    assert paper.content.startswith(b"%PDF")
    for name in ("tara", "audrey"):
        assert people[name].http.get(f"{otto.url}{action['url']}", timeout=60).content.startswith(b"%PDF")
    for name in ("bob", "sam", "carol", "fred"):
        assert not people[name].http.get(f"{otto.url}{action['url']}", timeout=60).content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["alice", "bob", "mona", "tara", "audrey", "fred", "sam", "carol"])
def test_for_the_officer_alone_to_carry_out(people, name):
    drill = _plan(people["otto"])
    for method, args in (
        ("action_run", [[drill]]),
        ("create", [{}]),
        ("write", [[drill], {"due_on": "2030-01-01"}]),
    ):
        with pytest.raises(RpcError):
            people[name].call(DRILL, method, *args)


def test_nobody_writes_a_result(people, centre, drill):
    otto, planned = people["otto"], _plan(people["otto"])
    for values in (
        {"state": "passed"},
        {"ran_at": "2026-01-01 00:00:00"},
        {"ran_by_id": people["otto"].uid},
        {"line_ids": [[0, 0, {"check": "ends", "holds": True}]]},
        {"file": "eHl6"},
    ):
        for target in (planned, drill["id"]):
            with pytest.raises(RpcError):
                otto.call(DRILL, "write", [target], values)
    line = _lines(otto, drill["id"])["ends"]["id"]
    for method, args in (
        ("create", [{"drill_id": planned, "check": "ends", "holds": True}]),
        ("write", [[line], {"holds": False}]),
        ("unlink", [[line]]),
    ):
        for name in ("otto", "sam"):
            with pytest.raises(RpcError):
                people[name].call(LINE, method, *args)
    with pytest.raises(RpcError):
        otto.call(DRILL, "unlink", [drill["id"]])
    with pytest.raises(RpcError, match="not possible"):
        otto.call(DRILL, "action_run", [drill["id"]])
    assert "DRILL-" in attempt(otto.call, DRILL, "read", [planned], ["name"])
    assert otto.call(DRILL, "read", [planned], ["state"])[0]["state"] == "due"
    assert (
        centre.sql("SELECT count(*) FROM wlec_emergency_drill_line WHERE drill_id = %s", planned)[0][0] == 0
    )
