# SPDX-License-Identifier: LGPL-3.0-or-later
"""The sealed form of a document: written as a stream, read from anywhere, never more than one chunk in memory.

``header | chunk | chunk | ... | last chunk``

* header: mark (4 bytes) | version (1) | id of the data key (8) | nonce (12) | the file's own key, wrapped by the data key (48)
  | commitment (32);
* from the file's own key, HKDF-SHA256 derives - for this header and this place only - the key of the chunks, the base of
  their nonces and the commitment, so that a file opens under one key and in one place or not at all;
* chunks hold 64 KiB each, sealed by AES-256-GCM with nonce = base XOR number of the chunk; the last one is always shorter
  than 64 KiB (empty, if need be) and says in its associated data that it is the last.

It is of the STREAM family (online authenticated encryption). A file that was cut, lengthened, put together anew, altered or
moved to another place does not open: the last chunk is authenticated first, and with it the size, before any byte is given.
"""

import hmac
import io
import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK, VERSION = b"WLEC", 1
CHUNK = 64 * 1024
_TAG, _NONCE, _KEY, _COMMITMENT = 16, 12, 32, 32
_HEAD = struct.Struct(">4sBQ")
_WRAPPED = _HEAD.size + _NONCE
_COMMITTED = _WRAPPED + _KEY + _TAG
HEADER = _COMMITTED + _COMMITMENT
_SEALED_CHUNK = CHUNK + _TAG
_COUNTER = 2**64
_MORE, _LAST = b"\x00", b"\x01"


class Forged(Exception):
    """The file does not authenticate, or is not a sealed file at all."""


def sealed_size(plain_size: int) -> int:
    """How many bytes a document of this size takes when it is sealed."""
    return HEADER + plain_size + _TAG * (plain_size // CHUNK + 1)


def key_id_of(header: bytes) -> int:
    """The number of the data key a file was sealed with.

    :raise Forged: not the header of a sealed file
    """
    if len(header) < HEADER:
        raise Forged
    mark, version, key_id = _HEAD.unpack(header[: _HEAD.size])
    if mark != MARK or version != VERSION:
        raise Forged
    return key_id


def _derive(file_key: bytes, header: bytes, place: bytes):
    """The cipher of the chunks, the base of their nonces, the commitment."""
    info = b"wlec document\x00" + header[:_COMMITTED] + place
    secret = HKDF(hashes.SHA256(), _KEY + _NONCE + _COMMITMENT, salt=None, info=info).derive(file_key)
    base = int.from_bytes(secret[_KEY : _KEY + _NONCE], "big")
    return AESGCM(secret[:_KEY]), base, secret[_KEY + _NONCE :]


def _nonce(base, number):
    return (base ^ number).to_bytes(_NONCE, "big")


class Writer:
    """Seals what is written to it, and writes that to ``sink``. Until ``finish`` the file is cut, and does not open."""

    def __init__(self, sink, data_cipher: AESGCM, key_id: int, place: bytes):
        self._sink, self._rest, self._number = sink, bytearray(), 0
        file_key, head, nonce = os.urandom(_KEY), _HEAD.pack(MARK, VERSION, key_id), os.urandom(_NONCE)
        header = head + nonce + data_cipher.encrypt(nonce, file_key, head + place)
        self._cipher, self._base, commitment = _derive(file_key, header, place)
        self.header = header + commitment
        self.size = 0
        sink.write(self.header)

    def write(self, data) -> int:
        view = memoryview(data).cast("B")
        length = len(view)
        self.size += length
        if self._rest:
            missing = CHUNK - len(self._rest)
            self._rest += view[:missing]
            view = view[missing:]
            if len(self._rest) == CHUNK:
                self._seal(bytes(self._rest), _MORE)
                self._rest.clear()
        while len(view) >= CHUNK:
            self._seal(view[:CHUNK], _MORE)
            view = view[CHUNK:]
        self._rest += view
        return length

    def finish(self) -> int:
        """Seal the last chunk.

        :return: how many bytes were written, before sealing
        """
        self._seal(bytes(self._rest), _LAST)
        self._rest.clear()
        return self.size

    def _seal(self, plain, kind):
        if self._number >= _COUNTER:
            raise OverflowError("a document may not have so many chunks")
        self._sink.write(self._cipher.encrypt(_nonce(self._base, self._number), plain, kind))
        self._number += 1


class Reader(io.BufferedIOBase):
    """The document again, from a seekable ``source`` that begins with the header; the source is closed with it.

    :param data_cipher: the cipher of the data key named in the header; ``None``: it is gone
    :raise Forged: also later, by any reading, when a chunk was altered
    """

    def __init__(self, source, data_cipher: AESGCM | None, place: bytes):
        super().__init__()
        self._source = source
        source.seek(0)
        header = source.read(HEADER)
        key_id_of(header)
        if data_cipher is None:
            raise Forged
        head, nonce = header[: _HEAD.size], header[_HEAD.size : _WRAPPED]
        try:
            file_key = data_cipher.decrypt(nonce, header[_WRAPPED:_COMMITTED], head + place)
        except InvalidTag:
            raise Forged from None
        self._cipher, self._base, commitment = _derive(file_key, header, place)
        if not hmac.compare_digest(commitment, header[_COMMITTED:]):
            raise Forged
        self._last, rest = divmod(source.seek(0, io.SEEK_END) - HEADER, _SEALED_CHUNK)
        if rest < _TAG:
            raise Forged
        self._at, self._kept, self._next = 0, (None, b""), None
        self._buffer = memoryview(bytearray(_SEALED_CHUNK))
        self.size = self._last * CHUNK + rest - _TAG
        self._chunk(self._last)

    def _chunk(self, number):
        """The plain chunk; the one used last is kept, for whoever reads by lines or by odd sizes."""
        if self._kept[0] != number:
            kind = _LAST if number == self._last else _MORE
            try:
                plain = self._cipher.decrypt(_nonce(self._base, number), self._sealed(number), kind)
            except InvalidTag:
                raise Forged from None
            if number != self._last and len(plain) != CHUNK:
                raise Forged
            self._kept = (number, plain)
        return self._kept[1]

    def _sealed(self, number):
        """The sealed chunk, in a piece of memory that serves for all of them."""
        if self._next != number:
            self._source.seek(HEADER + number * _SEALED_CHUNK)
        self._next, had = number + 1, 0
        while had < _SEALED_CHUNK and (more := self._source.readinto(self._buffer[had:])):
            had += more
        return self._buffer[:had]

    def read(self, size=-1) -> bytes:
        if size == CHUNK and not self._at % CHUNK and self._at < self.size:
            plain = self._chunk(self._at // CHUNK)  # how a document is sent
            self._at += len(plain)
            return plain
        end = self.size if size is None or size < 0 else min(self._at + size, self.size)
        parts = []
        while self._at < end:
            number, begin = divmod(self._at, CHUNK)
            plain = self._chunk(number)
            part = plain[begin : begin + end - self._at] if begin or end - self._at < len(plain) else plain
            parts.append(part)
            self._at += len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    read1 = read

    def readinto(self, buffer) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    readinto1 = readinto

    def seek(self, offset, whence=io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("there is nothing before the beginning")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readable(self):
        return True

    def seekable(self):
        return True

    def close(self):
        self._kept = (None, b"")
        if not self.closed:
            self._source.close()
        super().close()
