# SPDX-License-Identifier: LGPL-3.0-or-later
"""The exported log: one ZIP file that anybody can read without Odoo.

    key.txt            the public key of the log (to be compared with the one that the centre gave out, never trusted from here)
    checkpoints.txt    every checkpoint, in order, a blank line and a line of dashes between two
    purged.json        when old records were removed for good: what is kept of them (``kept_roots``); entries begin behind them
    entries/000000.bin 65,536 entries a file, in order, each after its length as a 16-bit big-endian number (C2SP entry bundles)
    readme.txt         how to check it

An entry is described in ``event_entry``.
"""

import json
import struct
import zipfile
from collections.abc import Iterator

from .kept_roots import Kept

ENTRIES_A_FILE = 65_536
KEY, CHECKPOINTS, PURGED, README = "key.txt", "checkpoints.txt", "purged.json", "readme.txt"
_BETWEEN = "\n--------\n"
_LENGTH = struct.Struct(">H")
_MOST_NOTES = 200_000_000

_TEXT = """\
The access records of {origin}

With a copy of verify_log.py and the files beside it (part of the addon wlec_confidentiality, free software) and with Python and its
package cryptography, anybody can check this file:

    python verify_log.py check THIS.zip --key KEY [--checkpoint FILE ...]

KEY is the public key of the log as the centre gave it to you before; a checkpoint is one that you have kept from an earlier day. The
key in this file is here for comparison only.
"""


class BadBundle(Exception):
    """This file is no exported log, or it is damaged; the text says why."""


class Writer:
    """Writes a bundle, an entry after the other; memory does not grow with it."""

    def __init__(self, file, origin: str, key: str):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._zip.writestr(README, _TEXT.format(origin=origin))
        self._zip.writestr(KEY, key + "\n")
        self._part, self.count = None, 0

    def add(self, entry: bytes) -> None:
        if self.count % ENTRIES_A_FILE == 0:
            self._next()
        self._part.write(_LENGTH.pack(len(entry)) + entry)
        self.count += 1

    def _next(self):
        if self._part:
            self._part.close()
        name = f"entries/{self.count // ENTRIES_A_FILE:06}.bin"
        self._part = self._zip.open(name, "w", force_zip64=True)

    def close(self, notes, kept: Kept | None = None) -> None:
        """
        :param notes: every checkpoint, in order
        :param kept: what is kept of records that were purged
        """
        if self._part:
            self._part.close()
        if kept:
            self._zip.writestr(PURGED, json.dumps(kept.as_json()))
        self._zip.writestr(CHECKPOINTS, _BETWEEN.join(notes))
        self._zip.close()


class Reader:
    """:raise BadBundle: no exported log"""

    def __init__(self, path):
        try:
            self._zip = zipfile.ZipFile(path)
            self.names = set(self._zip.namelist())
            self.key = self._text(KEY, 10_000).strip()
            text = self._text(CHECKPOINTS, _MOST_NOTES)
            self.kept = self._kept()
        except (OSError, zipfile.BadZipFile, ValueError, LookupError, TypeError):
            raise BadBundle("this is not an exported log, or it is damaged") from None
        self.notes = text.split(_BETWEEN) if text else []

    def _kept(self):
        return Kept.of_json(json.loads(self._text(PURGED, _MOST_NOTES))) if PURGED in self.names else None

    def _text(self, name, most):
        with self._zip.open(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise BadBundle(f"{name} is far too large")
        return data.decode()

    def entries(self) -> Iterator[bytes]:
        """Every entry, in order.

        :raise BadBundle: a file is damaged, or missing between two
        """
        parts = sorted(name for name in self.names if name.startswith("entries/"))
        for number, name in enumerate(parts):
            if name != f"entries/{number:06}.bin":
                raise BadBundle(f"entries/{number:06}.bin is missing")
            yield from self._of_file(name)

    def _of_file(self, name):
        try:
            with self._zip.open(name) as file:
                while head := file.read(_LENGTH.size):
                    (length,) = _LENGTH.unpack(head)
                    entry = file.read(length)
                    if len(entry) < length:
                        raise BadBundle(f"{name} ends too early")
                    yield entry
        except (zipfile.BadZipFile, EOFError, struct.error, OSError):
            raise BadBundle(f"{name} is damaged") from None
