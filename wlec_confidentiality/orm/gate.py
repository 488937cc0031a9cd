# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate, and what waits before it: sealed values in the cache, and what each viewer may see of them."""

import threading
from contextlib import contextmanager

from ..exceptions import NeedToKnowError
from ..tools import cipher
from . import actor, audit, keys

_fetching = threading.local()
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


def open_value(field, sealed, record):
    """The gate.

    :return: the plain bytes
    :raise NeedToKnowError: somebody behind this request has no need to know
    """
    env = record.env
    viewer = _viewer(env)
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
    return keys.unseal(record.env.cr, lens.ciphers.get(key_id), place(field, record.id), blob)


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


def place(field, record_id):
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


def is_fetching(name):
    return name in getattr(_fetching, "names", ())


def sealed_from_column(value):
    """What the database returned, for the cache. Text is a size the web client asked for instead of the content."""
    return value if value is None or isinstance(value, str) else Sealed(bytes(value))


def sealed_from_caller(plain, env):
    """A value just given by the viewer of ``env``, who may have it back in this transaction without another record."""
    return Sealed(None, plain, (_viewer(env),))


def plain_of_form(sealed):
    """The caller's own words, in a form that is not saved yet."""
    return sealed._Sealed__plain


def sealed_for_column(field, sealed, record):
    """The column's new content, sealed with the data key of the record's file."""
    if sealed._Sealed__plain is None:
        return sealed._Sealed__blob
    key_id, key_cipher = keys.for_writing(record.env.cr, record._key_scope())
    return cipher.seal(key_cipher, key_id, place(field, record.id), sealed._Sealed__plain)


def _viewer(env):
    default = env.transaction.default_env
    return (default.uid if default is not None else env.uid, env.uid, env.su)
