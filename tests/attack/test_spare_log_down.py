# SPDX-License-Identifier: LGPL-3.0-or-later
"""The record of access cannot be written: nothing confidential leaves, whatever the way; the rest of the centre works."""

import contextlib

import pytest

from .conftest import SECRETS, Doors, api_keys, attempt

SAID = "The access record could not be written"


@contextlib.contextmanager
def broken(centre, statement, mend):
    centre.sql(statement)
    try:
        yield
    finally:
        centre.sql(mend)


BREAKAGES = {
    "a check fails": (
        "ALTER TABLE wlec_log.event ADD CONSTRAINT wlec_full CHECK (false) NOT VALID",
        "ALTER TABLE wlec_log.event DROP CONSTRAINT wlec_full",
    ),
    "no partition left": (
        "ALTER TABLE wlec_log.event DETACH PARTITION wlec_log.event_p0",
        "ALTER TABLE wlec_log.event ATTACH PARTITION wlec_log.event_p0 FOR VALUES FROM (0) TO (1048576)",
    ),
    "renamed away": (
        "ALTER TABLE wlec_log.event RENAME TO away",
        "ALTER TABLE wlec_log.away RENAME TO event",
    ),
}


@pytest.fixture(params=BREAKAGES.values(), ids=BREAKAGES.keys())
def log_down(spare, spare_file, people_of_spare, expect_log, request):
    expect_log(r"^ERROR .*The access record could not be written")
    expect_log(r"^(WARNING|ERROR) odoo\.(http|sql_db|service)")
    with broken(spare, *request.param):
        yield


@pytest.fixture(scope="module")
def people_of_spare(spare):
    return {login: spare.login(login) for login in ("alice", "bob", "audrey", "mona")}


@pytest.fixture(scope="module")
def spare_keys(spare):
    return api_keys(spare, "alice")


def _state(centre, file):
    return centre.sql(
        "SELECT c::text, (SELECT count(*) FROM wlec_case_note), (SELECT count(*) FROM wlec_access_grant)"
        " FROM wlec_case c WHERE id = %s",
        file.id,
    )


def test_no_way_through(spare, spare_file, people_of_spare, spare_keys, log_down):
    alice, file = people_of_spare["alice"], spare_file
    before = _state(spare, file)
    doors = Doors(spare, alice, spare_keys["alice"])
    for door in doors.all():
        for method, kwargs in (
            ("read", {"fields": [*SECRETS]}),
            ("web_read", {"specification": {"narrative": {}}}),
            ("web_save", {"vals": {"next_review_on": "2030-01-01"}, "specification": {"narrative": {}}}),
            ("write", {"vals": {"narrative": "a new account"}}),
            ("copy_data", {}),
        ):
            answer = door("wlec.case", method, [file.id], {}, **kwargs)
            assert file.word not in answer, method
        answer = door("wlec.case", "search_read", None, {}, domain=[["id", "=", file.id]], fields=["matter"])
        assert file.word not in answer
        assert SAID in answer
    for path in (
        f"/web/content/wlec.case.document/{file.document}/content",
        f"/web/content/wlec.case.document/{file.document}/file_name",
    ):
        answer = alice.get(path)
        assert answer.status_code != 200
        assert b"xyz" not in answer.content
        assert file.word not in answer.text
    assert SAID in attempt(alice.call, "wlec.case.note", "create", {"case_id": file.id, "body": "x"})
    grant = {"case_id": file.id, "user_id": people_of_spare["bob"].uid, "reason": "Stands in while I am away"}
    grant["valid_to"] = "2031-01-01 00:00:00"
    for login in ("alice", "bob", "audrey"):
        answer = attempt(people_of_spare[login].call, "wlec.access.grant", "create", grant)
        assert "Error" in answer, (login, answer)
    assert _state(spare, file) == before


def test_errors_on_the_way_hold_nothing(spare, spare_file, people_of_spare, log_down):
    """A request that has opened a value and fails for a reason of its own fails twice; neither text holds the value."""
    alice, file = people_of_spare["alice"], spare_file
    for args in (
        ("wlec.case", "read", [file.id], ["narrative", "no_such_field"]),
        ("wlec.case", "web_save", [file.id], {"matter": "x", "state": "open"}, {"narrative": {}}),
        (
            "wlec.case",
            "web_read",
            [file.id],
            {"narrative": {}, "partner_id": {"fields": {"no_such_field": {}}}},
        ),
    ):
        answer = attempt(alice.call, *args)
        assert file.word not in answer
        assert "CHECK" not in answer
        assert "wlec_log" not in answer
        assert "partition" not in answer


def test_refusals_stay_refusals(spare, spare_file, people_of_spare, log_down):
    answer = attempt(people_of_spare["bob"].call, "wlec.case", "read", [spare_file.id], ["narrative"])
    assert spare_file.word not in answer
    assert "error" in answer or "message" in answer


def test_the_rest_of_the_centre_works(spare, people_of_spare, log_down):
    alice = people_of_spare["alice"]
    assert alice.call("res.partner", "search_read", [], ["name"], limit=3)
    assert alice.call("crm.lead", "search_count", []) is not None
    assert alice.call("wlec.case", "search_read", [], ["name", "state"], limit=3)
    assert alice.get("/odoo").status_code == 200


def test_afterwards_everything_is_as_before(spare, spare_file, people_of_spare):
    before = spare.last_event()
    answer = people_of_spare["alice"].call("wlec.case", "read", [spare_file.id], ["narrative"])
    assert spare_file.word in answer[0]["narrative"]
    (row,) = spare.events(before)
    assert row["record_ids"] == [spare_file.id]
