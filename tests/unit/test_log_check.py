# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whatever is done to a sealed log shows, and a log nothing was done to never alarms; in memory, and as an exported file checked
by the program that outsiders run."""

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import TOOLS
from tests.support.sealed_log import KEY, ORIGIN, OTHER, PRIVATE, Log, checkpoint, event_entry, row, run


@settings(max_examples=40)
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


@settings(max_examples=60)
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
def test_an_exported_log_is_checked_by_the_program_alone(tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    for name in (
        "verify_log",
        "bundle_check",
        "kept_roots",
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


@settings(max_examples=30)
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


def test_what_cannot_be_checked_is_not_called_refused(tmp_path):
    """A file that is not there, or a key that is none, says nothing about the log."""
    log = Log(70, 10).bundle(tmp_path / "log.zip")
    (tmp_path / "key.txt").write_text(KEY, "utf-8")
    (tmp_path / "picture").write_bytes(bytes(range(256)))
    for words, said in (
        (("check", tmp_path / "none.zip", "--key", KEY), "none.zip cannot be read (No such file"),
        (("check", tmp_path, "--key", KEY), "cannot be read (Is a directory)"),
        (("check", log, "--key", tmp_path / "key.txt"), "not the text of a key"),
        (("record", log, "--key", KEY), "is not a text"),
        (("check", log, "--key", KEY, "--checkpoint", tmp_path / "none"), "none cannot be read"),
        (("check", log, "--key", KEY, "--checkpoint", tmp_path / "picture"), "picture is not a text"),
        (("check", log, "--key", KEY, "--checkpoint", tmp_path / "key.txt"), "there is no checkpoint in it"),
    ):
        code, text = run(*words)
        assert (code, text[:13]) == (2, "NOT CHECKED: "), text
        assert said in text
        assert "codec" not in text


def test_a_log_of_another_key_says_which_key_signed_it(tmp_path):
    theirs = Log(70, 10, private=OTHER).bundle(tmp_path / "log.zip")
    code, text = run("check", theirs, "--key", KEY)
    assert code == 1
    used = checkpoint.key_name(checkpoint.key_text(ORIGIN, OTHER.public_key().public_bytes_raw()))
    assert used in text
    assert checkpoint.key_name(KEY) in text


@pytest.mark.parametrize(
    "around",
    [
        lambda notes: "".join(f"{note}\n--------\n" for note in notes),  # what a witness's file holds
        lambda notes: "\ufeff" + notes[0].replace("\n", "\r\n"),
        lambda notes: "Please keep this message.\n\n" + notes[1] + "\n-- \nThe centre",
        lambda notes: "".join(f"> {line}\n" for line in notes[2].splitlines()),
    ],
)
def test_a_kept_checkpoint_is_found_in_what_was_kept(tmp_path, around):
    log, kept = Log(70, 10), tmp_path / "kept"
    kept.write_text(around(log.notes), "utf-8", newline="")
    code, text = run("check", log.bundle(tmp_path / "a.zip"), "--key", KEY, "--checkpoint", kept)
    assert code == 0, text
    assert "nothing was rewritten since" in text
    rewritten = Log(70, 10, seed=2).bundle(tmp_path / "b.zip")
    code, text = run("check", rewritten, "--key", KEY, "--checkpoint", kept)
    assert code == 1, text
    assert text.startswith(f"REFUSED: {kept}: the log was rewritten")


@given(st.data())
def test_no_checkpoint_among_several_is_passed_over(data):
    notes = Log(40, 10).notes
    bad = data.draw(st.integers(0, 3))
    number = data.draw(st.integers(0, len(notes[bad].split("\n")) - 4))
    lines = notes[bad].split("\n")
    lines[number] = data.draw(st.sampled_from(["", "nonsense nonsense", "one\n\ntwo"]))
    text = "\n--------\n".join([*notes[:bad], "\n".join(lines), *notes[bad + 1 :]])
    try:
        found = checkpoint.found_in(text)
    except checkpoint.BadCheckpoint:
        return
    assert len(found) == 4
