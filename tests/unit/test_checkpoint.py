# SPDX-License-Identifier: LGPL-3.0-or-later
"""Checkpoints: the standard's own example, and that no changed one is taken for signed."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

checkpoint = tool("checkpoint")
BadCheckpoint, Checkpoint = checkpoint.BadCheckpoint, checkpoint.Checkpoint

# The key and the note in the documentation of Go's package golang.org/x/mod/sumdb/note, which defines the form.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ORIGIN = "centre.example/access-records"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = checkpoint.key_text(ORIGIN, PRIVATE.public_key().public_bytes_raw())
FOUND = Checkpoint(
    ORIGIN, 17, bytes(range(32)), {"at": "2026-11-24T10:00:00Z", "last": "19", "gaps": "2", "previous": "-"}
)
NOTE = checkpoint.sign(FOUND, PRIVATE)


def test_keys_are_written_as_others_write_them():
    name, _key_id, public = checkpoint._read_key(GO_KEY)
    assert checkpoint.key_text(name, public) == GO_KEY


def test_what_was_signed_is_read():
    assert checkpoint.read(NOTE, [GO_KEY, KEY]) == FOUND
    assert (FOUND.last, FOUND.gaps) == (19, 2)
    assert NOTE.splitlines()[:2] == [ORIGIN, "17"]


def test_a_signature_of_others_beside_ours_does_not_harm():
    assert checkpoint.read(NOTE + "— witness.example AAAA\n", [KEY]) == FOUND


@given(st.data())
def test_no_changed_checkpoint_is_read(data):
    at = data.draw(st.integers(0, len(NOTE) - 1))
    sign = data.draw(st.characters(codec="utf-8").filter(lambda sign: sign != NOTE[at]))
    changed = NOTE[:at] + sign + NOTE[at + 1 :]
    try:
        assert checkpoint.read(changed, [KEY]) == FOUND  # a line break of another kind at its very end
    except BadCheckpoint:
        pass


@pytest.mark.parametrize("keys", [[], [GO_KEY], [checkpoint.key_text(ORIGIN, bytes(32))]])
def test_nor_one_signed_by_somebody_else(keys):
    with pytest.raises(BadCheckpoint):
        checkpoint.read(NOTE, keys)


@pytest.mark.parametrize("text", ["", "\n\n", "a\n1\nAAAA\n\n", "x" * 20_000, NOTE.replace("17", "017")])
def test_nor_what_is_none(text):
    with pytest.raises(BadCheckpoint):
        checkpoint.read(text, [KEY])


@pytest.mark.parametrize(
    "text", ["", "a+b+c", KEY[:-4], KEY.replace("+", "-"), ORIGIN + "+00000000+" + KEY.rpartition("+")[2]]
)
def test_a_damaged_key_is_named_as_such(text):
    with pytest.raises(BadCheckpoint, match="key"):
        checkpoint.read(NOTE, [text])


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "line\nbreak"])
def test_a_log_needs_a_name_of_one_word(origin):
    with pytest.raises(ValueError, match="name"):
        checkpoint.sign(Checkpoint(origin, 1, bytes(32), {}), PRIVATE)
