# SPDX-License-Identifier: LGPL-3.0-or-later
"""The key ring goes missing, is damaged, opened to others or exchanged while the server runs."""

import contextlib
import json
import os
from pathlib import Path

import pytest

from .conftest import File, attempt

RING = Path(os.environ.get("WLEC_KEYRING", "keyring.json"))
LOCKED = "Confidential values are locked"


@contextlib.contextmanager
def exchanged(content=None, mode=0o600):
    """Another content (none: no file) for as long as the block lasts."""
    kept = RING.read_bytes()
    try:
        RING.unlink()
        if content is not None:
            RING.write_text(content)
            RING.chmod(mode)
        yield
    finally:
        RING.unlink(missing_ok=True)
        RING.write_bytes(kept)
        RING.chmod(0o600)


def _content():
    return json.loads(RING.read_text())


def _other_ring():
    content = _content()
    for entry in content["keys"].values():
        entry["secret"] = "A" * 43 + "="
    return json.dumps(content)


STATES = {
    "missing": (lambda: None, 0o600),
    "empty": (lambda: "", 0o600),
    "half written": (lambda: RING.read_text()[:60], 0o600),
    "readable by others": (lambda: RING.read_text(), 0o644),
    "another centre's": (_other_ring, 0o600),
}


@pytest.mark.parametrize("state", STATES)
def test_locked_and_whole(spare, state, expect_log):
    expect_log(r"^(WARNING|ERROR) ")
    alice = spare.login("alice")
    file = File(alice)
    make, mode = STATES[state]
    before = spare.sql("SELECT c::text FROM wlec_case c WHERE id = %s", file.id)
    spare.stop()
    with exchanged(make(), mode):
        # Opened keys are kept in memory for some minutes: a server that starts now has none, and starts all the same.
        spare.start("--log-level=debug_sql")
        alice = spare.login("alice")
        for args in (
            ("wlec.case", "read", [file.id], ["narrative"]),
            ("wlec.case", "write", [file.id], {"narrative": "never in clear"}),
            (
                "wlec.case",
                "create",
                {"partner_id": file.partner, "caseworker_id": alice.uid, "narrative": "never in clear"},
            ),
            ("wlec.case.note", "create", {"case_id": file.id, "body": "never in clear"}),
        ):
            answer = attempt(alice.call, *args)
            assert file.word not in answer, args
            assert LOCKED in answer, (args, answer[:400])
            assert "never in clear" not in answer or "'data'" in answer
        assert alice.call("wlec.case", "search_read", [["id", "=", file.id]], ["name", "state"])
        assert alice.get("/odoo").status_code == 200
    assert spare.sql("SELECT c::text FROM wlec_case c WHERE id = %s", file.id) == before
    assert not spare.sql("SELECT id FROM wlec_case_note n WHERE n::text LIKE %s", "%never in clear%")
    assert file.word in alice.call("wlec.case", "read", [file.id], ["narrative"])[0]["narrative"]


def test_a_new_current_key_is_taken_up(spare):
    alice = spare.login("alice")
    old = File(alice)
    content = _content()
    content["keys"]["kek-next"] = {"created": "now", "secret": "B" * 43 + "="}
    content["current"] = "kek-next"
    before = _content()["current"]
    RING.write_text(json.dumps(content))
    try:
        new = File(alice)
        used = spare.sql("SELECT kek_id FROM wlec_data_key WHERE scope = %s", f"wlec.case,{new.id}")
        assert used == [("kek-next",)]
        for file in (old, new):
            assert file.word in alice.call("wlec.case", "read", [file.id], ["matter"])[0]["matter"]
    finally:  # a key that has sealed something stays in the ring
        RING.write_text(json.dumps({**content, "current": before}))
