# SPDX-License-Identifier: LGPL-3.0-or-later
"""The key ring: made once, never overwritten, and useless unless it is whole and private."""

import base64
import os
import shutil
import stat
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.key_rings import DATA_KEY, KEY, SCOPE, command, content_of, keyring, written
from tests.support.pure_tools import TOOLS


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keyring.json"


@pytest.fixture
def ring(path):
    return keyring.create(path)


# ---- made
def test_create_makes_a_private_file(path, ring):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = content_of(path)
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
        content_of(tmp_path / f"{number}.json")["keys"][ring.current]["secret"]
        for number, ring in enumerate(rings)
    }
    assert len(secrets) == 5


def test_made_from_the_command_line(path):
    assert command("create", path).returncode == 0
    before = path.read_bytes()
    again = command("create", path)
    assert again.returncode != 0
    assert "there is a file" in again.stderr
    assert "already" in again.stderr
    assert "Traceback" not in again.stderr
    assert path.read_bytes() == before
    assert keyring.load(path)


def test_it_runs_apart_from_the_addon(path, tmp_path):
    """Where there is no Odoo: the two files, and nothing of the caller's surroundings."""
    for name in ("keyring.py", "keyring_commands.py"):
        shutil.copy(TOOLS / name, tmp_path)
    words = [sys.executable, "-I", tmp_path / "keyring.py", "create", path]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert keyring.load(path)


def test_the_command_line_explains_itself():
    done = command()
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
        keyring.load(written(path, content))
    assert KEY not in str(caught.value), "the message holds a key"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@settings(max_examples=30)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_other_json_is_a_problem_not_a_crash(tmp_path_factory, content):
    path = written(tmp_path_factory.mktemp("ring") / "keyring.json", content)
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
    content = content_of(path)
    content["keys"]["kek-next"] = {"created": "2030-01-01T00:00:00+00:00", "secret": KEY}
    content["current"] = "kek-next"
    rotated = keyring.load(written(path, content))
    assert rotated.unwrap(key_id, wrapped, SCOPE) == DATA_KEY
    assert rotated.wrap(DATA_KEY, SCOPE)[0] == "kek-next"


def test_a_ring_shows_no_key(path, ring):
    secret = content_of(path)["keys"][ring.current]["secret"]
    shown = f"{ring!r} {ring} {vars(ring)}"
    assert secret not in shown
    assert repr(base64.b64decode(secret)) not in shown
