# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sealable fields: text fields of Odoo's own models, sealed row by row.

Contacts, enquiries, meetings and messages hold what is nobody's business beside what is everybody's. A row that is protected
(``wlec_protected``) keeps a token, ``wlec1$`` and the sealed value in base64, where the others keep their text as ever. Tokens
pass the same gate as confidential fields do (``sealed``), with one difference: who has no need to know gets the record's
**mask**, not an error, because Odoo reads such fields with full rights wherever it needs a label.

In SQL a sealed value is nothing: it matches no search, sorts and groups as empty. Those who may open it find it all the same:
a search opens, in memory, what is open to the person who asks, and records what it found.
"""

import base64
import binascii

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..exceptions import NeedToKnowError
from . import audit, gate, rows, unprotected
from .gate import Sealed, open_value

MARK = "wlec1$"
_LIKE_MARK = "wlec1$%"
_EMPTY = (None, False, "")
_FEW = 2  # letters


def to_token(blob) -> str:
    return MARK + base64.b64encode(blob).decode()


def from_token(text):
    """The sealed value behind a token; ``b""``, which opens for nobody, when it is damaged."""
    try:
        return base64.b64decode(text[len(MARK) :], validate=True)
    except (binascii.Error, ValueError):
        return b""


def is_token(text):
    return text.__class__ is str and text.startswith(MARK)


def _how(value):
    """How it was searched, never for what: names looked through letter by letter stand out in the access records."""
    letters = sum(character.isalnum() for character in value) if isinstance(value, str) else _FEW + 1
    return ("by_letter",) if letters <= _FEW else ()


class _Plain(fields.Char):
    """Odoo's own meaning of the operators of a domain, asked of a text instead of a record."""

    def expression_getter(self, field_expr):
        return lambda text: text


_PLAIN = _Plain()


class Sealable(fields.Field):
    """What the three classes of sealable fields share; use one of those, on a model with ``wlec.sealable.mixin``."""

    _wlec_sealable = True

    # ---- column -> cache -> record
    def _insert_cache(self, records, values):
        values = [Sealed(from_token(value)) if is_token(value) else value for value in values]
        super()._insert_cache(records, values)

    def convert_to_record(self, value, record):
        if value.__class__ is not Sealed:
            return super().convert_to_record(value, record)
        if not record._ids[0] and not record._origin.id:
            return self._opened(gate.plain_of_form(value))
        try:
            return self._opened(open_value(self, value, record))
        except NeedToKnowError:
            return record._mask(self.name)

    def _opened(self, plain):
        return plain.decode()

    def _to_prefetch(self, record):
        return super()._to_prefetch(record) if record.id else record

    # ---- caller -> cache -> column
    def convert_to_cache(self, value, record, validate=True):
        if value.__class__ is Sealed:
            return value
        if is_token(value):
            # Nobody types this; and taken as it is, it would read as a damaged seal.
            raise UserError(record.env._("“%s” is not a text that can be kept here.", MARK))
        return super().convert_to_cache(value, record, validate)

    def convert_to_column(self, value, record, values=None, validate=True):
        if value.__class__ is Sealed:  # an unchanged value on its way back
            return self.get_column_update(record)
        return super().convert_to_column(value, record, values, validate)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        if value in _EMPTY or values is None or not record._new_is_protected(values):
            return super().convert_to_column_insert(value, record, values, validate)
        # The id is part of what is authenticated: the row is made first, the value follows with the next flush. Empty,
        # and not NULL: some of Odoo's columns must hold something.
        return ""

    def get_column_update(self, record):
        value = self._get_cache(record.env)[record.id]
        if value.__class__ is Sealed:
            return to_token(gate.sealed_for_column(self, value, record))
        if value in _EMPTY or not record._is_row_protected():
            return super().get_column_update(record)
        created = (record._name, record.id) in audit.buffer(record.env.cr).created
        audit.record(record, "create" if created else "write", fields=(self.name,))
        plain = self.convert_to_column(value, record, validate=False)
        return to_token(gate.sealed_for_column(self, Sealed(None, plain.encode()), record))

    def _filter_not_equal(self, records, cache_value):
        if any(value.__class__ is Sealed for value in map(self._get_cache(records.env).get, records._ids)):
            return records  # comparing would open the old value, and “did it change?” would tell it
        return super()._filter_not_equal(records, cache_value)

    def convert_to_write(self, value, record):
        if value.__class__ is Sealed:
            return self.convert_to_record(value, record)
        return super().convert_to_write(value, record)

    # ---- SQL: a sealed value is nothing
    def to_sql(self, model, alias):
        if gate.is_fetching(self.name) or unprotected.is_none(model):
            return super().to_sql(model, alias)
        column = super().to_sql(model, alias)
        return SQL("(CASE WHEN %s LIKE %s THEN NULL ELSE %s END)", column, _LIKE_MARK, column)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if unprotected.is_none(model):
            return super().condition_to_sql(field_expr, operator, value, model, alias, query)
        with gate.fetching((self.name,)):
            plain = super().condition_to_sql(field_expr, operator, value, model, alias, query)
            column = self.to_sql(model, alias)
        if operator in ("in", "not in") and not isinstance(value, SQL) and all(v in _EMPTY for v in value):
            return plain  # “is it filled in?”
        plain = SQL("(%s AND %s NOT LIKE %s)", plain, SQL("COALESCE(%s, '')", column), _LIKE_MARK)
        if isinstance(value, SQL):
            return plain
        matching = self._matching(model, operator, value)
        if not matching:
            return plain
        return SQL("(%s OR %s = ANY(%s))", plain, SQL.identifier(alias, "id"), matching)

    def _matching(self, model, operator, value):
        """The ids of the sealed rows open to whoever is behind this request that match; recorded as found."""
        negative = operator in Domain.NEGATIVE_OPERATORS
        positive = operator.removeprefix("not ") if operator != "!=" else "="
        matches = _PLAIN.filter_function(model, self.name, positive, value)
        candidates = model._sealed_rows_open_to_actor(self)
        found = [
            record_id
            for record_id, text in rows.open_rows(self, candidates, model)
            if bool(matches(text)) != negative
        ]
        if found:
            audit.record(model.browse(found), "search", fields=(self.name, *_how(value)))
        return found


class SealableChar(Sealable, fields.Char):
    """One line of text, sealed in protected rows."""


class SealableText(Sealable, fields.Text):
    """Text, sealed in protected rows."""


class SealableHtml(Sealable, fields.Html):
    """Formatted text, sealed in protected rows; sanitised on its way in."""

    def _opened(self, plain):
        return Markup(plain.decode())  # noqa: S704 - sanitised when it was written

    def convert_to_read(self, value, record, use_display_name=True):
        return value or False
