# SPDX-License-Identifier: LGPL-3.0-or-later
"""The sealed form of a value: round trips, and every way of tampering with it."""

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from tests.support.pure_tools import tool

VECTORS = json.loads(Path(__file__).with_name("aes_gcm_vectors.json").read_text())


cipher = tool("cipher")
KEY = cipher.cipher(bytes(range(32)))
OTHER_KEY = cipher.cipher(bytes(range(1, 33)))
PLACE = b"wlec.case|narrative|7"
KEY_IDS = st.integers(min_value=1, max_value=2**63 - 1)


# ---- it comes back
@given(st.binary(max_size=3000), KEY_IDS, st.binary(min_size=1, max_size=80))
def test_round_trip(plain, key_id, place):
    blob = cipher.seal(KEY, key_id, place, plain)
    assert cipher.unseal(KEY, place, blob) == plain
    assert cipher.key_id_of(blob) == key_id
    assert len(blob) == len(plain) + cipher.OVERHEAD


@given(st.text(max_size=300))
def test_any_script_comes_back(text):
    assert cipher.unseal(KEY, PLACE, cipher.seal(KEY, 1, PLACE, text.encode())).decode() == text


def test_a_value_of_a_megabyte():
    plain = b"\x00\xff" * 2**19
    assert cipher.unseal(KEY, PLACE, cipher.seal(KEY, 1, PLACE, plain)) == plain


@given(st.binary(min_size=16, max_size=200))
def test_sealing_twice_differs_and_shows_nothing(plain):
    first, second = (cipher.seal(KEY, 1, PLACE, plain) for _ in range(2))
    assert first != second
    assert plain not in first
    assert first[9:21] != second[9:21], "a nonce was used twice"


def test_nonces_do_not_repeat():
    nonces = {cipher.seal(KEY, 1, PLACE, b"")[9:21] for _ in range(20_000)}
    assert len(nonces) == 20_000


def test_new_keys_are_256_bits_and_differ():
    keys = {cipher.new_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}


# ---- it stays closed
def test_every_flipped_bit_is_refused():
    blob = cipher.seal(KEY, 5, PLACE, b"met at the side door")
    for position in range(len(blob) * 8):
        forged = bytearray(blob)
        forged[position // 8] ^= 1 << position % 8
        with pytest.raises(cipher.Forged):
            cipher.key_id_of(bytes(forged))
            cipher.unseal(KEY, PLACE, bytes(forged))


def test_every_truncation_is_refused():
    blob = cipher.seal(KEY, 5, PLACE, b"met at the side door")
    for length in range(len(blob)):
        with pytest.raises(cipher.Forged):
            cipher.key_id_of(blob[:length])
            cipher.unseal(KEY, PLACE, blob[:length])


@given(st.binary(min_size=1, max_size=40))
def test_anything_appended_is_refused(more):
    blob = cipher.seal(KEY, 5, PLACE, b"met at the side door")
    with pytest.raises(cipher.Forged):
        cipher.unseal(KEY, PLACE, blob + more)


@pytest.mark.parametrize(
    "place",
    [
        b"wlec.case|narrative|8",
        b"wlec.case|matter|7",
        b"wlec.case.note|narrative|7",
        b"wlec.case|narrative|71",
        b"",
    ],
)
def test_another_place_is_refused(place):
    blob = cipher.seal(KEY, 5, PLACE, b"met at the side door")
    with pytest.raises(cipher.Forged):
        cipher.unseal(KEY, place, blob)


@given(st.binary(min_size=1, max_size=60), st.binary(min_size=1, max_size=60))
def test_no_two_places_are_the_same(one, other):
    blob = cipher.seal(KEY, 5, one, b"x")
    if one == other:
        assert cipher.unseal(KEY, other, blob) == b"x"
        return
    with pytest.raises(cipher.Forged):
        cipher.unseal(KEY, other, blob)


def test_another_key_is_refused():
    blob = cipher.seal(KEY, 5, PLACE, b"met at the side door")
    with pytest.raises(cipher.Forged):
        cipher.unseal(OTHER_KEY, PLACE, blob)


@given(KEY_IDS, KEY_IDS)
def test_the_number_of_the_key_is_authenticated(key_id, other_id):
    blob = cipher.seal(KEY, key_id, PLACE, b"x")
    moved = blob[:1] + other_id.to_bytes(8, "big") + blob[9:]
    if key_id == other_id:
        assert cipher.unseal(KEY, PLACE, moved) == b"x"
        return
    with pytest.raises(cipher.Forged):
        cipher.unseal(KEY, PLACE, moved)


@given(st.binary(max_size=120))
def test_what_was_never_sealed_is_refused(blob):
    with pytest.raises(cipher.Forged):
        cipher.key_id_of(blob)
        cipher.unseal(KEY, PLACE, blob)


def test_an_unknown_version_is_refused():
    blob = cipher.seal(KEY, 5, PLACE, b"x")
    with pytest.raises(cipher.Forged):
        cipher.key_id_of(bytes([2]) + blob[1:])


def test_the_refusal_says_nothing():
    blob = bytearray(cipher.seal(KEY, 5, PLACE, b"met at the side door"))
    blob[-1] ^= 1
    with pytest.raises(cipher.Forged) as caught:
        cipher.unseal(KEY, PLACE, bytes(blob))
    assert str(caught.value) == ""
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


# ---- the algorithm underneath is the published one
@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: vector["name"])
def test_published_vectors(vector):
    key, nonce, aad, plain, sealed = (
        bytes.fromhex(vector[part]) for part in ("key", "iv", "aad", "plain", "sealed")
    )
    assert AESGCM(key).encrypt(nonce, plain, aad) == sealed
    assert AESGCM(key).decrypt(nonce, sealed, aad) == plain


@pytest.mark.parametrize("vector", VECTORS["valid"], ids=lambda vector: vector["name"])
def test_published_vectors_with_a_spoilt_tag(vector):
    key, nonce, aad, sealed = (bytes.fromhex(vector[part]) for part in ("key", "iv", "aad", "sealed"))
    for spoilt in (
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        sealed[:-16] + bytes(16),
        sealed[:-16] + b"\xff" * 16,
    ):
        with pytest.raises(InvalidTag):
            AESGCM(key).decrypt(nonce, spoilt, aad)


def test_a_value_is_a_published_message_with_our_header():
    """Whoever has the key can open a value with any AES-GCM: version, key number, nonce, ciphertext and tag."""
    blob = cipher.seal(KEY, 258, PLACE, b"plain")
    assert blob[:9] == bytes([1, 0, 0, 0, 0, 0, 0, 1, 2])
    assert AESGCM(bytes(range(32))).decrypt(blob[9:21], blob[21:], blob[:9] + PLACE) == b"plain"
