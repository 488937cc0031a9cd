# SPDX-License-Identifier: LGPL-3.0-or-later
"""The package a disclosure leaves in: hashes, neutral names inside the archive, the encrypted archive, its password.

Names inside a zip file are readable without the password, so they say nothing: ``item-01.pdf``, never the name the document
has on the file. What each one is stands in the schedule, which is inside and encrypted.
"""

import hashlib
import io
import math
import re
import secrets

import pyzipper

LETTER_NAME, SCHEDULE_NAME = "letter.pdf", "schedule.pdf"
# Letters and digits nobody mixes up when reading them out over the telephone.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP_LENGTH = 5, 4
PASSWORD_BITS = int(_GROUPS * _GROUP_LENGTH * math.log2(len(ALPHABET)))
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,8})$")


class PackageError(Exception):
    """The archive just made does not open again, or what comes out is not what went in."""


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal, as printed in the schedule and kept in the register."""
    return hashlib.sha256(data).hexdigest()


def new_password() -> str:
    """A password of 99 bits from the system's own source, in groups that can be read out."""
    groups = ("".join(secrets.choice(ALPHABET) for _i in range(_GROUP_LENGTH)) for _g in range(_GROUPS))
    return "-".join(groups)


def entry_name(number: int, file_name: str | None) -> str:
    """The neutral name of item ``number``: only the ending of the original name is kept."""
    ending = _EXTENSION.search(file_name or "")
    return f"item-{number:02d}.{ending.group(1).lower() if ending else 'bin'}"


def pack(files: dict[str, bytes], password: str) -> bytes:
    """An AES-256 encrypted zip of ``files`` (name -> content), opened again and compared before it is handed out.

    :raise PackageError: what comes out of the finished archive differs from what went in
    """
    if not password:
        raise PackageError("a package needs a password")
    stream = io.BytesIO()
    with pyzipper.AESZipFile(
        stream, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, content in files.items():
            archive.writestr(name, content)
    data = stream.getvalue()
    if unpack(data, password) != dict(files):
        raise PackageError("the archive does not give back what was put in")
    return data


def unpack(data: bytes, password: str) -> dict[str, bytes]:
    """The content of a package, by name.

    :raise PackageError: wrong password, or a damaged archive
    """
    try:
        with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
            archive.setpassword(password.encode())
            return {name: archive.read(name) for name in archive.namelist()}
    except (RuntimeError, ValueError, pyzipper.BadZipFile) as error:
        raise PackageError("the archive does not open") from error


def digits(text: str | None) -> str:
    """The digits of a telephone number as dialled inside the United Kingdom."""
    found = re.sub(r"\D", "", (text or "").replace("(0)", ""))
    found = re.sub(r"^00", "", found)
    return "0" + found[2:] if found.startswith("44") else found


def same_number(called: str | None, given: str | None) -> bool:
    """Whether the number that was called back is one of those the request itself gave.

    ``given`` may be a whole line of contact details, so a number counts as the same when it occurs in any part of it.
    """
    number = digits(called)
    if len(number) < 5:
        return False
    parts = re.findall(r"[+(]?\d[\d\s().\-/]{3,}\d", given or "")
    return any(number == digits(part) for part in parts) or number in re.sub(r"\D", "", given or "")
