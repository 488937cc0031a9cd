# SPDX-License-Identifier: LGPL-3.0-or-later
"""The rarer kinds of confidential fields; see ``sealed`` for what all of them share."""

from odoo import fields

from .sealed import EMPTY, Confidential, ConfidentialBinary


class ConfidentialSelection(Confidential, fields.Selection):
    """A confidential choice. Not chosen is a choice as well, and nothing of it is kept: let the usual case be that one."""

    _column_type = ("bytea", "bytea")

    def _checked(self, value, record, validate):
        return fields.Selection.convert_to_cache(self, value or False, record, validate)


class ConfidentialBytes(ConfidentialBinary):
    """A confidential document whose values are its bytes as they are, where a model of Odoo's keeps them so."""

    def _checked(self, value, record, validate):
        return None if value in EMPTY else value.encode() if isinstance(value, str) else bytes(value)

    def _to_bytes(self, value):
        return value

    def _from_bytes(self, plain):
        return False if plain is None else plain.encode() if isinstance(plain, str) else plain
