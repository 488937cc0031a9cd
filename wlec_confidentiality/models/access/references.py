# SPDX-License-Identifier: LGPL-3.0-or-later
"""References of files, consents, disclosures and complaints: drawn by lot.

Numbers that count tell whoever sees two of them how many lie between: that somebody complained last week, that a file was
opened which they are not meant to know of. Drawn ones tell nothing, and a gap is no gap.
"""

import secrets

from odoo.tools import SQL

_DIGITS = 5
_TRIES = 8  # so many in a row are taken only where the digits are running out


def draw(model, prefix, count=1):
    """So many references nobody has, such as ``CASE-48213``, for new records of this model."""
    found = []
    width = _DIGITS
    tries = 0
    while len(found) < count:
        drawn = {f"{prefix}-{secrets.randbelow(10**width):0{width}d}" for _ in range(count - len(found))}
        found += sorted(drawn.difference(_taken(model, drawn), found), key=lambda _: secrets.randbits(32))
        tries += 1
        width += tries % _TRIES == 0
    return found


def _taken(model, names):
    """All of them there are, of whomever: with the rights of the person who asks, a wall would make two of one name."""
    model.flush_model(["name"])
    query = SQL("SELECT name FROM %s WHERE name = ANY(%s)", SQL.identifier(model._table), list(names))
    return [name for (name,) in model.env.execute_query(query)]
