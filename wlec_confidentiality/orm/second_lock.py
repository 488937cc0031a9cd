# SPDX-License-Identifier: LGPL-3.0-or-later
"""A data key wrapped a second time, with a key that this server does not keep.

It is no other key: what it seals is opened through the key ring as before. Whoever brings the key shows that it was brought
when the second wrapping was made, and this shows more than a row in the database can: without the ring or that key nobody can
make such a wrapping for a data key that is there.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from odoo.tools import SQL

from ..tools import cipher
from . import keys

_NONCE = 12


def wrap(cr, scope, key):
    """The data key in use for ``scope``, wrapped with ``key`` (32 bytes): text to be kept.

    :raise KeyRingError: the ring cannot serve
    """
    keys.for_writing(cr, scope)
    cr.execute(
        SQL("SELECT id, kek_id, wrapped FROM wlec_data_key WHERE scope = %s AND retired_at IS NULL", scope)
    )
    key_id, kek_id, wrapped = cr.fetchone()
    nonce, data_key = os.urandom(_NONCE), keys.ring().unwrap(kek_id, bytes(wrapped), scope)
    sealed = nonce + AESGCM(key).encrypt(nonce, data_key, _aad(scope, key_id))
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def unwrap(kept, scope, key):
    """(id of the data key, its cipher), from what ``wrap`` gave.

    :raise cipher.Forged: it was not wrapped with this key for this scope
    """
    try:
        number, _colon, text = (kept or "").partition(":")
        sealed, key_id = base64.b64decode(text, validate=True), int(number)
        data_key = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _aad(scope, key_id))
    except (InvalidTag, ValueError):
        raise cipher.Forged from None
    return key_id, cipher.cipher(data_key)


def current(cr, scope):
    """The number of the data key in use for ``scope``, or ``None``."""
    cr.execute(SQL("SELECT id FROM wlec_data_key WHERE scope = %s AND retired_at IS NULL", scope))
    row = cr.fetchone()
    return row and row[0]


def _aad(scope, key_id):
    return f"wlec second lock|{scope}|{key_id}".encode()
