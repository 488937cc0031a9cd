# SPDX-License-Identifier: LGPL-3.0-or-later
"""The seal key is exchanged: the chain of keys is followed from the first, and at each moment one key is believed. The exchange of the
files may stop after any step and goes on."""

import os

import pytest

from tests.support.pure_tools import tool
from tests.support.sealed_log import KEY, ORIGIN, OTHER, PRIVATE, Log, checkpoint, log_check, run

files, signing = tool("seal_key_files"), tool("consent_signing")
NEXT = checkpoint.key_text(ORIGIN, OTHER.public_key().public_bytes_raw())


def renewed(count=300, old=PRIVATE, new=OTHER):
    """A log of ``count`` records, a seal every hundred, whose key is exchanged after them, and a hundred more."""
    log = Log(count, 100, private=old)
    log.seal(successor=checkpoint.key_text(ORIGIN, new.public_key().public_bytes_raw()))
    log.private = new
    for _ in range(100):
        log.add()
    log.seal()
    return log


def resealed(log, number, private=None, **more):
    """Checkpoint ``number`` signed anew with other lines, and what follows as if it had been so."""
    found = checkpoint.read_unsigned(log.notes[number])
    found.more.update(more)
    log.notes[number] = checkpoint.sign(found, private or PRIVATE)


def test_the_keys_are_followed_from_the_first():
    log = renewed()
    chain = log_check.read_chain(log.notes, [KEY])
    assert chain.damage is None
    assert chain.keys == [KEY, NEXT]
    assert [(span.first, span.last, span.sizes) for span in chain.spans] == [
        (1, 4, (0, 300)),
        (5, 5, (300, 400)),
    ]
    assert log.check() is None


def test_the_newest_key_alone_is_not_where_the_log_began():
    assert log_check.read_chain(renewed().notes, [NEXT]).damage.kind == "seal"
    assert log_check.read_chain(renewed().notes, [NEXT, KEY]).damage.kind == "seal"


def test_history_signed_again_by_the_newest_key_is_refused():
    log, previous = renewed(), "-"
    for number in range(len(log.notes)):
        resealed(log, number, private=OTHER, previous=previous)
        previous = checkpoint.digest(log.notes[number])
    assert log_check.read_chain(log.notes, [KEY, NEXT]).damage.first == 1


def test_a_forged_successor_is_refused():
    log = renewed()
    third = checkpoint.key_text(ORIGIN, Log(0, 1).private.public_key().public_bytes_raw())
    log.notes[3] = log.notes[3].replace(NEXT, third)
    assert log.check().first == 4
    log = renewed()
    resealed(log, 3, private=OTHER)  # the new key says of itself that it follows
    assert log.check().first == 4
    log = renewed()
    log.notes[3] = log.notes[3].replace(f"successor {NEXT}\n", f"successor {NEXT}\nsuccessor {third}\n")
    assert log.check().first == 4


def test_there_is_one_successor():
    log = Log(100, 100)
    log.seal(successor=NEXT)
    log.seal(successor=checkpoint.key_text(ORIGIN, PRIVATE.public_key().public_bytes_raw()))
    assert log.check().kind == "seal"


def test_the_old_key_signs_nothing_after_its_turn():
    log = renewed()
    log.add()
    log.private = PRIVATE
    log.seal()
    assert (log.check().kind, log.check().first) == ("seal", 6)


def test_a_successor_that_is_no_key_ends_the_log():
    log = Log(100, 100)
    log.seal(successor="nonsense")
    assert log.check() is None
    log.seal()
    assert log.check().kind == "seal"


def test_an_auditor_with_the_first_key_checks_all_of_it(tmp_path):
    log = renewed()
    path, kept = log.bundle(tmp_path / "log.zip"), tmp_path / "kept.txt"
    for note in log.notes:  # of the old key, and of the new one
        kept.write_text(note, "utf-8")
        code, text = run("check", path, "--key", KEY, "--checkpoint", kept)
        assert code == 0, text
    code, text = run("keys", path, "--key", KEY)
    assert code == 0
    assert [line.split()[0] for line in text.splitlines()] == [KEY, NEXT]
    assert run("check", path, "--key", NEXT)[0] == 1


def test_a_kept_checkpoint_of_a_key_that_had_no_turn_is_refused(tmp_path):
    log = renewed()
    found = checkpoint.read_unsigned(log.notes[-1])
    kept = tmp_path / "kept.txt"
    kept.write_text(
        checkpoint.sign(found, PRIVATE), "utf-8"
    )  # the old key, for a log larger than it ever sealed
    code, text = run("check", log.bundle(tmp_path / "log.zip"), "--key", KEY, "--checkpoint", kept)
    assert code == 1
    assert "not the one of the log then" in text


def test_a_proof_is_checked_with_the_key_of_its_time(tmp_path):
    log = renewed()
    code, proof = run("prove", log.bundle(tmp_path / "log.zip"), "--key", KEY, "--record", log.entries[5][0])
    assert code == 0
    (tmp_path / "proof").write_text(proof, "utf-8")
    assert run("record", tmp_path / "proof", "--key", NEXT)[0] == 0


# ---- the files
@pytest.fixture
def key(tmp_path):
    path = tmp_path / "seal.key"
    path.write_text("ab" * 32)
    path.chmod(0o600)
    return path


def test_the_new_key_takes_the_place_of_the_old(key):
    old, new = signing.load(key), files.prepare(key)
    assert signing.load(key).public == old.public  # until it is swapped
    kept = files.swap(key)
    assert signing.load(key).public == new.public
    assert signing.load(kept).public == old.public
    assert [signer.public for _file, signer in files.former(key)] == [old.public]
    assert not files.next_path(key).exists()
    assert all(path.stat().st_mode & 0o077 == 0 for path in key.parent.iterdir())


def test_a_key_that_never_was_signed_for_is_discarded(key):
    files.next_path(key).write_text("cd" * 32)
    files.next_path(key).chmod(0o600)
    assert files.prepare(key).public != signing.Signer(bytes([0xCD]) * 32).public


@pytest.mark.parametrize("step", ["link", "replace"])
def test_stopped_between_two_steps_it_goes_on(key, step, monkeypatch):
    old, new = signing.load(key), files.prepare(key)

    def stop(*_words):
        raise OSError(5, "as if the power had gone")

    with monkeypatch.context() as patched:
        patched.setattr(*((os, "link") if step == "link" else (files.Path, "replace")), stop)
        with pytest.raises(signing.SealKeyProblem):
            files.swap(key)
    assert signing.load(key).public == old.public
    files.swap(key)
    assert signing.load(key).public == new.public
    assert len(files.former(key)) == 1
