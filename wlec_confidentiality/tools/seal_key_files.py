# SPDX-License-Identifier: LGPL-3.0-or-later
"""The file of the seal key when it is exchanged for a new one.

``KEY`` is in use; ``KEY.next`` waits while the old key signs that the new one follows; then it takes the place of ``KEY``, and the
old one is kept as ``KEY.before-<its number>`` until somebody destroys it. Each step may be interrupted and done again.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from .consent_signing import SealKeyProblem, Signer, load


def next_path(path) -> Path:
    return Path(f"{path}.next")


def before_path(path, signer: Signer) -> Path:
    return Path(f"{path}.before-{sha256(signer.public).hexdigest()[:12]}")


@contextlib.contextmanager
def locked(path) -> Iterator[None]:
    """One exchange at a time, of all databases that this key seals."""
    import fcntl

    try:
        descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise SealKeyProblem(f"nothing can be written beside the seal key ({error.strerror})") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def prepare(path) -> Signer:
    """A new key, on the disk, that nothing has been signed with; one left over from an exchange that never began is discarded.

    :raise SealKeyProblem: it cannot be written
    """
    new = next_path(path)
    try:
        new.unlink(missing_ok=True)
        owner = os.stat(path)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)  # made by root for the server's user
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        _sync(new.parent)
    except OSError as error:
        raise SealKeyProblem(f"{new} cannot be written ({error.strerror})") from None
    return load(new)


def waiting(path) -> Signer | None:
    """The key that is to follow, if there is one."""
    return load(next_path(path)) if next_path(path).exists() else None


def swap(path) -> Path:
    """The key that waits takes its place; the old one is kept, under another name.

    :return: where the old one is
    :raise SealKeyProblem: it cannot be done; the old key is still in use
    """
    old, path = before_path(path, load(path)), Path(path)
    try:
        if not old.exists():  # else an earlier attempt came as far as this
            os.link(path, old)
        next_path(path).replace(path)
        _sync(path.parent)
    except OSError as error:
        raise SealKeyProblem(f"the new seal key cannot be put in its place ({error.strerror})") from None
    return old


def former(path) -> list[tuple[Path, Signer]]:
    """The old keys that nobody has destroyed yet."""
    path, found = Path(path), []
    for old in sorted(path.parent.glob(f"{path.name}.before-*")):
        with contextlib.suppress(SealKeyProblem):
            found.append((old, load(old)))
    return found


def _sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
