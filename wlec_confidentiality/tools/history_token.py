# SPDX-License-Identifier: LGPL-3.0-or-later
"""The number of an access record as it leaves the server: sealed for one client. Numbers count what everybody at the centre does;
between two of one's own they would say how much others have to do with it. A token of another client's opens nothing."""

import base64

from cryptography.fernet import Fernet, InvalidToken

_MOST = 400


def seal(secret: bytes, client: int, number: int) -> str:
    """:param secret: 32 bytes of the server's own"""
    return _box(secret).encrypt(b"%d:%d" % (client, number)).decode()


def unseal(secret: bytes, client: int, token: str) -> int | None:
    """The number in the token, if this client got it from here; else ``None``."""
    if not token or len(token) > _MOST or not token.isascii():
        return None
    try:
        owner, number = _box(secret).decrypt(token.encode()).split(b":")
    except (InvalidToken, ValueError):
        return None
    return int(number) if int(owner) == client else None


def _box(secret):
    return Fernet(base64.urlsafe_b64encode(secret))
