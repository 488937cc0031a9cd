# SPDX-License-Identifier: LGPL-3.0-or-later
"""Keys exchanged while people work, killed half way, started twice, with the wrong ring; by people who may not."""

import contextlib
import importlib.util
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dev import sql
from dev.house import LAUNCHER

from .conftest import File, attempt

_spec = importlib.util.spec_from_file_location(
    "wlec_keyring", Path(__file__).parents[2] / "wlec_confidentiality" / "tools" / "keyring.py"
)
keyring = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(keyring)

RING = Path(os.environ.get("WLEC_KEYRING", "keyring.json"))
MANY = 1000
_MAKE = f"""
alice = env['res.users'].search([('login', '=', 'alice')])
env = env(user=alice.id)
env.transaction.default_env = env
partner = env['res.partner'].sudo().search([], limit=1)
for _turn in range(4):
    env['wlec.case'].create([
        {{'partner_id': partner.id, 'caseworker_id': alice.id, 'matter': 'canary matter', 'narrative': 'canary narrative'}}
        for _number in range({MANY} // 4)
    ])
    env.cr.commit()
"""


@pytest.fixture(autouse=True)
def noise(expect_log):
    """Two at once: Odoo logs the one it runs again; and a ring that is away is told in the log."""
    expect_log(r"^(WARNING|ERROR) odoo\.(sql_db|service\.model|http)")


@pytest.fixture
def ring():
    """Whatever a test does to the ring, the keys that have sealed something are back afterwards."""
    yield RING
    assert keyring.load(RING)


def command(centre, *words):
    return [sys.executable, str(LAUNCHER), "wlec", "-d", centre.db, *words, "--log-level=warn"]


def run(centre, *words):
    return subprocess.run(command(centre, *words), capture_output=True, text=True, timeout=300)


def everything_opens(centre):
    done = run(centre, "check-keys", "--all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 problems" in done.stdout


def left_behind(centre):
    """Data keys in use that are wrapped with an older key of the ring."""
    current = keyring.load(RING).current
    return centre.sql("SELECT count(*) FROM wlec_data_key WHERE kek_id <> %s", current)[0][0]


class Writer(threading.Thread):
    """Somebody who writes and reads without a pause; what was answered must be there."""

    def __init__(self, centre, stop):
        super().__init__()
        self.client, self.stop, self.turns, self.trouble = centre.login("alice"), stop, 0, []
        self.file = File(self.client)

    def run(self):
        for turn in itertools.count(1):
            if self.stop.is_set():
                break
            try:
                text = f"{self.file.word} turn {turn}"
                self.client.call(
                    "wlec.case", "write", [self.file.id], {"narrative": text, "risk_notes": text}
                )
                note = self.client.call("wlec.case.note", "create", {"case_id": self.file.id, "body": text})
                fields = ["narrative", "risk_notes", "matter"]
                found = self.client.call("wlec.case", "read", [self.file.id], fields)[0]
                assert found["narrative"] == found["risk_notes"] == text, found
                assert found["matter"] == f"{self.file.word} matter"
                note = note if isinstance(note, list) else [note]
                assert self.client.call("wlec.case.note", "read", note, ["body"])[0]["body"] == text
                self.turns = turn
            except Exception as error:  # told in the test's own thread
                self.trouble.append(repr(error))
                break


@contextlib.contextmanager
def people_writing(centre, count=3):
    stop = threading.Event()
    writers = [Writer(centre, stop) for _number in range(count)]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        stop.set()
        for writer in writers:
            writer.join(60)
    assert not [writer.trouble for writer in writers if writer.trouble]
    assert all(writer.turns for writer in writers)


def test_people_write_while_all_keys_are_exchanged(spare, ring):
    with people_writing(spare) as writers:
        for words in (("--data",), ("--data", "--kek")):
            before = [writer.turns for writer in writers]
            done = run(spare, "rotate-keys", *words)
            assert done.returncode == 0, done.stdout + done.stderr
            deadline = time.monotonic() + 30
            while any(writer.turns == turns for writer, turns in zip(writers, before, strict=True)):
                assert time.monotonic() < deadline, "nobody gets anything done"
                assert not [writer.trouble for writer in writers if writer.trouble]
                time.sleep(0.05)
    everything_opens(spare)
    assert left_behind(spare) == 0
    client = spare.login("alice")
    for writer in writers:
        found = client.call("wlec.case", "read", [writer.file.id], ["narrative"])[0]["narrative"]
        assert found == f"{writer.file.word} turn {writer.turns}"
        used = spare.sql(
            "SELECT count(*) FROM wlec_case c, wlec_data_key k WHERE c.id = %s AND k.retired_at IS NOT NULL"
            " AND substring(c.narrative FROM 1 FOR 9) = '\\x01'::bytea || int8send(k.id)",
            writer.file.id,
        )
        assert used[0][0] == 0, "a retired key is in use"


@pytest.fixture(scope="module")
def many(spare):
    spare.shell(_MAKE)
    assert spare.sql("SELECT count(*) FROM wlec_data_key")[0][0] > MANY


@contextlib.contextmanager
def _held(centre, query):
    """Somebody is busy with this row for as long as the block lasts: the work cannot come to its end."""
    with sql.connect(centre.db) as connection:
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute(f"{query} ORDER BY id DESC LIMIT 1 FOR UPDATE")
            yield
            connection.rollback()


def _killed(centre, words, condition):
    """Start a command and kill it as a power cut would, as soon as the condition holds."""
    process = subprocess.Popen(
        command(centre, *words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    deadline = time.monotonic() + 120
    while not condition():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _job(centre, column):
    found = centre.sql(f"SELECT {column} FROM wlec_key_rotation WHERE state = 'running'")
    return found[0][0] if found else None


def test_killed_half_way_and_run_again(spare, many, ring):
    before = spare.sql("SELECT count(*) FROM wlec_data_key WHERE retired_at IS NULL")[0][0]
    with _held(spare, "SELECT id FROM wlec_data_key"):
        _killed(spare, ("rotate-keys", "--data"), lambda: _job(spare, "keys_done"))
    assert _job(spare, "state") == "running"
    everything_opens_still = spare.login("alice")
    file = File(everything_opens_still)
    with _held(spare, "SELECT id FROM wlec_case"):
        _killed(spare, ("rotate-keys", "--data"), lambda: _job(spare, "values_done"))
    assert 0 < _job(spare, "values_done") < _job(spare, "values_total")
    assert (
        file.word
        in everything_opens_still.call("wlec.case", "read", [file.id], ["narrative"])[0]["narrative"]
    )
    done = run(spare, "rotate-keys", "--data")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Going on with" in done.stdout
    current = "SELECT count(*), count(DISTINCT scope) FROM wlec_data_key WHERE retired_at IS NULL"
    keys, scopes = spare.sql(current)[0]
    assert keys == scopes > before, "one current key for each file, client and enquiry"
    jobs = spare.sql(
        "SELECT state, keys_done, values_done, values_total FROM wlec_key_rotation ORDER BY id DESC LIMIT 1"
    )
    assert jobs[0][0] == "done"
    assert jobs[0][2] == jobs[0][3], "counted twice, or not at all"
    everything_opens(spare)


def test_key_encryption_key_killed_half_way(spare, many, ring):
    before = keyring.load(RING).key_ids
    with _held(spare, "SELECT id FROM wlec_data_key"):
        _killed(spare, ("rotate-keys", "--kek"), lambda: _job(spare, "keys_done"))
    assert left_behind(spare)
    done = run(spare, "rotate-keys", "--kek")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(keyring.load(RING).key_ids) == len(before) + 1, "run again it takes up the key it had added"
    assert left_behind(spare) == 0
    everything_opens(spare)


def test_two_at_once(spare, many, ring):
    first = subprocess.Popen(command(spare, "rotate-keys", "--data"), stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not _job(spare, "state") and first.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    second = run(spare, "rotate-keys", "--data")
    out = first.communicate()[0]
    assert first.returncode in (0, 1), out
    assert second.returncode == 0, second.stdout + second.stderr
    jobs = spare.sql(
        "SELECT values_done, values_total FROM wlec_key_rotation WHERE kind = 'data' ORDER BY id DESC LIMIT 2"
    )
    assert all(done <= total for done, total in jobs), jobs
    assert not _job(spare, "state")
    everything_opens(spare)


def test_the_officer_starts_and_the_command_finishes(spare, ring):
    otto = spare.login("otto")
    job = otto.call("wlec.key.rotation", "create", [{"kind": "data"}])[0]
    otto.button("wlec.key.rotation", "action_start", [job])
    assert "is running" in attempt(otto.button, "wlec.key.rotation", "action_start", [_new(otto)])
    for _turn in range(10):
        otto.button("wlec.key.rotation", "action_continue", [job])
        state = otto.call("wlec.key.rotation", "read", [job], ["state", "progress", "problem_count"])[0]
        if state["state"] == "done":
            break
    assert (state["state"], state["progress"], state["problem_count"]) == ("done", 100, 0)
    everything_opens(spare)


def _new(client):
    return client.call("wlec.key.rotation", "create", [{"kind": "check"}])[0]


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


def test_with_a_ring_that_is_no_good_nothing_changes(spare, ring, tmp_path):
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


def test_an_older_copy_of_the_ring(spare, ring, tmp_path):
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
    job = _new(otto)
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
    job, finished = _new(otto), _new(otto)
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


def test_the_drill_proves_a_backup_and_leaves_nothing_behind(spare, ring, tmp_path):
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


def test_a_server_action_rotates_in_nobodys_name(spare):
    """Code an administrator types in runs in the administrator's own name."""
    sam, otto = spare.login("sam"), spare.login("otto")
    job = _new(otto)
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
