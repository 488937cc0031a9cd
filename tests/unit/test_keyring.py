# SPDX-License-Identifier: LGPL-3.0-or-later
"""The key ring: made once, never overwritten, and useless unless it is whole and private."""

import base64
import importlib.util
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SOURCE = Path(__file__).resolve().parents[2] / "wlec_confidentiality" / "tools" / "keyring.py"
_spec = importlib.util.spec_from_file_location("wlec_keyring", SOURCE)
keyring = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(keyring)

DATA_KEY = bytes(range(32))
SCOPE = "wlec.case,7"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keyring.json"


@pytest.fixture
def ring(path):
    return keyring.create(path)


def _write(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(0o600)
    return path


def _content(path):
    return json.loads(path.read_text())


# ---- made
def test_create_makes_a_private_file(path, ring):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = _content(path)
    assert content["format"] == keyring.FORMAT
    assert list(content["keys"]) == [content["current"]] == list(ring.key_ids)
    assert len(base64.b64decode(content["keys"][ring.current]["secret"])) == 32


def test_create_is_private_whatever_the_umask(path):
    before = os.umask(0)
    try:
        keyring.create(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_create_never_overwrites(path, ring):
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        keyring.create(path)
    assert path.read_bytes() == before


def test_create_does_not_follow_a_link_left_there(path, tmp_path):
    path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(FileExistsError):
        keyring.create(path)
    assert not (tmp_path / "elsewhere.json").exists()


def test_no_two_rings_are_alike(tmp_path):
    rings = [keyring.create(tmp_path / f"{number}.json") for number in range(5)]
    assert len({ring.current for ring in rings}) == 5
    secrets = {
        _content(tmp_path / f"{number}.json")["keys"][ring.current]["secret"]
        for number, ring in enumerate(rings)
    }
    assert len(secrets) == 5


def test_made_from_the_command_line(path):
    command = [sys.executable, SOURCE, "create", path]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    before = path.read_bytes()
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode != 0
    assert "cannot make the key ring" in again.stderr
    assert "Traceback" not in again.stderr
    assert path.read_bytes() == before
    assert keyring.load(path)


def test_the_command_line_explains_itself():
    done = subprocess.run([sys.executable, SOURCE], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "usage" in done.stderr


# ---- refused
@pytest.mark.parametrize("nothing", [None, "", False])
def test_not_configured(nothing):
    with pytest.raises(keyring.KeyRingProblem, match="WLEC_KEYRING"):
        keyring.load(nothing)


def test_missing(path):
    with pytest.raises(keyring.KeyRingProblem, match="cannot be read"):
        keyring.load(path)


def test_a_folder(tmp_path):
    with pytest.raises(keyring.KeyRingProblem, match="cannot be read"):
        keyring.load(tmp_path)


def test_not_text(path):
    path.write_bytes(b"\xff\xfe\x00\x80")
    path.chmod(0o600)
    with pytest.raises(keyring.KeyRingProblem, match="cannot be read"):
        keyring.load(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620, 0o601])
def test_readable_by_others(path, ring, mode):
    path.chmod(mode)
    with pytest.raises(keyring.KeyRingProblem, match="chmod 600"):
        keyring.load(path)


KEY = base64.b64encode(bytes(32)).decode()
DAMAGED = {
    "empty": "",
    "half written": '{"format": 1, "current": "a", "keys": {"a": {"secr',
    "not an object": [],
    "a number": 7,
    "null": "null",
    "no format": {"current": "a", "keys": {"a": {"secret": KEY}}},
    "no keys": {"format": 1, "current": "a"},
    "keys a list": {"format": 1, "current": "a", "keys": [KEY]},
    "keys none": {"format": 1, "current": "a", "keys": {}},
    "no current": {"format": 1, "keys": {"a": {"secret": KEY}}},
    "unknown current": {"format": 1, "current": "b", "keys": {"a": {"secret": KEY}}},
    "current a list": {"format": 1, "current": ["a"], "keys": {"a": {"secret": KEY}}},
    "format of tomorrow": {"format": 2, "current": "a", "keys": {"a": {"secret": KEY}}},
    "no secret": {"format": 1, "current": "a", "keys": {"a": {}}},
    "secret null": {"format": 1, "current": "a", "keys": {"a": {"secret": None}}},
    "entry a text": {"format": 1, "current": "a", "keys": {"a": KEY}},
    "not base64": {"format": 1, "current": "a", "keys": {"a": {"secret": "*" * 44}}},
    "31 bytes": {
        "format": 1,
        "current": "a",
        "keys": {"a": {"secret": base64.b64encode(bytes(31)).decode()}},
    },
    "16 bytes": {
        "format": 1,
        "current": "a",
        "keys": {"a": {"secret": base64.b64encode(bytes(16)).decode()}},
    },
    "33 bytes": {
        "format": 1,
        "current": "a",
        "keys": {"a": {"secret": base64.b64encode(bytes(33)).decode()}},
    },
    "an old key damaged": {
        "format": 1,
        "current": "a",
        "keys": {"a": {"secret": KEY}, "b": {"secret": "short"}},
    },
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged(path, content):
    with pytest.raises(keyring.KeyRingProblem) as caught:
        keyring.load(_write(path, content))
    assert KEY not in str(caught.value), "the message holds a key"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@settings(max_examples=30, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_other_json_is_a_problem_not_a_crash(tmp_path_factory, content):
    path = _write(tmp_path_factory.mktemp("ring") / "keyring.json", content)
    with pytest.raises(keyring.KeyRingProblem):
        keyring.load(path)


# ---- used
@given(st.binary(min_size=32, max_size=32), st.text(min_size=1, max_size=60))
def test_wrap_and_unwrap(tmp_path_factory, data_key, scope):
    ring = keyring.create(tmp_path_factory.mktemp("ring") / "keyring.json")
    key_id, wrapped = ring.wrap(data_key, scope)
    assert data_key not in wrapped
    assert ring.unwrap(key_id, wrapped, scope) == data_key


def test_a_reloaded_ring_unwraps(path, ring):
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    assert keyring.load(path).unwrap(key_id, wrapped, SCOPE) == DATA_KEY


def test_another_scope_is_refused(ring):
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    for scope in ("wlec.case,8", "wlec.case,77", "wlec.policy,7", ""):
        with pytest.raises(keyring.KeyRingProblem):
            ring.unwrap(key_id, wrapped, scope)


def test_every_flipped_bit_of_a_wrapped_key_is_refused(ring):
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    for position in range(len(wrapped) * 8):
        forged = bytearray(wrapped)
        forged[position // 8] ^= 1 << position % 8
        with pytest.raises(keyring.KeyRingProblem):
            ring.unwrap(key_id, bytes(forged), SCOPE)


def test_every_truncation_of_a_wrapped_key_is_refused(ring):
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    for length in range(len(wrapped)):
        with pytest.raises(keyring.KeyRingProblem):
            ring.unwrap(key_id, wrapped[:length], SCOPE)


def test_the_wrong_ring_is_refused(tmp_path, ring):
    other = keyring.create(tmp_path / "other.json")
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    with pytest.raises(keyring.KeyRingProblem, match="restore the key ring"):
        other.unwrap(key_id, wrapped, SCOPE)
    with pytest.raises(keyring.KeyRingProblem, match="not wrapped by this key ring"):
        other.unwrap(other.current, wrapped, SCOPE)


def test_older_keys_still_unwrap(path, ring):
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    content = _content(path)
    content["keys"]["kek-next"] = {"created": "2030-01-01T00:00:00+00:00", "secret": KEY}
    content["current"] = "kek-next"
    rotated = keyring.load(_write(path, content))
    assert rotated.unwrap(key_id, wrapped, SCOPE) == DATA_KEY
    assert rotated.wrap(DATA_KEY, SCOPE)[0] == "kek-next"


def test_a_ring_shows_no_key(path, ring):
    secret = _content(path)["keys"][ring.current]["secret"]
    shown = f"{ring!r} {ring} {vars(ring)}"
    assert secret not in shown
    assert repr(base64.b64decode(secret)) not in shown


# ---- changed
def _neighbours(path):
    return sorted(other.name for other in path.parent.iterdir() if other != path)


def test_add_makes_a_new_current_key_and_keeps_the_old(path, ring):
    key_id, wrapped = ring.wrap(DATA_KEY, SCOPE)
    old = _content(path)["keys"]
    newer = keyring.add(path)
    assert newer.current != ring.current
    assert set(newer.key_ids) == {ring.current, newer.current}
    assert _content(path)["keys"][ring.current] == old[ring.current]
    assert newer.unwrap(key_id, wrapped, SCOPE) == DATA_KEY
    assert keyring.load(path).current == newer.current


def test_each_change_leaves_the_ring_before_it(path, ring):
    before = _content(path)
    keyring.add(path)
    kept = [name for name in _neighbours(path) if ".before-" in name]
    assert len(kept) == 1
    copy = path.with_name(kept[0])
    assert _content(copy) == before
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
    before, real, calls = _content(path), getattr(os, step), []

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
    after = _content(path)
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
    command = [sys.executable, SOURCE, "add", path]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _turn in range(6)]
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


@settings(max_examples=20, deadline=None)
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


def _run(*words, text=None):
    command = [sys.executable, SOURCE, *words]
    return subprocess.run(command, capture_output=True, text=True, input=text, check=False)


def test_the_commands(path, ring):
    for word in ("add", "rotate"):
        before = keyring.load(path).current
        done = _run(word, path)
        assert done.returncode == 0, done.stderr
        assert keyring.load(path).current != before
        assert "rotate-keys --kek" in done.stdout
    ids = keyring.load(path).key_ids
    shown = _run("list", path)
    assert shown.returncode == 0
    assert [line.split()[0] for line in shown.stdout.splitlines()] == list(ids)
    assert shown.stdout.splitlines()[-1].endswith("current")
    secrets = [entry["secret"] for entry in _content(path)["keys"].values()]
    assert not [secret for secret in secrets if secret in shown.stdout]


def test_retire_from_the_command_line_wants_to_know_what_is_needed(path, ring):
    newer = keyring.add(path)
    assert "--still-needed" in _run("retire", path, ring.current).stderr
    empty = _run("retire", path, ring.current, "--still-needed", "-", text="\n")
    assert empty.returncode == 1
    assert "no database was asked" in empty.stderr
    kept = _run(
        "retire", path, ring.current, "--still-needed", "-", text=f"{ring.current}\n{newer.current}\n"
    )
    assert kept.returncode == 1
    assert "rewrap" in kept.stderr
    assert ring.current in keyring.load(path).key_ids
    gone = _run("retire", path, ring.current, "--still-needed", "-", text=f"{newer.current}\n")
    assert gone.returncode == 0, gone.stderr
    assert keyring.load(path).key_ids == (newer.current,)
    for done in (empty, kept, gone):
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("word", ["add", "list", "retire"])
def test_the_commands_on_a_ring_that_is_not_there(path, word):
    more = ("x", "--still-needed", "-") if word == "retire" else ()
    done = _run(word, path, *more, text="y\n")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
