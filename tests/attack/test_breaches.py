# SPDX-License-Identifier: LGPL-3.0-or-later
"""The breach register from outside: states and clocks written straight, forged contexts, other people's buttons, two at once."""

import datetime

import pytest

from tests.support.client import RpcError

from .conftest import attempt
from .test_two_at_once import at_once

REGISTER, NOTICE, PERSON, ACTION = (
    "wlec.breach", "wlec.breach.notice", "wlec.breach.person", "wlec.management.action"
)  # fmt: skip
FORGED = {
    "default_state": "closed", "default_handler_id": 2, "wlec_workflow": True, "skip_checks": True, "su": True,
    "tracking_disable": True, "install_mode": True, "active_test": False, "allowed_company_ids": [1], "uid": 1,
}  # fmt: skip
LOGINS = ("alice", "bob", "mona", "otto", "fred", "tara", "audrey", "sam", "carol")


def _now(**ago):
    return (
        datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - datetime.timedelta(**ago)
    ).strftime("%Y-%m-%d %H:%M:%S")


def _report(client, **vals):
    made = client.call("wlec.breach.report", "create", {"facts": "Sent to the wrong person", **vals})
    number = made[0] if isinstance(made, list) else made
    client.button("wlec.breach.report", "action_report", [number])
    return client.call("wlec.breach.report", "read", [number], ["reference"])[0]["reference"]


@pytest.fixture
def breach(centre, people):
    reference = _report(people["fred"])
    return centre.sql("SELECT id FROM wlec_breach WHERE name = %s", reference)[0][0]


def _assess(otto, breach, **vals):
    category = otto.call("wlec.information.category", "search", [], limit=1)
    otto.call(REGISTER, "write", [breach], {
        "cause": "post", "people_count": 1, "category_ids": [[6, 0, category]], "data_kind": "simple", "identification": "maximum",
        "data_adjustment": 3, "risk_decision": "high_risk", **vals,
    })  # fmt: skip
    otto.button(REGISTER, "action_assess", [breach])


def _rows(centre, *tables):
    return [centre.sql(f"SELECT t::text FROM {table} t ORDER BY id") for table in tables]


@pytest.mark.parametrize("login", LOGINS)
def test_written_straight(centre, people, breach, login):
    client, since = people[login], _rows(centre, "wlec_breach")
    for values in (
        {"state": "closed"}, {"state": "notified", "notified_at": _now()}, {"notified_at": _now(hours=1)},
        {"assessed_at": _now(), "assessed_by_id": client.uid}, {"closed_at": _now()}, {"noticed_at": _now()},
        {"name": "BR-1"}, {"source": "review"}, {"reporter_id": client.uid},
    ):  # fmt: skip
        for context in ({}, FORGED):
            with pytest.raises(RpcError):
                client.call(REGISTER, "write", [breach], values, context=context)
            with pytest.raises(RpcError):
                client.call(REGISTER, "web_save", [breach], values, {"id": {}}, context=context)
    for method, args in (
        ("create", [{"facts": "x", "state": "closed"}]), ("create", [{"facts": "x"}]), ("copy", [[breach]]), ("unlink", [[breach]]),
        ("load", [["id", "state"], [["", "closed"]]]), ("_report_breach", ["staff", {}]), ("_transition", [[breach], "close"]),
        ("action_archive", [[breach]]), ("name_create", ["x"]),
    ):  # fmt: skip
        attempt(client.call, REGISTER, method, *args, context=FORGED)
    assert _rows(centre, "wlec_breach") == since


@pytest.mark.parametrize("login", [login for login in LOGINS if login != "otto"])
def test_others_buttons(centre, people, breach, login):
    before = _rows(
        centre, "wlec_breach", "wlec_breach_notice", "wlec_breach_person", "wlec_management_action"
    )
    client = people[login]
    for button in (
        "action_assess", "action_not_notify", "action_close", "action_reopen", "action_reconsider", "action_hand_over",
        "action_prepare_notice", "action_prepare_charity", "action_prepare_insurer", "action_review_policy",
    ):  # fmt: skip
        with pytest.raises(RpcError):
            client.button(REGISTER, button, [breach])
    for model, vals in (
        (NOTICE, {"breach_id": breach}), (PERSON, {"breach_id": breach, "who": "x"}),
        (ACTION, {"breach_id": breach, "person_id": people["bob"].uid, "owner_id": client.uid, "due_on": "2031-01-01"}),
        ("wlec.breach.answer", {"name": "x"}),
    ):  # fmt: skip
        with pytest.raises(RpcError):
            client.call(model, "create", vals, context=FORGED)
    after = _rows(centre, "wlec_breach", "wlec_breach_notice", "wlec_breach_person", "wlec_management_action")
    assert after == before


def test_the_clock_is_not_turned_back_unseen(centre, people, breach):
    since = centre.last_event()
    people["otto"].call(REGISTER, "write", [breach], {"aware_at": _now(hours=80)})
    moved = [row for row in centre.events(since) if row["action"] == "configure" and row["model"] == REGISTER]
    assert [row["record_ids"] for row in moved] == [[breach]]
    _assess(people["otto"], breach)
    notice = people["otto"].button(REGISTER, "action_prepare_notice", [breach])["res_id"]
    people["otto"].call(NOTICE, "write", [notice], {"sent_on": _now(), "sent_how": "form"})
    with pytest.raises(RpcError):  # without its document
        people["otto"].button(NOTICE, "action_send", [notice])
    people["otto"].button(NOTICE, "action_make_pdf", [notice])
    with pytest.raises(RpcError):  # late, without a reason
        people["otto"].button(NOTICE, "action_send", [notice])
    with pytest.raises(RpcError):  # the pages of a browser are not the only way in
        people["otto"].call(NOTICE, "write", [notice], {"state": "sent", "marked_at": _now()}, context=FORGED)
    people["otto"].call(REGISTER, "write", [breach], {"late_reason": "We were closed"})
    people["otto"].button(NOTICE, "action_send", [notice])
    assert centre.sql("SELECT state FROM wlec_breach WHERE id = %s", breach) == [("notified",)]
    with pytest.raises(RpcError):  # the clock has stopped
        people["otto"].call(REGISTER, "write", [breach], {"aware_at": _now()})


@pytest.mark.parametrize(
    "values",
    [
        {"noticed_at": "9999-01-01 00:00:00"}, {"noticed_at": "tomorrow"}, {"noticed_at": False}, {"facts": ""}, {"facts": False},
        {"reference": "BR-00001", "facts": ""},
    ],
)  # fmt: skip
def test_absurd_reports(centre, people, values):
    before = centre.sql("SELECT count(*) FROM wlec_breach")
    with pytest.raises(RpcError):
        _report(people["fred"], **values)
    assert centre.sql("SELECT count(*) FROM wlec_breach") == before


def test_absurd_severity(people, breach):
    for values in (
        {"data_adjustment": 40},
        {"people_count": -1},
        {"data_kind": "obvious"},
        {"severity_preset": "x"},
    ):
        with pytest.raises(RpcError):
            people["otto"].call(REGISTER, "write", [breach], values)


def test_a_long_report_is_kept_whole(centre, people):
    text = "\u202e\0Zoë \U0001f4a5".replace("\0", "") * 20_000
    reference = _report(people["fred"], facts=text)
    otto = people["otto"]
    number = otto.call(REGISTER, "search", [["name", "=", reference]])
    assert otto.call(REGISTER, "read", number, ["facts"])[0]["facts"] == text


def test_two_report_once(centre, people):
    """A double click on “Report” makes one breach."""
    made = people["fred"].call("wlec.breach.report", "create", {"facts": "Sent to the wrong person"})
    number = made[0] if isinstance(made, list) else made
    before = centre.sql("SELECT count(*) FROM wlec_breach")[0][0]
    clients = [centre.login("fred") for _ in range(2)]
    at_once(*[(client.button, "wlec.breach.report", "action_report", [number]) for client in clients])
    assert centre.sql("SELECT count(*) FROM wlec_breach")[0][0] == before + 1


def test_two_assess_once(centre, people, breach):
    _assess(people["otto"], breach)
    people["otto"].button(REGISTER, "action_reconsider", [breach])
    since = centre.last_event()
    clients = [centre.login("otto") for _ in range(2)]
    answers = at_once(*[(client.button, REGISTER, "action_assess", [breach]) for client in clients])
    done = [
        row for row in centre.events(since)
        if (row["action"], row["model"], row["outcome"]) == ("transition", REGISTER, "ok") and row["record_ids"] == [breach]
    ]  # fmt: skip
    assert len(done) == 1, answers


def test_two_make_one_breach_of_a_complaint(centre, people):
    otto = people["otto"]
    complaint = otto.call("wlec.breach.complaint", "search", [], limit=1)
    clients = [centre.login("otto") for _ in range(2)]
    at_once(
        *[(client.button, "wlec.breach.complaint", "action_record_breach", complaint) for client in clients]
    )
    assert centre.sql("SELECT count(*) FROM wlec_breach WHERE complaint_id = %s", complaint[0]) == [(1,)]
