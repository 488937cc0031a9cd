# SPDX-License-Identifier: LGPL-3.0-or-later
"""One access record as bytes: the entry whose hash is a leaf of the tree.

It is the tuple of PostgreSQL's binary COPY of an explicit list of columns, the format's version first: int16 number of columns,
then for each int32 length (-1: NULL) and the bytes of the type's send function. Injective, without locale, time zone or JSON, and
read from the database without any parsing. A new column is a new version.
"""

import ipaddress
import struct
import uuid
from datetime import datetime, timedelta, timezone

# In the order of the table. Whoever changes this has a new version to define.
COLUMNS = {
    "version": "int2", "id": "int8", "at": "timestamptz", "action": "text", "model": "text", "record_ids": "int4[]",
    "field_names": "text[]", "case_ids": "int4[]", "user_id": "int4", "actor_id": "int4", "su": "bool", "origin": "text",
    "route": "text", "method": "text", "ip": "inet", "session": "text", "api_key_id": "int4", "request_id": "uuid",
    "outcome": "text",
}  # fmt: skip
VERSION = 1
COPY_HEAD = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
COPY_TAIL = b"\xff\xff"
_EPOCH = datetime(2000, 1, 1, tzinfo=timezone.utc)
_ELEMENTS = {"int4[]": (23, "int4"), "text[]": (25, "text")}
_INTEGERS = {"int2": ">h", "int4": ">i", "int8": ">q"}
_MICROSECOND = timedelta(microseconds=1)
_FAMILIES = {2: 32, 3: 128}  # PostgreSQL's numbers of IPv4 and IPv6, and the bits of their addresses


class BadEntry(Exception):
    """These bytes are no access record."""


# ---- to bytes
def encode(row: dict) -> bytes:
    """The entry of an access record: {column: value}, as psycopg2 returns them (``ip`` and ``request_id`` as text)."""
    parts = [struct.pack(">h", len(COLUMNS))]
    for name, kind in COLUMNS.items():
        data = None if row[name] is None else _sent(kind, row[name])
        parts.append(b"\xff\xff\xff\xff" if data is None else struct.pack(">i", len(data)) + data)
    return b"".join(parts)


def _sent(kind, value):
    if kind in _INTEGERS:
        return struct.pack(_INTEGERS[kind], value)
    if kind in _ELEMENTS:
        return _sent_array(*_ELEMENTS[kind], value)
    if kind == "bool":
        return b"\x01" if value else b"\x00"
    if kind == "timestamptz":
        return struct.pack(">q", (value - _EPOCH) // _MICROSECOND)
    if kind == "inet":
        return _sent_address(ipaddress.ip_interface(value))
    return uuid.UUID(value).bytes if kind == "uuid" else value.encode()


def _sent_address(found):
    family = 2 if found.version == 4 else 3
    packed = found.ip.packed
    return bytes((family, found.network.prefixlen, 0, len(packed))) + packed


def _sent_array(oid, kind, values):
    if not values:
        return struct.pack(">iii", 0, 0, oid)
    parts = [struct.pack(">iiiii", 1, 0, oid, len(values), 1)]
    for value in values:
        data = _sent(kind, value)
        parts.append(struct.pack(">i", len(data)) + data)
    return b"".join(parts)


# ---- from bytes
def decode(entry: bytes) -> dict:
    """The access record in these bytes.

    :raise BadEntry: they are none, or not exactly as ``encode`` writes it
    """
    try:
        row = _decoded(entry)
        exact = row["version"] == VERSION and encode(row) == entry
    except (struct.error, ValueError, KeyError, IndexError, OverflowError, TypeError):
        exact = False
    if not exact:
        raise BadEntry("this is not an access record of a format known here")
    return row


def _decoded(entry):
    reader = _Reader(entry)
    if reader.number(">h") != len(COLUMNS):
        raise ValueError
    row = {}
    for name, kind in COLUMNS.items():
        length = reader.number(">i")
        row[name] = None if length == -1 else _received(kind, reader.take(length))
    return row


class _Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        if length < 0 or self.at + length > len(self.data):
            raise ValueError
        self.at += length
        return self.data[self.at - length : self.at]

    def number(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]


def _received(kind, data):
    if kind in _INTEGERS:
        return struct.unpack(_INTEGERS[kind], data)[0]
    if kind in _ELEMENTS:
        return _received_array(_ELEMENTS[kind][1], data)
    if kind == "bool":
        return data == b"\x01"
    if kind == "timestamptz":
        return _EPOCH + struct.unpack(">q", data)[0] * _MICROSECOND
    if kind == "inet":
        address = ipaddress.ip_address(data[4:])
        return str(address) if data[1] == _FAMILIES[data[0]] else f"{address}/{data[1]}"
    return str(uuid.UUID(bytes=data)) if kind == "uuid" else data.decode()


def _received_array(kind, data):
    reader = _Reader(data)
    dimensions, _nulls, _oid = (reader.number(">i") for _ in range(3))
    if not dimensions:
        return []
    count, _lower = reader.number(">i"), reader.number(">i")
    return [_received(kind, reader.take(reader.number(">i"))) for _ in range(count)]
