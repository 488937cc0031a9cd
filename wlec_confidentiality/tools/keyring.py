# SPDX-License-Identifier: LGPL-3.0-or-later
"""The key ring: the key-encryption keys, in a file outside the database.

The file is JSON: ``{"format": 1, "current": "<id>", "keys": {"<id>": {"created": "<ISO 8601>", "secret": "<base64, 32 bytes>"}}}``.
A key-encryption key (KEK) wraps the data keys (DEK) kept in the database and nothing else. New data keys are wrapped with
``current``; older keys stay in the ring until no data key needs them. Losing the file is losing the data: keep two copies, in
two places.

Run by itself, with ``keyring_commands.py`` beside it, it looks after a ring: ``python keyring.py create|add|retire|list PATH``. Each
change leaves the ring that was in use beside it, as ``PATH.before-<time>``.
"""

import base64
import binascii
import contextlib
import json
import os
import stat
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
    except OSError as error:
        raise KeyRingProblem(f"the key ring {path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise KeyRingProblem(f"{path} cannot be read: this is not a key ring") from None
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


# ---- the file made and changed
def create(path) -> KeyRing:
    """Make a ring with one new key at ``path``, mode 0600; never overwrites.

    :raise FileExistsError: there is something at ``path`` already
    """
    key_id, entry = _new_entry()
    _write_new(path, {"format": FORMAT, "current": key_id, "keys": {key_id: entry}})
    return load(path)


def add(path) -> KeyRing:
    """Give the ring at ``path`` a new key, from now on its current one; the older keys stay.

    :raise KeyRingProblem: the ring cannot serve, or somebody else is changing it
    """
    with _changing(path) as content:
        key_id, entry = _new_entry()
        content["keys"][key_id], content["current"] = entry, key_id
    return load(path)


def retire(path, key_id: str, needed) -> KeyRing:
    """Take a key out of the ring.

    :param needed: the ids of the keys that data keys are still wrapped with, in every database this ring serves
    :raise KeyRingProblem: it is the current one, still needed, or not there
    """
    with _changing(path) as content:
        if key_id not in content["keys"]:
            raise KeyRingProblem(f"the key ring has no key {key_id!r}")
        if key_id == content["current"]:
            raise KeyRingProblem(f"{key_id!r} is the current key: add another one first")
        if key_id in needed:
            raise KeyRingProblem(f"data keys are still wrapped with {key_id!r}: rewrap them first")
        del content["keys"][key_id]
    return load(path)


def listed(path) -> list:
    """The keys of the ring, oldest first: (id, when it was made, whether it is the current one)."""
    load(path)
    content = _content(path)
    found = [
        (key_id, str(entry.get("created", "")), key_id == content["current"])
        for key_id, entry in content["keys"].items()
    ]
    return sorted(found, key=lambda key: key[1])


def _new_entry():
    now = datetime.now(timezone.utc)
    secret = base64.b64encode(os.urandom(KEY_BYTES)).decode()
    return f"kek-{now:%Y%m%d%H%M%S}-{os.urandom(2).hex()}", {"created": now.isoformat(), "secret": secret}


def _content(path):
    return json.loads(Path(path).read_text("utf-8"))


@contextlib.contextmanager
def _changing(path):
    """The content of the ring, to be changed; written back in one go if the block goes well.

    Whoever reads meanwhile finds the old ring or the new one, never half of one; whoever else changes it waits.
    """
    load(path)
    path = Path(os.path.realpath(path))
    try:
        with _lock(path):
            content, before = _content(path), path.stat()
            yield content
            _parse(json.dumps(content), path)
            stamp = f"{datetime.now(timezone.utc):%Y%m%dT%H%M%S%f}"
            kept, fresh = (
                path.with_name(f"{path.name}.before-{stamp}"),
                path.with_name(f"{path.name}.{stamp}"),
            )
            try:
                _write_new(kept, _content(path), before)
                _write_new(fresh, content, before)
                os.replace(fresh, path)
                _sync_folder(path.parent)
            finally:
                fresh.unlink(missing_ok=True)
    except OSError as error:
        raise KeyRingProblem(
            f"the key ring {path} cannot be changed ({error.strerror}); it is as it was"
        ) from None


@contextlib.contextmanager
def _lock(path):
    import fcntl

    # A file of its own: the ring itself is another file after each change.
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_new(path, content, owner=None):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        if owner is not None and (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()):
            # Changed by root for the server's user, who must be able to read it afterwards.
            os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(Path(path).parent)


def _sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    import importlib
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parent))  # python -I leaves it out
    importlib.import_module("keyring_commands").run()
