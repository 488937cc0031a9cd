# SPDX-License-Identifier: LGPL-3.0-or-later
"""A centre that reads from a replica: Odoo opens readings in transactions that cannot write, and they are on record all the same."""

import pytest

from dev.places import DATA
from tests.support import centre as centres

from .conftest import SECRETS, File, attempt


@pytest.fixture(scope="module")
def reading_apart(spare, request):
    """A second server on the same database, which takes it for its replica as well."""
    log = DATA / "log" / f"{spare.db}_replica.log"
    request.config.wlec_log.follow(log)
    with centres.opened(spare.db, log, "--dev=replica") as opened:
        yield opened


def test_readings_are_recorded(reading_apart):
    alice, bob = reading_apart.login("alice"), reading_apart.login("bob")
    file = File(alice)
    said = alice.call("wlec.case", "message_post", [file.id], body=file.word)
    message = said[0] if isinstance(said, list) else said
    thread = {"thread_model": "wlec.case", "thread_id": file.id}
    for name, read in {
        "wlec.case": lambda person: person.call("wlec.case", "web_read", [file.id], {n: {} for n in SECRETS}),
        "wlec.case.note": lambda person: person.call("wlec.case.note", "search_read", [["id", "=", file.note]], ["body"]),
        "wlec.case.document": lambda person: person.get(f"/web/content/wlec.case.document/{file.document}/content").text,
        "mail.message": lambda person: person.json("/mail/thread/messages", **thread),
    }.items():  # fmt: skip
        before = reading_apart.last_event()
        assert (file.word in attempt(read, alice)) == (name != "wlec.case.document"), name
        rows = [
            row for row in reading_apart.events(before) if row["model"] == name and row["outcome"] == "ok"
        ]
        assert {row["actor_id"] for row in rows} == {alice.uid}, name
        assert file.word not in attempt(read, bob), name
    assert message
    log = reading_apart.log_text()
    assert "ReadOnlySqlTransaction" not in log
    assert "cannot execute" not in log
