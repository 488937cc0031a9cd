# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whatever is done to a sealed log shows, and a log nothing was done to never alarms; in memory, and as an exported file checked
by the program that outsiders run."""

import contextlib
import io
import os
import random
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta, timezone

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import TOOLS, tool

checkpoint, event_entry, merkle = tool("checkpoint"), tool("event_entry"), tool("merkle")
log_bundle, log_check, seal_state = tool("log_bundle"), tool("log_check"), tool("seal_state")
verify_log = tool("verify_log")

ORIGIN = "access-records/a-test"
PRIVATE, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
KEY = checkpoint.key_text(ORIGIN, PRIVATE.public_key().public_bytes_raw())
START = datetime(2026, 11, 24, 10, tzinfo=timezone.utc)


def row(number):
    return {
        "version": 1, "id": number, "at": START + timedelta(seconds=number), "action": "read", "model": "wlec.case",
        "record_ids": [number % 7 + 1], "field_names": ["matter"], "case_ids": [number % 7 + 1], "user_id": 6, "actor_id": 6,
        "su": False, "origin": "http", "route": "/web/dataset/call_kw", "method": "web_read", "ip": "127.0.0.1", "session": None,
        "api_key_id": None, "request_id": None, "outcome": "ok",
    }  # fmt: skip


class Log:
    """A log as the sealer makes it: numbers with gaps, a seal now and then."""

    def __init__(self, count, every, seed=1, private=PRIVATE):
        self.random, self.private = random.Random(seed), private
        self.entries, self.notes, self.tiles = [], [], {}
        self.tree, self.last, self.gaps = merkle.Tree(), 0, 0
        for number in range(count):
            self.add()
            if (number + 1) % every == 0:
                self.seal()

    def add(self):
        step = 1 + (self.random.random() < 0.1)
        self.last, self.gaps = self.last + step, self.gaps + step - 1
        entry = event_entry.encode(row(self.last))
        self.entries.append((self.last, entry))
        if tile := self.tree.add(merkle.leaf_hash(entry)):
            self.tiles[self.tree.tiles - 1] = tile

    def seal(self, **more):
        previous = checkpoint.digest(self.notes[-1]) if self.notes else "-"
        more = {
            "at": "2026-11-24T10:00:00Z",
            "last": str(self.last),
            "gaps": str(self.gaps),
            "previous": previous,
            **more,
        }
        found = checkpoint.Checkpoint(ORIGIN, self.tree.size, self.tree.root(), more)
        self.notes.append(checkpoint.sign(found, self.private))

    def check(self, keys=(KEY,), step=None):
        seals, damage = log_check.read_seals(self.notes, keys)
        if damage:
            return damage
        checker = log_check.Checker(seals, self.tiles.get)
        for at, (number, entry) in enumerate(self.entries):
            if step and at and at % step == 0:  # put away and taken up again
                place, seal = checker.mark().as_json(), checker.seal
                checker = log_check.Checker(seals, self.tiles.get, seal_state.Mark.of_json(place), seal)
            if not checker.take(number, entry):
                break
        return checker.finish()

    def bundle(self, path):
        with path.open("wb") as file:
            writer = log_bundle.Writer(file, ORIGIN, KEY)
            for _number, entry in self.entries:
                writer.add(entry)
            writer.close(self.notes)
        return path


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1200), st.integers(1, 300), st.integers(0, 99), st.sampled_from([None, 1, 100, 257]))
def test_a_log_nothing_was_done_to_never_alarms(count, every, seed, step):
    assert Log(count, every, seed).check(step=step) is None


CHANGES = {
    "changed": lambda log, at: log.entries.__setitem__(
        at, (log.entries[at][0], event_entry.encode(row(log.entries[at][0]) | {"actor_id": 7}))
    ),
    "a microsecond": lambda log, at: log.entries.__setitem__(
        at,
        (
            log.entries[at][0],
            event_entry.encode(
                row(log.entries[at][0]) | {"at": row(log.entries[at][0])["at"] + timedelta(microseconds=1)}
            ),
        ),
    ),
    "removed": lambda log, at: log.entries.pop(at),
    "put in": lambda log, at: log.entries.insert(at, (log.entries[at][0] - 1, log.entries[at][1])),
    "put before all": lambda log, at: log.entries.insert(0, (-5, log.entries[at][1])),
    "swapped": lambda log, at: log.entries.__setitem__(
        at, (log.entries[at][0], log.entries[(at + 1) % len(log.entries)][1])
    ),
    "all removed": lambda log, at: log.entries.clear(),
    "the end removed": lambda log, at: log.entries.__delitem__(slice(at, None)),
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CHANGES)), st.integers(1, 600), st.integers(1, 300), st.data())
def test_whatever_is_done_to_sealed_records_shows(change, count, every, data):
    log = Log(count, every)
    sealed = count - count % every
    if not sealed:
        return
    at = data.draw(st.integers(0, sealed - 1))
    number = log.entries[at][0]
    CHANGES[change](log, at)
    if change == "swapped" and sealed == 1 == count:
        return  # nothing to swap it with
    damage = log.check()
    assert damage is not None
    if change in ("changed", "a microsecond", "removed"):
        assert damage.first <= number <= damage.last, "the range named holds the record"
    assert log.check(step=50) is not None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("seal", lambda notes: notes.__setitem__(1, notes[1].replace("\n200\n", "\n199\n"))),
        ("chain", lambda notes: notes.pop(1)),
        ("chain", lambda notes: notes.pop(0)),
        ("chain", lambda notes: notes.insert(1, notes[1])),
        ("chain", lambda notes: notes.reverse()),
        ("seal", lambda notes: notes.append("nonsense")),
    ],
)
def test_whatever_is_done_to_the_seals_shows(name, change):
    log = Log(500, 100)
    change(log.notes)
    assert log.check().kind == name


def test_a_log_sealed_anew_with_another_key_is_refused():
    log = Log(500, 100, private=OTHER)
    assert log.check().kind == "seal"


def test_a_key_names_its_successor_and_is_then_believed_no_more():
    log = Log(200, 100)
    successor = checkpoint.key_text(ORIGIN, OTHER.public_key().public_bytes_raw())
    log.seal(successor=successor)
    log.add()
    log.private = OTHER
    log.seal()
    assert log.check() is None
    log.add()
    log.private = PRIVATE  # stolen, or kept, after it was given up
    log.seal()
    assert log.check().kind == "seal"


# ---- the file for outsiders
def run(*words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = verify_log.main([str(word) for word in words])
    return code, out.getvalue()


def test_an_exported_log_is_checked_by_the_program_alone(tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    for name in (
        "verify_log",
        "checkpoint",
        "event_entry",
        "log_bundle",
        "log_check",
        "merkle",
        "seal_state",
    ):
        shutil.copy(TOOLS / f"{name}.py", alone)
    path = Log(700, 100).bundle(tmp_path / "log.zip")
    command = [sys.executable, "-I", str(alone / "verify_log.py"), "check", str(path), "--key", KEY]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={"PATH": os.environ["PATH"]}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("INTACT: 700 records, 7 checkpoints")


def test_an_older_checkpoint_shows_a_log_rewritten_with_the_stolen_key(tmp_path):
    kept = tmp_path / "kept.txt"
    honest = Log(700, 100)
    kept.write_text(honest.notes[3], "utf-8")
    code, text = run("check", honest.bundle(tmp_path / "a.zip"), "--key", KEY, "--checkpoint", kept)
    assert code == 0
    assert "nothing was rewritten" in text
    rewritten = Log(700, 100, seed=2)  # every checkpoint genuine, by the genuine key
    code, text = run("check", rewritten.bundle(tmp_path / "b.zip"), "--key", KEY, "--checkpoint", kept)
    assert code == 1
    assert "rewritten" in text
    code, text = run("check", Log(300, 100).bundle(tmp_path / "c.zip"), "--key", KEY, "--checkpoint", kept)
    assert code == 1
    assert "fewer" in text


def test_a_record_is_proved_to_be_in_the_log(tmp_path):
    log = Log(700, 100)
    path, number = log.bundle(tmp_path / "log.zip"), log.entries[345][0]
    code, proof = run("prove", path, "--key", KEY, "--record", number)
    assert code == 0
    (tmp_path / "proof").write_text(proof, "utf-8")
    code, text = run("record", tmp_path / "proof", "--key", KEY)
    assert code == 0
    assert f'"id": {number}' in text
    for bad in (
        proof.replace("index 345", "index 346"),
        proof[:-20],
        "",
        proof.replace("extra ", "extra AA"),
    ):
        (tmp_path / "proof").write_text(bad, "utf-8")
        assert run("record", tmp_path / "proof", "--key", KEY)[0] == 1
    assert run("prove", path, "--key", KEY, "--record", 10**6)[0] == 1


def test_the_records_of_one_file_are_listed(tmp_path):
    code, text = run("show", Log(70, 10).bundle(tmp_path / "log.zip"), "--key", KEY, "--file", 3)
    assert code == 0
    assert len(text.splitlines()) == 8
    assert all('"case_ids": [3]' in line for line in text.splitlines())


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_damaged_file_is_called_intact(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    path = Log(120, 40).bundle(folder / "log.zip")
    with zipfile.ZipFile(path) as found:
        parts = {
            name: bytearray(found.read(name))
            for name in found.namelist()
            if name not in ("readme.txt", "key.txt")
        }
    name = data.draw(st.sampled_from(sorted(parts)))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    parts[name][at] ^= 1 << data.draw(st.integers(0, 7))
    with zipfile.ZipFile(path, "w") as changed:
        changed.writestr("key.txt", KEY)
        for part, content in parts.items():
            changed.writestr(part, bytes(content))
    code, text = run("check", path, "--key", KEY)
    assert code == 1, text


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_log_is_named_as_such(tmp_path, content):
    (tmp_path / "log.zip").write_bytes(content)
    code, text = run("check", tmp_path / "log.zip", "--key", KEY)
    assert code == 1
    assert text.startswith("REFUSED")
    assert run("check", tmp_path / "none.zip", "--key", KEY)[0] == 1
