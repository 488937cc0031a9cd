# SPDX-License-Identifier: LGPL-3.0-or-later
"""The key ring: the key-encryption keys, in a file outside the database.

The file is JSON: ``{"format": 1, "current": "<id>", "keys": {"<id>": {"created": "<ISO 8601>", "secret": "<base64, 32 bytes>"}}}``.
A key-encryption key (KEK) wraps the data keys (DEK) kept in the database and nothing else. New data keys are wrapped with
``current``; older keys stay in the ring until no data key needs them. Losing the file is losing the data: keep two copies, in
two places.

Run by itself it makes a ring: ``python keyring.py create PATH``.
"""

import base64
import binascii
import json
import os
import stat
import sys
from datetime import datetime, timezone
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12


class KeyRingProblem(Exception):
    """The ring cannot serve; the text says why and what to do, and holds no key."""


class KeyRing:
    """A loaded ring. It wraps and unwraps data keys; it never hands out a key-encryption key."""

    def __init__(self, current: str, secrets: dict):
        if current not in secrets:
            raise KeyRingProblem(f"the key ring names {current!r} as its current key but does not hold it")
        self.current = current
        self._ciphers = {key_id: AESGCM(secret) for key_id, secret in secrets.items()}

    @property
    def key_ids(self) -> tuple:
        return tuple(self._ciphers)

    def wrap(self, data_key: bytes, scope: str) -> tuple:
        """Wrap a data key for ``scope`` (``model,id``), which is authenticated with it.

        :return: (key id of the KEK, nonce + ciphertext + tag)
        """
        nonce = os.urandom(NONCE_BYTES)
        return self.current, nonce + self._ciphers[self.current].encrypt(nonce, data_key, _aad(scope))

    def unwrap(self, key_id: str, wrapped: bytes, scope: str) -> bytes:
        """The data key again.

        :raise KeyRingProblem: the ring lacks the key, or the wrapped key is not what was wrapped for this scope
        """
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise KeyRingProblem(
                f"the key ring lacks the key {key_id!r}: restore the key ring that was in use"
            )
        try:
            return cipher.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _aad(scope))
        except (InvalidTag, ValueError):  # ValueError: cut so short that not even the nonce is whole
            raise KeyRingProblem(f"the data key of {scope} was not wrapped by this key ring") from None


def _aad(scope):
    return f"wlec data key|{scope}".encode()


def load(path) -> KeyRing:
    """Read the ring at ``path``.

    :raise KeyRingProblem: not configured, not there, not readable, readable by others, or damaged
    """
    if not path:
        raise KeyRingProblem(
            "no key ring is configured: set wlec_keyring in odoo.conf or WLEC_KEYRING in the environment"
        )
    path = Path(path)
    try:
        text, mode = path.read_text("utf-8"), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        raise KeyRingProblem(f"the key ring {path} cannot be read ({type(error).__name__})") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRingProblem(f"the key ring {path} can be read by other users of this machine: chmod 600 it")
    return _parse(text, path)


def _parse(text, path):
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise KeyRingProblem(f"the key ring {path} has a format this version does not know")
        secrets = {key_id: _secret(entry) for key_id, entry in content["keys"].items()}
        return KeyRing(content["current"], secrets)
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise KeyRingProblem(f"the key ring {path} is damaged: restore it from its copy") from None


def _secret(entry):
    secret = base64.b64decode(entry["secret"], validate=True)
    if len(secret) != KEY_BYTES:
        raise ValueError("a key of the wrong length")
    return secret


def create(path) -> KeyRing:
    """Make a ring with one new key at ``path``, mode 0600; never overwrites.

    :raise FileExistsError: there is something at ``path`` already
    """
    now = datetime.now(timezone.utc)
    key_id = f"kek-{now:%Y%m%d%H%M%S}-{os.urandom(2).hex()}"
    secret = base64.b64encode(os.urandom(KEY_BYTES)).decode()
    content = {
        "format": FORMAT,
        "current": key_id,
        "keys": {key_id: {"created": now.isoformat(), "secret": secret}},
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return load(path)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "create":
        sys.exit("usage: keyring.py create PATH")
    try:
        create(sys.argv[2])
    except OSError as problem:
        sys.exit(f"cannot make the key ring: {problem}")
