# SPDX-License-Identifier: LGPL-3.0-or-later
"""The sealed form of one confidential value.

``version (1 byte) | id of the data key (8 bytes, big endian) | nonce (12 bytes) | AES-256-GCM ciphertext and tag (16 bytes)``

The associated data is ``model|field|record id`` and the header, so a value moved to another row, field or key does not
authenticate. Nonces are random: SP 800-38D allows 2**32 messages for a key, and there is one key for each file.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
_HEADER = struct.Struct(">BQ")
HEAD = _HEADER.size  # version and key: the same for all values sealed with one key
_BODY = HEAD + 12
OVERHEAD = _BODY + 16


class Forged(Exception):
    """The value does not authenticate, or is not a sealed value at all."""


def new_key() -> bytes:
    """A fresh data key, 32 bytes."""
    return AESGCM.generate_key(bit_length=256)


def cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(key_cipher: AESGCM, key_id: int, place: bytes, plain: bytes) -> bytes:
    """Seal ``plain`` for ``place`` (``model|field|id``) under the data key number ``key_id``."""
    head, nonce = _HEADER.pack(VERSION, key_id), os.urandom(_BODY - HEAD)
    return head + nonce + key_cipher.encrypt(nonce, plain, head + place)


def key_id_of_head(head: bytes) -> int | None:
    """The number of the data key, from the head of a sealed value; ``None`` when it is no such head."""
    if len(head) != HEAD or head[0] != VERSION:
        return None
    return _HEADER.unpack(head)[1]


def key_id_of(blob: bytes) -> int:
    """The number of the data key a value was sealed with.

    :raise Forged: not a sealed value
    """
    key_id = key_id_of_head(blob[:HEAD])
    if key_id is None or len(blob) < OVERHEAD:
        raise Forged
    return key_id


def unseal(key_cipher: AESGCM | None, place: bytes, blob: bytes) -> bytes:
    """The plain bytes again.

    :raise Forged: altered, truncated, of another place or another key, or the key is not there
    """
    if key_cipher is None or len(blob) < OVERHEAD:
        raise Forged
    try:
        return key_cipher.decrypt(blob[HEAD:_BODY], blob[_BODY:], blob[:HEAD] + place)
    except InvalidTag:
        raise Forged from None
