# SPDX-License-Identifier: LGPL-3.0-or-later
"""The gate, and what waits before it: sealed values in the cache, and what each viewer may see of them."""

import functools
import threading
from contextlib import contextmanager

from ..exceptions import NeedToKnowError
from ..tools import cipher
from ..tools.cipher import HEAD, unseal
from . import actor, audit, buffers, keys, purposes, quiet_log
from .purposes import Purpose, has_purpose  # noqa: F401 - for who opens values

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

    __slots__ = (
        "asked", "cases", "ciphers", "columns", "default_env", "env", "may", "model", "principals", "seen", "viewer",
    )  # fmt: skip

    def __init__(self, model, viewer, principals, seen):
        self.model, self.viewer, self.principals = model, viewer, principals
        self.seen = seen  # {field name: {record ids}} of the access buffer
        self.columns = {}  # {field name: (what a value of it is bound to, but for the id; how to note that one was seen)}
        self.may, self.asked, self.cases = set(), set(), {}
        self.ciphers = {}  # {head of a sealed value: cipher of its data key}
        self.env = self.default_env = None  # under which it was last looked through

    def learn(self, record):
        """Ask for the whole prefetch set at once, so that a list costs one query."""
        ids = {record.id}
        for other in record._prefetch_ids:
            if len(ids) >= _PREFETCH_MOST:
                break
            if isinstance(other, int) and other not in self.asked:
                ids.add(other)
        self.asked |= ids
        reason = self.viewer[-1]
        if reason.__class__ is Purpose and not reason.checked:
            self.may |= ids
            return
        allowed = record.browse(sorted(ids))._open_to(self.principals)
        self.may |= allowed.keys()
        self.cases.update({record_id: case for record_id, case in allowed.items() if case})

    def column(self, field):
        note = self.seen.setdefault(field.name, set()).add
        found = self.columns[field.name] = (_column(field.model_name, field.name), note)
        return found


def lens_of(env, model):
    """The lens of this viewer on this model."""
    buffer, default = audit.buffer(env.cr), env.transaction.default_env
    behind, viewer = actor.principals(env), _viewer(env)
    key = (model, viewer, behind)
    lens = buffer.lenses.get(key)
    if lens is None:
        action = viewer[-1].action if viewer[-1].__class__ is Purpose else "read"
        entry = (action, model, env.uid, env.su, behind[0], "ok", actor.rule())
        seen = {} if action is None else buffer.seen(entry)
        lens = buffer.lenses[key] = Lens(model, viewer, behind, seen)
    lens.env, lens.default_env = env, default
    buffer.last = lens
    return lens


def open_value(field, sealed, record):
    """The gate. A list passes here hundreds of times: what can be looked up once for all of it is in the lens.

    :return: the plain bytes
    :raise NeedToKnowError: somebody behind this request has no need to know
    """
    env = record.env
    lens = buffers.last_lens(env.cr)
    if (
        lens is None
        or lens.env is not env
        or lens.model != record._name
        or lens.default_env is not env.transaction.default_env
    ):
        lens = lens_of(env, record._name)
    plain = sealed._Sealed__plain
    if plain is not None and lens.viewer in sealed._Sealed__known:
        return plain
    record_id = record._ids[0] or record._origin.id
    if record_id not in lens.may:
        _ask(field, record if record.id else record._origin, lens)
    column, note = lens.columns.get(field.name) or lens.column(field)
    if plain is None:
        blob = sealed._Sealed__blob
        key_cipher = lens.ciphers.get(blob[:HEAD]) or _fetch_keys(field, blob, record, lens)
        try:
            plain = unseal(key_cipher, column + b"%d" % record_id, blob)
        except cipher.Forged:
            plain = keys.unseal_again(env.cr, place(field, record_id), blob)
        sealed._Sealed__plain = plain
        quiet_log.opened(plain)
    sealed._Sealed__known += (lens.viewer,)
    note(record_id)
    return plain


def _ask(field, record, lens):
    if record.id not in lens.asked:
        lens.learn(record)
    if record.id not in lens.may:
        # Those show a mask instead: nobody was refused anything they asked for.
        if not hasattr(field, "_wlec_sealable"):
            audit.denied(record, "read")
        raise NeedToKnowError(
            record.env._("There is no such record, or you have no need to know its content.")
        )


def _fetch_keys(field, blob, record, lens):
    """The data keys of everything of this field that is in the cache: fetched together, unwrapped together."""
    heads = {blob[:HEAD]}
    for sealed in field._get_cache(record.env).values():
        if sealed.__class__ is Sealed and sealed._Sealed__blob is not None and len(heads) < _PREFETCH_MOST:
            heads.add(sealed._Sealed__blob[:HEAD])
    by_id = {key_id: head for head in heads if (key_id := cipher.key_id_of_head(head)) is not None}
    for key_id, key_cipher in keys.for_reading(record.env.cr, list(by_id)).items():
        lens.ciphers[by_id[key_id]] = key_cipher
    return lens.ciphers.get(blob[:HEAD])


@functools.lru_cache(maxsize=1024)
def _column(model_name, name):
    return f"{model_name}|{name}|".encode()


def place(field, record_id):
    """What a sealed value is bound to."""
    return _column(field.model_name, field.name) + b"%d" % record_id


@contextmanager
def purpose(env, reason):
    """In this block values are opened for ``reason`` (a ``Purpose``), whoever is behind the request; each is recorded."""
    if reason.__class__ is not Purpose:
        raise TypeError("not a purpose")
    before, audit.buffer(env.cr).last = purposes.change(reason), None
    try:
        yield
    finally:
        purposes.change(before)
        audit.buffer(env.cr).last = None


def open_ids(records):
    """Those of these records' ids that are open to everybody who is really behind this request, as a set."""
    lens = lens_of(records.env, records._name)
    for record in records:
        if record.id and record.id not in lens.asked:
            lens.learn(record)
    return lens.may.intersection(records.ids)


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


def sealed_from_column(values):
    """What the database returned, for the cache. Text is a size the web client asked for instead of the content."""
    return [value if value is None or value.__class__ is str else Sealed(bytes(value)) for value in values]


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
    viewer = (default.uid if default is not None else env.uid, env.uid, env.su, actor.rule())
    reason = purposes.current()
    return viewer if reason is None else (*viewer, reason)
