# SPDX-License-Identifier: LGPL-3.0-or-later
"""Keys exchanged by the officer, and by nobody else: not by remote call, not by a server action, and no report is forged."""

import pytest

from .conftest import attempt
from .rotating import draft, everything_opens, ring_kept


@pytest.fixture(autouse=True)
def ring(expect_log):
    with ring_kept(expect_log):
        yield


def test_the_officer_starts_and_the_command_finishes(spare):
    otto = spare.login("otto")
    job = otto.call("wlec.key.rotation", "create", [{"kind": "data"}])[0]
    otto.button("wlec.key.rotation", "action_start", [job])
    assert "is running" in attempt(otto.button, "wlec.key.rotation", "action_start", [draft(otto)])
    for _turn in range(10):
        otto.button("wlec.key.rotation", "action_continue", [job])
        state = otto.call("wlec.key.rotation", "read", [job], ["state", "progress", "problem_count"])[0]
        if state["state"] == "done":
            break
    assert (state["state"], state["progress"], state["problem_count"]) == ("done", 100, 0)
    everything_opens(spare)


@pytest.mark.parametrize(
    "login", ["alice", "bob", "mona", "fred", "tara", "audrey", "vera", "carol", "sam", "admin"]
)
def test_nobody_else_by_remote_call(spare, login):
    try:
        client = spare.login(login, "admin" if login == "admin" else "demo")
    except Exception:  # an account this centre does not have
        assert login == "admin"
        return
    otto = spare.login("otto")
    job = draft(otto)
    before = spare.sql("SELECT count(*), count(*) FILTER (WHERE state = 'draft') FROM wlec_key_rotation")
    model = "wlec.key.rotation"
    for call in (
        lambda: client.call(model, "create", [{"kind": "data"}]),
        lambda: client.call(model, "read", [job], ["ring_report", "problems"]),
        lambda: client.call(model, "search_read", [], ["state"]),
        lambda: client.button(model, "action_start", [job]),
        lambda: client.button(model, "action_continue", [job]),
        lambda: client.call(model, "write", [job], {"state": "running"}),
        lambda: client.call(model, "unlink", [job]),
        lambda: client.call(model, "_begin", [job]),
        lambda: client.call(model, "_cron_continue"),
        lambda: client.call(model, "_finish", [job], 0, ""),
    ):
        answer = attempt(call)
        assert "Error" in answer, answer
        assert "kek-" not in answer
    assert (
        spare.sql("SELECT count(*), count(*) FILTER (WHERE state = 'draft') FROM wlec_key_rotation") == before
    )


def test_the_officer_neither_forges_nor_removes_reports(spare):
    otto = spare.login("otto")
    job, finished = draft(otto), draft(otto)
    otto.button("wlec.key.rotation", "action_start", [finished])
    otto.button("wlec.key.rotation", "action_continue", [finished])
    model = "wlec.key.rotation"
    for call in (
        lambda: otto.call(model, "write", [job], {"state": "done"}),
        lambda: otto.call(model, "write", [job], {"problem_count": 0, "keys_done": 9}),
        lambda: otto.call(model, "create", [{"kind": "data", "scope": "wlec.case,1"}]),
        lambda: otto.call(model, "create", [{"kind": "data", "state": "running"}]),
        lambda: otto.call(
            model, "create", [{"kind": "data"}], context={"default_state": "running", "default_up_to": 5}
        ),
        lambda: otto.call(model, "unlink", [finished]),
    ):
        before = spare.sql(
            "SELECT count(*) FROM wlec_key_rotation WHERE state <> 'draft' OR scope IS NOT NULL"
        )
        attempt(call)
        assert (
            spare.sql("SELECT count(*) FROM wlec_key_rotation WHERE state <> 'draft' OR scope IS NOT NULL")
            == before
        )
    assert spare.sql("SELECT state FROM wlec_key_rotation WHERE id = %s", job)[0][0] == "draft"


def test_a_server_action_rotates_in_nobodys_name(spare):
    """Code an administrator types in runs in the administrator's own name."""
    sam, otto = spare.login("sam"), spare.login("otto")
    job = draft(otto)
    model = sam.call("ir.model", "search", [["model", "=", "res.partner"]])[0]
    code = f"""
jobs = env['wlec.key.rotation'].with_user({otto.uid}).sudo()
jobs.browse({job}).action_start()
"""
    action = sam.call(
        "ir.actions.server", "create", [{"name": "x", "model_id": model, "state": "code", "code": code}]
    )[0]
    answer = attempt(sam.call, "ir.actions.server", "run", [action])
    assert "your own name" in answer, answer
    assert spare.sql("SELECT state FROM wlec_key_rotation WHERE id = %s", job)[0][0] == "draft"
    sam.call("ir.actions.server", "unlink", [action])
