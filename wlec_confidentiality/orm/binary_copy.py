# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sealed columns by COPY: as the bytes they are.

A SELECT sends ``bytea`` as text, two characters for each byte, which one side has to write and the other to read: for a list
of files that takes longer than everything else the protection does. COPY in its binary format sends the bytes themselves.
"""

import io
import struct

from odoo.tools import SQL

from .arrays import literal

_SIGNATURE = b"PGCOPY\n\xff\r\n\0"
_START = struct.Struct(">11sii")  # signature, flags, length of an extension that is to be skipped
_COUNT = struct.Struct(">h")  # of the columns of a row; -1 ends the last one
_LENGTH = struct.Struct(">i")  # of a value; -1 for NULL
_IDENTITY = struct.Struct(">hii")  # count, length of the id (4), id


def fetch(cr, table, names, ids):
    """The sealed columns of these rows, without a check of any kind.

    :param ids: of rows whose other columns were just fetched
    :return: tuples of the ids and of each column's values
    """
    statement = SQL(
        "COPY (SELECT id, %s FROM %s WHERE id = ANY(%s::int4[])) TO STDOUT (FORMAT binary)",
        SQL(", ").join(map(SQL.identifier, names)),
        SQL.identifier(table),
        literal(ids),
    )
    answer = io.BytesIO()
    # COPY takes no parameters, so they are written into it by the library; and Odoo's cursor knows nothing of COPY.
    cr._obj.copy_expert(cr._obj.mogrify(statement.code, statement.params), answer)
    return _columns(answer.getvalue(), len(names))


def _columns(data, width):
    signature, _flags, skip = _START.unpack_from(data)
    if signature != _SIGNATURE:
        raise ValueError("not the binary format of COPY")
    position = _START.size + skip
    ids, columns = [], [[] for _ in range(width)]
    length_at = _LENGTH.unpack_from
    while _COUNT.unpack_from(data, position)[0] != -1:
        ids.append(_IDENTITY.unpack_from(data, position)[2])
        position += _IDENTITY.size
        for column in columns:
            (length,) = length_at(data, position)
            position += 4
            if length < 0:
                column.append(None)
            else:
                column.append(data[position : position + length])
                position += length
    return tuple(ids), columns
