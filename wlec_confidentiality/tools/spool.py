# SPDX-License-Identifier: LGPL-3.0-or-later
"""Where an upload waits until it is known what it is."""

import io
import tempfile

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import chunked


class Spool(io.BufferedIOBase):
    """A temporary file of which the disk sees only ciphertext, under a key that never leaves the memory: written once, from
    its beginning to its end, then read from anywhere."""

    _PLACE = b"spool"

    def __init__(self):
        super().__init__()
        self._cipher = AESGCM(AESGCM.generate_key(bit_length=256))
        self._file = tempfile.TemporaryFile("w+b", buffering=0)  # noqa: SIM115 - closed with this one
        self._writer, self._reader = chunked.Writer(self._file, self._cipher, 0, self._PLACE), None

    def write(self, data) -> int:
        if self._reader is not None:
            raise io.UnsupportedOperation("it is being read already")
        return self._writer.write(data)

    def _reading(self) -> chunked.Reader:
        if self._reader is None:
            self._writer.finish()
            self._reader = chunked.Reader(self._file, self._cipher, self._PLACE)
        return self._reader

    def read(self, size=-1) -> bytes:
        return self._reading().read(size)

    read1 = read

    def readinto(self, buffer) -> int:
        return self._reading().readinto(buffer)

    readinto1 = readinto

    def seek(self, offset, whence=io.SEEK_SET) -> int:
        return self._reading().seek(offset, whence)

    def tell(self) -> int:
        return self._writer.size if self._reader is None else self._reader.tell()

    def readable(self):
        return True

    def writable(self):
        return self._reader is None

    def seekable(self):
        return True

    def close(self):
        if not self.closed:
            self._file.close()
        super().close()
