# SPDX-License-Identifier: LGPL-3.0-or-later
"""Keys exchanged with a ring that is missing, damaged, another's or older: nothing changes; and a backup proved with a copy of it."""

import json
import shutil
from pathlib import Path

import pytest

from .conftest import File, attempt
from .rotating import RING, everything_opens, keyring, ring_kept, run


@pytest.fixture(autouse=True)
def ring(expect_log):
    with ring_kept(expect_log):
        yield


def _other(text):
    content = json.loads(text)
    for entry in content["keys"].values():
        entry["secret"] = "A" * 43 + "="
    return json.dumps(content)


STATES = (
    ("missing", lambda text: None, ("rotate-keys", "--data")),
    ("truncated", lambda text: text[: len(text) // 2], ("rotate-keys", "--kek")),
    ("empty", lambda text: "", ("check-keys",)),
    ("another centre's", _other, ("rotate-keys", "--data", "--kek")),
)


def test_with_a_ring_that_is_no_good_nothing_changes(spare, tmp_path):
    kept = shutil.copy2(RING, tmp_path)
    query = "SELECT md5(string_agg((k.id, k.wrapped, k.scope, k.retired_at)::text, '|' ORDER BY id)) FROM wlec_data_key k"
    values = "SELECT md5(string_agg(c.narrative::text, '|' ORDER BY id)) FROM wlec_case c"
    before = spare.sql(query), spare.sql(values)
    for state, make, words in STATES:
        text = make(Path(kept).read_text())
        try:
            RING.unlink()
            if text is not None:
                RING.write_text(text)
                RING.chmod(0o600)
            done = run(spare, *words)
        finally:
            for other in RING.parent.glob(f"{RING.name}.before-*"):
                other.unlink()
            shutil.copy2(kept, RING)
        assert done.returncode in (1, 3), (state, done.stdout)
        assert "Traceback" not in done.stdout + done.stderr, state
        assert "locked" in done.stdout or "does not unwrap" in done.stdout or "not wrapped by" in done.stdout
        assert (spare.sql(query), spare.sql(values)) == before, state
    everything_opens(spare)


def test_an_older_copy_of_the_ring(spare, tmp_path):
    older = shutil.copy2(RING, tmp_path / "older.json")
    assert run(spare, "rotate-keys", "--kek").returncode == 0
    newer = shutil.copy2(RING, tmp_path / "newer.json")
    alice = spare.login("alice")
    file = File(alice)
    try:
        shutil.copy2(older, RING)
        answer = attempt(alice.call, "wlec.case", "read", [file.id], ["narrative"])
        assert "lacks the key" in answer
        assert file.word not in answer
        done = run(spare, "check-keys")
        assert done.returncode == 3
        assert "MISSING FROM THE RING" in done.stdout
        answer = attempt(alice.call, "wlec.case", "write", [file.id], {"narrative": "lost for ever"})
        assert "locked" in answer
    finally:
        shutil.copy2(newer, RING)
    assert file.word in alice.call("wlec.case", "read", [file.id], ["narrative"])[0]["narrative"]
    everything_opens(spare)


def test_the_drill_proves_a_backup_and_leaves_nothing_behind(spare, tmp_path):
    scratch = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    keys = spare.sql("SELECT count(*), max(id) FROM wlec_data_key")
    copy = shutil.copy2(RING, tmp_path / "second-place.json")
    done = run(spare, "key-drill", "--ring", copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Proven" in done.stdout
    assert " 0 problems" in done.stdout
    assert not spare.sql(scratch, f"{spare.db[:40]}_key_drill_%")
    assert spare.sql("SELECT count(*), max(id) FROM wlec_data_key") == keys
    other = tmp_path / "other.json"
    keyring.create(other)
    for wrong in (other, tmp_path / "nowhere.json"):
        done = run(spare, "key-drill", "--ring", wrong)
        assert done.returncode == 1
        assert "NOT PROVEN" in done.stdout
        assert "Traceback" not in done.stdout + done.stderr
    assert not spare.sql(scratch, f"{spare.db[:40]}_key_drill_%")
