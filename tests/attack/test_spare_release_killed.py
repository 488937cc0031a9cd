# SPDX-License-Identifier: LGPL-3.0-or-later
"""The server dies while a disclosure is released: it was released, with its one package, or nothing has happened at all.

The server is held at a known place by a lock of ours, and killed there: when the state is written and the package is not made
yet, in the middle of making it, and when all of it is written and only the record of it is not.
"""

import base64
import contextlib
import hashlib
import threading
import time

import pytest
import requests

from dev import sql
from tests.support.client import RpcError
from tests.support.papers import pdfs

from .conftest import File

REQUEST, ITEM = "wlec.disclosure.request", "wlec.disclosure.item"
PLACES = {
    "before the package": "LOCK TABLE mail_activity IN SHARE MODE",
    "within the package": "SELECT id FROM wlec_disclosure_item FOR UPDATE",
    "before the record": "LOCK TABLE wlec_log.event IN SHARE MODE",
}


def approved(centre):
    """A request for a danger - it needs no consent - that gives one letter, approved by mona and otto, for bob to hand over."""
    alice, mona, otto = (centre.login(name) for name in ("alice", "mona", "otto"))
    file = File(alice)
    content = base64.b64encode(pdfs.canvas(pdfs.letter)).decode()
    document = alice.call(
        "wlec.case.document", "create", {"case_id": file.id, "file_name": "letter.pdf", "content": content}
    )
    matter = alice.call("wlec.information.category", "search", [["code", "=", "employment"]])[0]
    request = alice.call(REQUEST, "create", {
        "case_id": file.id, "ground": "danger", "origin": "centre",
        "agency_id": alice.call("wlec.agency", "search", [["code", "=", "EHRC"]])[0],
        "purpose_id": alice.call("wlec.consent.purpose", "search", [], limit=1)[0],
        "necessity": "They cannot act without it.", "proportionality": "One letter.",
        "danger_who": "The client", "danger_what": "Threats", "danger_imminence": "now", "safeguarding_route": "police", "why_not_consent": "Cannot be reached",
        "item_ids": [[0, 0, {"category_id": matter, "description": "The letter", "document_id": document}]],
    })  # fmt: skip
    alice.button(REQUEST, "action_assess", [request])
    alice.button(REQUEST, "action_submit", [request])
    mona.button(REQUEST, "action_approve", [request])
    otto.button(REQUEST, "action_approve", [request])
    mona.call(REQUEST, "write", [request], {"releaser_id": centre.login("bob").uid})
    return request


def outcome(centre, request):
    """What the database says: state, number of packages, whether there is one, whether its fingerprint is there, its records."""
    query = "SELECT state, coalesce(package_count, 0), package IS NOT NULL, package_hash IS NOT NULL FROM wlec_disclosure_request WHERE id = %s"
    [row] = centre.sql(query, request)
    events = [
        e for e in centre.events(0) if e["model"] == REQUEST and e["action"] == "disclose" and e["outcome"] == "ok" and request in e["record_ids"]
    ]  # fmt: skip
    return (*row, len(events))


NOTHING, RELEASED = ("approved", 0, False, False, 0), ("released", 1, True, True, 1)


def press(centre, request):
    with contextlib.suppress(requests.RequestException, RpcError, ValueError):
        return centre.login("bob").button(REQUEST, "action_release", [request])


def wait_until_held(centre, holder):
    """Until some statement of the server waits for our lock."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
    for _turn in range(600):
        if centre.sql(query, holder)[0][0]:
            return
        time.sleep(0.05)
    raise AssertionError("the release never came to that place")


def check_whole(centre, request):
    """The package is there, and is the one its fingerprint says."""
    bob = centre.login("bob")
    [values] = bob.call(
        REQUEST, "read", [request], ["package", "package_hash", "schedule", "schedule_hash", "letter"]
    )
    for name in ("package", "schedule"):
        assert hashlib.sha256(base64.b64decode(values[name])).hexdigest() == values[f"{name}_hash"]
    assert base64.b64decode(values["letter"]).startswith(b"%PDF")


@pytest.mark.parametrize("place", PLACES)
def test_killed_there(spare, expect_log, place):
    expect_log(r"^(WARNING|ERROR|CRITICAL) ")
    request = approved(spare)
    assert outcome(spare, request) == NOTHING
    with sql.connect(spare.db) as connection:
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute(PLACES[place])
            presser = threading.Thread(target=press, args=(spare, request))
            presser.start()
            wait_until_held(spare, connection.get_backend_pid())
            spare.kill()
        connection.rollback()
    presser.join(60)
    spare.start("--log-level=debug_sql")
    assert outcome(spare, request) == NOTHING, "it was killed before it was done: it has not happened"
    answer = press(spare, request)
    assert answer and answer["params"]["password"]
    assert outcome(spare, request) == RELEASED
    check_whole(spare, request)


def test_killed_at_any_moment(spare, expect_log):
    expect_log(r"^(WARNING|ERROR|CRITICAL) ")
    seen = set()
    for delay in (0.9, 2.4):
        request = approved(spare)
        answers = []
        presser = threading.Thread(
            target=lambda request=request, answers=answers: answers.append(press(spare, request))
        )
        presser.start()
        time.sleep(delay)
        spare.kill()
        presser.join(60)
        spare.start("--log-level=debug_sql")
        found = outcome(spare, request)
        assert found in (NOTHING, RELEASED)
        seen.add(found)
        if answers[0]:
            assert found == RELEASED, "a password was shown for a package there is not"
        if found == RELEASED:
            check_whole(spare, request)
        else:
            assert press(spare, request)["params"]["password"]
            assert outcome(spare, request) == RELEASED
    assert seen
