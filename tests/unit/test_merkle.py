# SPDX-License-Identifier: LGPL-3.0-or-later
"""The tree over the access records: against another implementation's vectors, and against RFC 9162's own definition."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import tool

merkle = tool("merkle")
BadProof, Tree = merkle.BadProof, merkle.Tree

VECTORS = json.loads(Path(__file__).with_name("merkle_vectors.json").read_text())
# The eight entries of the reference log of RFC 6962, and its root at each size (from the vectors' source, see there).
ENTRIES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
REFERENCE_ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")


def _bytes(text):
    return base64.b64decode(text or "")


def _defined(leaves):
    """RFC 9162, 2.1.1, word by word."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    cut = 1
    while cut * 2 < len(leaves):
        cut *= 2
    return merkle.node_hash(_defined(leaves[:cut]), _defined(leaves[cut:]))


def _tree(leaves):
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree


def _leaves(count):
    return [merkle.leaf_hash(b"%d" % number) for number in range(count)]


def _span(leaves):
    tiles = [
        merkle.root_of(leaves[at : at + merkle.TILE])
        for at in range(0, len(leaves) - merkle.TILE + 1, merkle.TILE)
    ]
    return merkle.span_of(lambda low, high: tiles[low:high], lambda low, high: leaves[low:high])


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda vector: vector["name"])
def test_inclusion_as_others_check_it(vector):
    args = (
        _bytes(vector["leafHash"]),
        vector["leafIdx"],
        vector["treeSize"],
        [_bytes(part) for part in vector["proof"] or ()],
        _bytes(vector["root"]),
    )
    if vector["wantErr"]:
        with pytest.raises(BadProof):
            merkle.check_inclusion(*args)
    else:
        merkle.check_inclusion(*args)


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda vector: vector["name"])
def test_consistency_as_others_check_it(vector):
    args = (
        vector["size1"],
        vector["size2"],
        [_bytes(part) for part in vector["proof"] or ()],
        _bytes(vector["root1"]),
        _bytes(vector["root2"]),
    )
    if vector["wantErr"]:
        with pytest.raises(BadProof):
            merkle.check_consistency(*args)
    else:
        merkle.check_consistency(*args)


def test_the_reference_log():
    assert _tree(map(merkle.leaf_hash, ENTRIES)).root() == REFERENCE_ROOT


@settings(max_examples=60)
@given(st.integers(0, 1100))
def test_the_root_is_the_one_defined(count):
    leaves = _leaves(count)
    tree = _tree(leaves)
    assert tree.root() == _defined(leaves)
    assert tree.size == count
    assert Tree(tree.peaks, tree.pending).root() == tree.root()  # kept and taken up again


@settings(max_examples=80)
@given(st.data())
def test_every_proof_holds_and_no_other_leaf_passes(data):
    size = data.draw(st.integers(1, 1500))
    index = data.draw(st.integers(0, size - 1))
    leaves = _leaves(size)
    root = _tree(leaves).root()
    proof = merkle.inclusion_proof(index, size, _span(leaves))
    merkle.check_inclusion(leaves[index], index, size, proof, root)
    other = data.draw(st.integers(0, size - 1).filter(lambda found: found != index)) if size > 1 else None
    for leaf, at in ((merkle.leaf_hash(b"another"), index), (leaves[index], other)):
        if at is not None:
            with pytest.raises(BadProof):
                merkle.check_inclusion(leaf, at, size, proof, root)


@settings(max_examples=80)
@given(st.data())
def test_a_longer_log_is_shown_to_begin_with_the_shorter(data):
    new = data.draw(st.integers(1, 1500))
    old = data.draw(st.integers(1, new))
    leaves = _leaves(new)
    roots = _tree(leaves[:old]).root(), _tree(leaves).root()
    proof = merkle.consistency_proof(old, new, _span(leaves))
    merkle.check_consistency(old, new, proof, *roots)
    rewritten = list(leaves[:old])
    rewritten[data.draw(st.integers(0, old - 1))] = merkle.leaf_hash(b"rewritten")
    with pytest.raises(BadProof):
        merkle.check_consistency(old, new, proof, _tree(rewritten).root(), roots[1])


@given(st.integers(max_value=0), st.integers(-3, 3))
def test_there_is_no_proof_of_nothing(index, size):
    if not 0 <= index < size:
        with pytest.raises(ValueError, match="leaf"):
            merkle.inclusion_proof(index, size, _span([]))
        with pytest.raises(BadProof):
            merkle.check_inclusion(merkle.EMPTY_ROOT, index, size, [], merkle.EMPTY_ROOT)
