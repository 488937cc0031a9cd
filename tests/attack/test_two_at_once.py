# SPDX-License-Identifier: LGPL-3.0-or-later
"""Two people, or one double click, at the same moment: one step, one record, no number given twice."""

import threading

import pytest

from .conftest import File, attempt


def at_once(*calls):
    """Run these together; what each came back with."""
    results, gate = [None] * len(calls), threading.Barrier(len(calls))

    def run(number, call):
        gate.wait()
        results[number] = attempt(*call)

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def _steps(centre, since, model, number):
    return [
        row
        for row in centre.events(since)
        if row["action"] == "transition" and row["model"] == model and row["record_ids"] == [number]
    ]


@pytest.mark.parametrize("pair", [("alice", "alice"), ("alice", "mona")])
def test_one_step(centre, people, pair):
    for _ in range(4):
        file = File(people["alice"])
        since = centre.last_event()
        clients = [centre.login(login) for login in pair]
        answers = at_once(*[(client.button, "wlec.case", "action_open", [file.id]) for client in clients])
        assert centre.sql("SELECT state FROM wlec_case WHERE id = %s", file.id)[0][0] == "open"
        done = [row for row in _steps(centre, since, "wlec.case", file.id) if row["outcome"] == "ok"]
        assert len(done) == 1, answers
        assert sum("message" in answer for answer in answers) == 1, "the second is told"


def test_numbers_are_given_once(centre, people):
    file = File(people["alice"])
    clients = [centre.login(login) for login in ("alice", "mona", "alice", "mona")]
    at_once(
        *[
            (client.call, "wlec.case.note", "create", {"case_id": file.id, "body": file.word})
            for client in clients
        ]
    )
    numbers = [
        row[0]
        for row in centre.sql("SELECT number FROM wlec_case_note WHERE case_id = %s ORDER BY number", file.id)
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 1


def test_first_writers_of_a_file_share_one_key(centre, people):
    """Two who write the first words of a file at once: one data key, both readable."""
    alice = people["alice"]
    made = alice.call("wlec.case", "create", {"partner_id": File(alice).partner, "caseworker_id": alice.uid})
    number = made[0] if isinstance(made, list) else made
    clients = [centre.login(login) for login in ("alice", "mona", "alice")]
    fields = ("matter", "narrative", "safe_contact")
    at_once(
        *[
            (c.call, "wlec.case", "write", [number], {name: f"first {name}"})
            for c, name in zip(clients, fields, strict=True)
        ]
    )
    keys = centre.sql(
        "SELECT count(*) FROM wlec_data_key WHERE scope = %s AND retired_at IS NULL", f"wlec.case,{number}"
    )
    assert keys[0][0] == 1
    row = alice.call("wlec.case", "read", [number], [*fields])[0]
    written = [row[name] for name in fields if row[name]]
    assert written
    assert all(text == f"first {name}" for name in fields if (text := row[name]))


def test_a_retried_request_is_recorded_each_time(centre, people):
    """Two writers of one value: Odoo runs the second again; nothing is lost, and nothing is recorded as done that was not."""
    file = File(people["alice"])
    since = centre.last_event()
    clients = [centre.login(login) for login in ("alice", "mona", "alice", "mona")]
    at_once(
        *[
            (client.call, "wlec.case", "write", [file.id], {"narrative": f"{file.word} by {n}"})
            for n, client in enumerate(clients)
        ]
    )
    rows = [row for row in centre.events(since) if row["action"] == "write" and row["model"] == "wlec.case"]
    done = [row for row in rows if row["outcome"] == "ok"]
    assert 1 <= len(done) <= 4
    assert len({row["request_id"] for row in done}) == len(done)
    assert (
        people["alice"]
        .call("wlec.case", "read", [file.id], ["narrative"])[0]["narrative"]
        .startswith(f"{file.word} by ")
    )


def test_revoked_while_reading(centre, people):
    """Nobody reads on after the end of their grant: the very next request is refused."""
    file = File(people["alice"])
    values = {
        "case_id": file.id,
        "user_id": people["bob"].uid,
        "reason": "Stands in while I am away",
        "valid_to": "2027-01-31 00:00:00",
    }
    made = people["alice"].call("wlec.access.grant", "create", values)
    grant = made if isinstance(made, list) else [made]
    assert file.word in attempt(people["bob"].call, "wlec.case", "read", [file.id], ["narrative"])
    people["alice"].button("wlec.access.grant", "action_revoke", grant)
    assert file.word not in attempt(people["bob"].call, "wlec.case", "read", [file.id], ["narrative"])
    assert not people["bob"].call("wlec.case", "search_count", [["id", "=", file.id]])
