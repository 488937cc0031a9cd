# SPDX-License-Identifier: LGPL-3.0-or-later
"""Confidential fields: sealed in the column and in the cache, opened one record at a time, never without a record of it.

The column holds AES-256-GCM ciphertext (``bytea``), and so does the ORM cache: fetching and prefetching open nothing.
``convert_to_record``, through which every reader of the ORM passes for one record and one field, is **the gate**:

1. need to know: may everybody who is really behind this request see this record?
2. unseal, with ``model|field|id`` as associated data;
3. put it in the access buffer, which is written before the transaction ends (``audit``).

No context key, superuser mode or group switches any of it off. The column is useless in SQL, so searching, sorting, grouping
and aggregating by it are refused; only "is it filled in?" can be asked.
"""

import base64

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import audit, gate
from .gate import Sealed, open_value

EMPTY = (None, False, "", b"")


class Confidential(fields.Field):
    """What the four classes of confidential fields share; use one of those."""

    _wlec_confidential = True
    _column_type = ("bytea", "bytea")
    copy = False
    prefetch = "confidential"  # a group of its own: a list that shows none of them fetches none of them
    aggregator = None
    _description_searchable = False
    _description_aggregator = None
    # What an override may not ask for: each would put the value, or a trace of it, elsewhere in clear.
    _REFUSED = (
        "translate",
        "tracking",
        "index",
        "compute",
        "related",
        "company_dependent",
        "required",
        "size",
        "copy",
    )

    def _get_attrs(self, model_class, name):
        attrs = super()._get_attrs(model_class, name)
        attrs.setdefault("copy", False)
        refused = sorted(key for key in self._REFUSED if attrs.get(key))
        if refused or attrs.get("store") is False or attrs.get("default") is not None:
            raise TypeError(
                f"{model_class._name}.{name} is confidential: it cannot be {', '.join(refused) or 'defaulted or unstored'}"
            )
        return attrs

    def _description_sortable(self, env):
        return False

    def _description_groupable(self, env):
        return False

    # ---- SQL: nothing but "is it filled in?"
    def to_sql(self, model, alias):
        if not gate.is_fetching(self.name):
            raise UserError(
                model.env._(
                    "“%s” is confidential: it cannot be searched, sorted, grouped or summed up.",
                    self._description_string(model.env),
                )
            )
        return SQL.identifier(alias, self.name, to_flush=self)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        if field_expr != self.name or not _is_null_test(operator, value):
            return self.to_sql(model, alias)  # refuses
        model._check_field_access(self, "read")
        column = SQL.identifier(alias, self.name, to_flush=self)
        return SQL("%s IS NULL" if operator == "in" else "%s IS NOT NULL", column)

    def filter_function(self, records, field_expr, operator, value):
        if field_expr != self.name or not _is_null_test(operator, value):
            self.to_sql(records, records._table)  # refuses
        return self._is_empty

    def _is_empty(self, record):
        cache = self._get_cache(record.env)
        if record.id and record.id not in cache:
            record._fetch_field(self)
        return cache.get(record._ids[0]) is None

    # ---- column -> cache: sealed it stays
    def _insert_cache(self, records, values):
        super()._insert_cache(records, gate.sealed_from_column(values))

    # ---- cache -> record: the gate
    def convert_to_record(self, value, record):
        if value.__class__ is Sealed:
            if not record._ids[0] and not record._origin.id:
                return self._from_bytes(
                    gate.plain_of_form(value)
                )  # a form not yet saved: the caller's own words
            return self._from_bytes(open_value(self, value, record))
        # Nothing, or a size asked for by the web client instead of the content.
        return self._from_bytes(value)

    def _to_prefetch(self, record):
        # A form being edited takes its values from the record behind it: one at a time, when it is really used.
        return super()._to_prefetch(record) if record.id else record

    # ---- caller -> cache
    def convert_to_cache(self, value, record, validate=True):
        if value.__class__ is Sealed:
            return value
        plain = self._checked(value, record, validate)
        if plain in EMPTY:
            return None
        return gate.sealed_from_caller(self._to_bytes(plain), record.env)

    def _filter_not_equal(self, records, cache_value):
        # Comparing would open the old value, and "did it change?" would tell it: what is written is written.
        return records

    # ---- cache -> column
    def convert_to_column(self, value, record, values=None, validate=True):
        return None

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        # The id is part of what is authenticated: the row is made first, the value follows with the next flush.
        return None

    def get_column_update(self, record):
        value = self._cached_for_update(record)
        created = (record._name, record.id) in audit.buffer(record.env.cr).created
        audit.record(record, "create" if created else "write", fields=(self.name,))
        return None if value is None else gate.sealed_for_column(self, value, record)

    def _cached_for_update(self, record):
        return self._get_cache(record.env)[record.id]

    def convert_to_write(self, value, record):
        return self.convert_to_record(value, record) if value.__class__ is Sealed else value

    # ---- bytes and values
    def _checked(self, value, record, validate):
        return value

    def _to_bytes(self, value):
        return str(value).encode()

    def _from_bytes(self, plain):
        return plain.decode() if plain is not None else False


def _is_null_test(operator, value):
    return (
        operator in ("in", "not in") and not isinstance(value, (str, SQL)) and all(v in EMPTY for v in value)
    )


class ConfidentialChar(Confidential, fields.Char):
    """One line of confidential text."""

    _column_type = ("bytea", "bytea")


class ConfidentialText(Confidential, fields.Text):
    """Confidential text."""

    _column_type = ("bytea", "bytea")


class ConfidentialHtml(Confidential, fields.Html):
    """Confidential formatted text; sanitised on the way in like any other."""

    _column_type = ("bytea", "bytea")

    def _checked(self, value, record, validate):
        return None if value in EMPTY else fields.Html._convert(self, value, record, validate)

    def _from_bytes(self, plain):
        # Sanitised on its way in, as every Html field of Odoo is.
        return Markup(plain.decode()) if plain is not None else False  # noqa: S704

    def convert_to_read(self, value, record, use_display_name=True):
        return value or False


class ConfidentialBinary(Confidential, fields.Binary):
    """A confidential document, kept in the row (never as an attachment). Values are base64, as Odoo's are.

    With ``bin_size`` in the context the web client is told the size of the sealed value, and nothing is opened.
    """

    attachment = False
    column_type = ("bytea", "bytea")
    prefetch = False

    def _get_attrs(self, model_class, name):
        if self._args__.get("attachment"):
            raise TypeError(f"{model_class._name}.{name} is confidential: it cannot be an attachment")
        return {**super()._get_attrs(model_class, name), "attachment": False}

    def _cached_for_update(self, record):
        plain = record.with_context(bin_size=False, **{f"bin_size_{self.name}": False})
        return self._get_cache(plain.env)[record.id]

    def _checked(self, value, record, validate):
        if value in EMPTY:
            return None
        value = value.encode() if isinstance(value, str) else bytes(value)
        try:
            base64.b64decode(value, validate=False)
        except ValueError:
            raise UserError(
                record.env._("The document did not arrive whole: please choose the file again.")
            ) from None
        return value

    def _to_bytes(self, value):
        return base64.b64decode(value)

    def _from_bytes(self, plain):
        if plain is None:
            return False
        return plain.encode() if isinstance(plain, str) else base64.b64encode(plain)
