# SPDX-License-Identifier: LGPL-3.0-or-later
"""Old records are removed for good: what is kept of them shows that nothing else was, everything later verifies and is proved as before,
and whoever touches what is kept, or removes more, is found out."""

import dataclasses
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import tool
from tests.support.sealed_log import KEY, Log, log_bundle, log_check, merkle, run

kept_roots = tool("kept_roots")
Kept = kept_roots.Kept


def keep(log, size):
    """What is kept of the first ``size`` records."""
    tree, tiles = merkle.Tree(), []
    for _number, entry in log.entries[:size]:
        if tile := tree.add(merkle.leaf_hash(entry)):
            tiles.append(tile)
    last = log.entries[size][0] - 1 if size < len(log.entries) else log.last
    return Kept(size, last, tuple(tiles), tuple(tree.pending))


def purge(log, size):
    """The sealer signs what it is about to remove, and it is gone."""
    log.kept = keep(log, size)
    log.seal(purged=log.kept.line())
    del log.entries[:size]
    return log


def check(log, kept=None):
    chain = log_check.read_chain(log.notes, [KEY])
    mark, passed, damage = log_check.start(chain.seals, kept or log.kept)
    if chain.damage or damage:
        return chain.damage or damage
    checker = log_check.Checker(chain.seals, log.tiles.get, mark, passed)
    for number, entry in log.entries:
        if not checker.take(number, entry):
            break
    return checker.finish()


def bundle(log, path, kept=None):
    with path.open("wb") as file:
        writer = log_bundle.Writer(file, "x", KEY)
        for _number, entry in log.entries:
            writer.add(entry)
        writer.close(log.notes, kept or log.kept)
    return path


@settings(max_examples=40)
@given(st.integers(2, 1500), st.integers(1, 300), st.integers(0, 99), st.data())
def test_what_is_left_verifies_and_goes_on(count, every, seed, data):
    log = purge(Log(count, every, seed), data.draw(st.integers(1, count - 1)))
    assert check(log) is None
    for _ in range(40):
        log.add()
    log.seal()
    assert check(log) is None
    again = data.draw(st.integers(1, len(log.entries) - 1))
    size = log.kept.size + again
    tree, tiles = log.kept.tree(), list(log.kept.tiles)
    for _number, entry in log.entries[:again]:
        if tile := tree.add(merkle.leaf_hash(entry)):
            tiles.append(tile)
    log.kept = Kept(size, log.entries[again][0] - 1, tuple(tiles), tuple(tree.pending))
    log.seal(purged=log.kept.line())
    del log.entries[:again]
    assert check(log) is None


@settings(max_examples=60)
@given(st.integers(300, 900), st.integers(1, 300), st.data())
def test_whoever_touches_what_is_kept_is_found_out(count, every, data):
    log = purge(Log(count, every), data.draw(st.integers(257, count - 1)))
    found, part = log.kept.as_json(), data.draw(st.sampled_from(["tiles", "pending", "size", "last"]))
    if part in ("size", "last"):
        found[part] += data.draw(st.sampled_from([-1, 1, 256]))
    elif found[part]:
        at = data.draw(st.integers(0, len(found[part]) - 1))
        change = data.draw(st.sampled_from(["exchanged", "removed"]))
        found[part][at : at + 1] = ["00" * 32] if change == "exchanged" else []
    else:
        return
    assert check(log, Kept.of_json(found)).kind == "purged"


def test_without_what_is_kept_it_is_damage():
    log = purge(Log(600, 100), 300)
    chain = log_check.read_chain(log.notes, [KEY])
    assert log_check.start(chain.seals, None)[2].kind == "purged"


def test_records_removed_without_a_checkpoint_that_says_so_are_missing():
    log = Log(600, 100)
    log.kept = keep(log, 300)
    del log.entries[:300]
    assert check(log) is not None


def test_more_removed_than_was_signed_for_is_missing():
    log = purge(Log(600, 100), 300)
    del log.entries[:20]
    assert check(log) is not None


def test_a_record_put_back_where_none_should_be_shows():
    log = Log(600, 100)
    first = log.entries[0]
    purge(log, 300)
    log.entries.insert(0, first)
    assert check(log).kind == "added"


@pytest.mark.parametrize("size", [256, 300, 512, 699])
def test_the_file_for_outsiders_says_so_and_proves_what_is_left(tmp_path, size):
    log, kept_note = Log(700, 100), tmp_path / "kept.txt"
    purged, left = log.entries[3][0], log.entries[699][0]
    purge(log, size)
    path = bundle(log, tmp_path / "log.zip")
    for note in log.notes:
        kept_note.write_text(note, "utf-8")
        code, text = run("check", path, "--key", KEY, "--checkpoint", kept_note)
        assert code == 0, text
        assert f"first {size} of them" in text
    code, proof = run("prove", path, "--key", KEY, "--record", left)
    assert code == 0, proof
    (tmp_path / "proof").write_text(proof, "utf-8")
    assert run("record", tmp_path / "proof", "--key", KEY)[0] == 0
    code, text = run("prove", path, "--key", KEY, "--record", purged)
    assert code == 1
    assert "purged" in text


def test_an_older_checkpoint_of_another_history_is_still_found_out(tmp_path):
    kept_note, other = tmp_path / "kept.txt", Log(700, 100, seed=2)
    kept_note.write_text(other.notes[1], "utf-8")  # signed with the stolen key, for 200 other records
    log = purge(Log(700, 100), 500)
    code, text = run("check", bundle(log, tmp_path / "log.zip"), "--key", KEY, "--checkpoint", kept_note)
    assert code == 1
    assert "rewritten" in text


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"size": 1, "last": 1, "tiles": ["00"], "pending": []}', b"\xff"]
)
def test_nonsense_instead_of_what_is_kept_is_refused(tmp_path, content):
    path = bundle(purge(Log(600, 100), 300), tmp_path / "log.zip")
    with zipfile.ZipFile(path) as found:
        parts = {name: found.read(name) for name in found.namelist()}
    with zipfile.ZipFile(path, "w") as changed:
        for name, part in parts.items():
            changed.writestr(name, content if name == "purged.json" else part)
    assert run("check", path, "--key", KEY)[0] == 1


def test_it_is_read_as_it_was_written():
    found = keep(Log(700, 100), 600)
    assert Kept.of_json(json.loads(json.dumps(found.as_json()))) == found
    assert dataclasses.replace(found, size=599).line() == ""
