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
import threading
from contextlib import contextmanager

from markupsafe import Markup

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..exceptions import NeedToKnowError
from ..tools import cipher
from . import actor, audit, keys

_fetching = threading.local()
_EMPTY = (None, False, "", b"")
_PREFETCH_MOST = 1000


class Sealed:
    """A cached value. Code typed into the back office can hold one of these and learn nothing: the names of its parts are
    mangled, which Odoo's evaluator of such code refuses."""

    __slots__ = ("__blob", "__known", "__plain")

    def __init__(self, blob=None, plain=None, known=()):
        self.__blob = blob
        self.__plain = plain
        self.__known = known  # viewers for whom this transaction has passed the gate already

    def __repr__(self):
        return "<sealed>"

    __str__ = __repr__

    def __eq__(self, other):
        return self is other

    __hash__ = object.__hash__

    def __bool__(self):
        return True

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        raise TypeError("a sealed value is not to be carried away")


class Lens:
    """What one viewer (user, superuser mode, the people behind them) may see of one model in this transaction."""

    __slots__ = ("asked", "cases", "ciphers", "may", "principals", "seen")

    def __init__(self, principals, seen):
        self.principals = principals
        self.seen = seen  # {record id: {field names}} of the access buffer
        self.may, self.asked, self.cases, self.ciphers = set(), set(), {}, {}

    def learn(self, record):
        """Ask for the whole prefetch set at once, so that a list costs one query."""
        ids = {record.id}
        for other in record._prefetch_ids:
            if len(ids) >= _PREFETCH_MOST:
                break
            if isinstance(other, int) and other not in self.asked:
                ids.add(other)
        self.asked |= ids
        allowed = record.browse(sorted(ids))._open_to(self.principals)
        self.may |= allowed.keys()
        self.cases.update({record_id: case for record_id, case in allowed.items() if case})


def _lens(env, model_name):
    buffer = audit.buffer(env.cr)
    behind = actor.principals(env)
    viewer = (model_name, env.uid, env.su, behind)
    lens = buffer.lenses.get(viewer)
    if lens is None:
        seen = buffer.entries.setdefault(("read", model_name, env.uid, env.su, behind[0], "ok"), {})
        lens = buffer.lenses[viewer] = Lens(behind, seen)
    return lens


def _open(field, sealed, record):
    """The gate.

    :return: the plain bytes
    :raise NeedToKnowError: somebody behind this request has no need to know
    """
    env = record.env
    viewer = (env.transaction.default_env.uid, env.uid, env.su)
    if viewer in sealed._Sealed__known and sealed._Sealed__plain is not None:
        return sealed._Sealed__plain
    source = record if record.id else record._origin
    lens = _lens(env, source._name)
    if source.id not in lens.asked:
        lens.learn(source)
    if source.id not in lens.may:
        audit.denied(source, "read")
        raise NeedToKnowError(env._("There is no such record, or you have no need to know its content."))
    plain = sealed._Sealed__plain
    if plain is None:
        plain = _unseal(field, sealed._Sealed__blob, source, lens)
        sealed._Sealed__plain = plain
    sealed._Sealed__known += (viewer,)
    lens.seen.setdefault(source.id, set()).add(field.name)
    audit.buffer(env.cr).opened = True
    return plain


def _unseal(field, blob, record, lens):
    try:
        key_id = cipher.key_id_of(blob)
    except cipher.Forged:
        key_id = 0
    if key_id not in lens.ciphers:
        lens.ciphers.update(keys.for_reading(record.env.cr, _key_ids(field, record) | {key_id}))
    return keys.unseal(record.env.cr, lens.ciphers.get(key_id), _place(field, record.id), blob)


def _key_ids(field, record):
    """The data keys of everything of this field that is in the cache: fetched together, unwrapped together."""
    found = set()
    for sealed in field._get_cache(record.env).values():
        blob = sealed._Sealed__blob if isinstance(sealed, Sealed) else None
        if blob and len(blob) >= cipher.OVERHEAD:
            found.add(cipher.key_id_of(blob))
        if len(found) >= _PREFETCH_MOST:
            break
    return found


def _place(field, record_id):
    return f"{field.model_name}|{field.name}|{record_id}".encode()


@contextmanager
def fetching(field_names):
    """While a model fetches these fields into the cache, and only then, their columns may be named in SQL."""
    before = getattr(_fetching, "names", frozenset())
    _fetching.names = frozenset(field_names)
    try:
        yield
    finally:
        _fetching.names = before


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
    _REFUSED = ("translate", "tracking", "index", "compute", "related", "company_dependent", "required", "size", "copy")

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
        if self.name not in getattr(_fetching, "names", ()):
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
        super()._insert_cache(records, [_wrapped(value) for value in values])

    # ---- cache -> record: the gate
    def convert_to_record(self, value, record):
        if value is None:
            return False
        if value.__class__ is not Sealed:
            return self._from_bytes(value)  # a size asked for by the web client instead of the content
        if not record.id and not record._origin.id:
            return self._from_bytes(value._Sealed__plain)  # a form not yet saved: the caller's own words
        return self._from_bytes(_open(self, value, record))

    def __get__(self, record, owner=None):
        # A form being edited takes its values from the record behind it: hand over the sealed value, opened only if used.
        if record is not None and len(record._ids) == 1 and not record._ids[0] and (origin := record._origin):
            cache, origin_cache = self._get_cache(record.env), self._get_cache(origin.env)
            if record._ids[0] not in cache:
                if origin.id not in origin_cache:
                    origin._fetch_field(self)
                cache[record._ids[0]] = origin_cache.get(origin.id)
        return super().__get__(record, owner)

    # ---- caller -> cache
    def convert_to_cache(self, value, record, validate=True):
        if value.__class__ is Sealed:
            return value
        plain = self._checked(value, record, validate)
        if plain in _EMPTY:
            return None
        env = record.env
        default = env.transaction.default_env
        viewer = (default.uid if default is not None else env.uid, env.uid, env.su)
        return Sealed(None, self._to_bytes(plain), (viewer,))

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
        if value is None:
            return None
        if value._Sealed__blob is None or value._Sealed__plain is not None:
            key_id, key_cipher = keys.for_writing(record.env.cr, record._key_scope())
            return cipher.seal(key_cipher, key_id, _place(self, record.id), value._Sealed__plain)
        return value._Sealed__blob

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


def _wrapped(value):
    if value is None or isinstance(value, str):
        return value
    return Sealed(bytes(value))


def _is_null_test(operator, value):
    return operator in ("in", "not in") and not isinstance(value, (str, SQL)) and all(v in _EMPTY for v in value)


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
        return None if value in _EMPTY else fields.Html._convert(self, value, record, validate)

    def _from_bytes(self, plain):
        return Markup(plain.decode()) if plain is not None else False

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
        if value in _EMPTY:
            return None
        value = value.encode() if isinstance(value, str) else bytes(value)
        try:
            base64.b64decode(value, validate=False)
        except ValueError:
            raise UserError(record.env._("The document did not arrive whole: please choose the file again.")) from None
        return value

    def _to_bytes(self, value):
        return base64.b64decode(value)

    def _from_bytes(self, plain):
        if plain is None:
            return False
        return plain.encode() if isinstance(plain, str) else base64.b64encode(plain)
