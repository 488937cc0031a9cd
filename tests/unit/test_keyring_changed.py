# SPDX-License-Identifier: LGPL-3.0-or-later
"""The key ring changed: whatever happens half way, no key is lost that somebody needs, and nobody else gets to see one."""

import os
import stat
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.key_rings import DATA_KEY, SCOPE, SOURCE, command, content_of, keyring


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keyring.json"


@pytest.fixture
def ring(path):
    return keyring.create(path)


def _neighbours(path):
    return sorted(other.name for other in path.parent.iterdir() if other != path)


def test_add_makes_a_new_current_key_and_keeps_the_old(path, ring):
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    old = content_of(path)["keys"]
    newer = keyring.add(path)
    assert newer.current != ring.current
    assert set(newer.key_ids) == {ring.current, newer.current}
    assert content_of(path)["keys"][ring.current] == old[ring.current]
    assert newer.unwrap(key_id, wrapped, SCOPE) == DATA_KEY
    assert keyring.load(path).current == newer.current


def test_each_change_leaves_the_ring_before_it(path, ring):
    before = content_of(path)
    keyring.add(path)
    kept = [name for name in _neighbours(path) if ".before-" in name]
    assert len(kept) == 1
    copy = path.with_name(kept[0])
    assert content_of(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_change_is_private_whatever_the_umask(path, ring):
    before = os.umask(0)
    try:
        keyring.add(path)
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_link_stays_a_link(path, ring, tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to(path)
    newer = keyring.add(link)
    assert link.is_symlink()
    assert keyring.load(path).current == newer.current


class _PowerCut(Exception):
    pass


@pytest.mark.parametrize("step", ["open", "fsync", "replace", "fchown"])
@pytest.mark.parametrize("turn", range(6))
def test_interrupted_anywhere_the_ring_is_the_old_or_the_new_one(path, ring, monkeypatch, step, turn):
    before, real, calls = content_of(path), getattr(os, step), []

    def cut(*args, **kwargs):
        calls.append(args)
        if len(calls) == turn + 1:
            raise _PowerCut
        return real(*args, **kwargs)

    if step == "fchown":  # as if another user owned the ring
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, cut)
        try:
            keyring.add(path)
        except _PowerCut:
            pass
    after = content_of(path)
    assert before["keys"].items() <= after["keys"].items(), "a key is lost"
    assert keyring.load(path)
    assert keyring.add(path)  # nothing left lying about stands in the way of the next change


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_full_disk_is_a_problem_that_changes_nothing(path, ring, monkeypatch, step):
    before = path.read_bytes()

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(keyring.KeyRingProblem, match="it is as it was"):
            keyring.add(path)
    assert path.read_bytes() == before


def test_the_owner_stays_the_owner(path, ring, monkeypatch):
    """Changed by root, the ring must stay readable for the user the server runs as."""
    given = []
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    monkeypatch.setattr(os, "fchown", lambda _file, uid, gid: given.append((uid, gid)))
    keyring.add(path)
    assert given == [(path.stat().st_uid, path.stat().st_gid)] * 2


def test_a_damaged_ring_is_not_changed(path, ring):
    path.write_text(path.read_text()[:80])
    before = path.read_bytes()
    for change in (lambda: keyring.add(path), lambda: keyring.retire(path, ring.current, {"x"})):
        with pytest.raises(keyring.KeyRingProblem, match="damaged"):
            change()
    assert path.read_bytes() == before


def test_two_at_once_lose_no_key(path, ring):
    line = [sys.executable, SOURCE, "add", path]
    running = [subprocess.Popen(line, stdout=subprocess.DEVNULL) for _turn in range(6)]
    assert [one.wait() for one in running] == [0] * 6
    assert len(keyring.load(path).key_ids) == 7


def test_retire(path, ring):
    newer = keyring.add(path)
    for key_id, needed, why in (
        (newer.current, {ring.current}, "current key"),
        (ring.current, {ring.current, newer.current}, "still wrapped"),
        ("kek-unknown", {newer.current}, "has no key"),
    ):
        before = path.read_bytes()
        with pytest.raises(keyring.KeyRingProblem, match=why):
            keyring.retire(path, key_id, needed)
        assert path.read_bytes() == before
    assert keyring.retire(path, ring.current, {newer.current}).key_ids == (newer.current,)


@settings(max_examples=20)
@given(st.lists(st.one_of(st.just("add"), st.integers(0, 5)), max_size=8))
def test_whatever_is_done_what_is_needed_stays(tmp_path_factory, steps):
    """Data keys wrapped at any moment open for as long as somebody needs them."""
    path = tmp_path_factory.mktemp("ring") / "keyring.json"
    ring, wrapped = keyring.create(path), []
    for step in steps:
        wrapped.append(ring.wrap(DATA_KEY, SCOPE))
        if step == "add":
            ring = keyring.add(path)
        else:
            key_id = ring.key_ids[step % len(ring.key_ids)]
            try:
                ring = keyring.retire(path, key_id, {needed for needed, _blob in wrapped})
            except keyring.KeyRingProblem:
                pass
        for key_id, blob in wrapped:
            assert ring.unwrap(key_id, blob, SCOPE) == DATA_KEY


# ---- by its commands
def test_the_commands(path, ring):
    for word in ("add", "rotate"):
        before = keyring.load(path).current
        done = command(word, path)
        assert done.returncode == 0, done.stderr
        assert keyring.load(path).current != before
        assert "rotate-keys --kek" in done.stdout
    ids = keyring.load(path).key_ids
    shown = command("list", path)
    assert shown.returncode == 0
    assert [line.split()[0] for line in shown.stdout.splitlines()] == list(ids)
    assert shown.stdout.splitlines()[-1].endswith("current")
    secrets = [entry["secret"] for entry in content_of(path)["keys"].values()]
    assert not [secret for secret in secrets if secret in shown.stdout]


def test_retire_from_the_command_line_wants_to_know_what_is_needed(path, ring):
    newer = keyring.add(path)
    assert "--still-needed" in command("retire", path, ring.current).stderr
    empty = command("retire", path, ring.current, "--still-needed", "-", text="\n")
    assert empty.returncode == 1
    assert "no database was asked" in empty.stderr
    kept = command(
        "retire", path, ring.current, "--still-needed", "-", text=f"{ring.current}\n{newer.current}\n"
    )
    assert kept.returncode == 1
    assert "rewrap" in kept.stderr
    assert ring.current in keyring.load(path).key_ids
    gone = command("retire", path, ring.current, "--still-needed", "-", text=f"{newer.current}\n")
    assert gone.returncode == 0, gone.stderr
    assert keyring.load(path).key_ids == (newer.current,)
    for done in (empty, kept, gone):
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("word", ["add", "list", "retire"])
def test_the_commands_on_a_ring_that_is_not_there(path, word):
    more = ("x", "--still-needed", "-") if word == "retire" else ()
    done = command(word, path, *more, text="y\n")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
