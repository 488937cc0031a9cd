# SPDX-License-Identifier: LGPL-3.0-or-later
"""The server dies in the middle of writing: what was answered is there, whole; what was not is not there at all."""

import contextlib
import threading
import time

import requests

from .conftest import File

RECORDS = 12


def test_killed_while_writing(spare, expect_log):
    expect_log(r"^(WARNING|ERROR|CRITICAL) ")
    alice = spare.login("alice")
    files = [File(alice), File(alice)]
    since = spare.last_event()
    answered, stop = [], threading.Event()

    def write(number):
        client, file = spare.login("alice"), files[number]
        turn = 0
        while not stop.is_set():
            turn += 1
            lines = [[0, 0, {"body": f"{file.word} {number} {turn} {line}"}] for line in range(RECORDS)]
            with contextlib.suppress(requests.RequestException, ValueError):
                client.call("wlec.case", "write", [file.id], {"note_ids": lines})
                answered.append((number, turn))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    while len(answered) < 8 and time.monotonic() < deadline:
        time.sleep(0.02)
    spare.kill()  # while both are at it
    stop.set()
    for thread in threads:
        thread.join(30)
    spare.start("--log-level=debug_sql")

    alice = spare.login("alice")
    notes = alice.call(
        "wlec.case.note",
        "search_read",
        [["case_id", "in", [file.id for file in files]]],
        ["body", "number", "case_id"],
    )
    assert answered, "nothing was written before the crash"
    written = {}
    for note in notes:
        words = note["body"].split()
        if len(words) == 4:
            written.setdefault((int(words[1]), int(words[2])), []).append(note["id"])
    assert all(len(ids) == RECORDS for ids in written.values()), "a request was done by half"
    assert set(answered) <= set(written), "what was answered is lost"
    numbers = [(note["case_id"][0], note["number"]) for note in notes]
    assert len(numbers) == len(set(numbers))
    recorded = {
        i
        for row in spare.events(since)
        if row["model"] == "wlec.case.note" and row["action"] == "create"
        for i in row["record_ids"]
    }
    assert {i for ids in written.values() for i in ids} <= recorded, "a note is there without its record"
