# SPDX-License-Identifier: LGPL-3.0-or-later
"""Data keys: one for each file, wrapped by the key ring, kept in ``wlec_data_key``.

The table is no Odoo model: nobody reads it through the ORM. Unwrapped keys stay in this module, in memory, for a few minutes,
and no longer than the ring they were unwrapped with is there.

Who is about to seal holds the row of the key (``FOR SHARE``) until the end of the transaction: a key is retired when nobody
is writing with it, and whoever began before that is run again by Odoo, with the key that came after it (see ``rotation``).
"""

import os
import time
from typing import NamedTuple

from odoo.tools import SQL, config, split_every
from odoo.tools.translate import LazyTranslate

from ..exceptions import KeyRingError, SealError
from ..tools import cipher, keyring
from . import audit

_lt = LazyTranslate(__name__, default_lang="en_US")

_SECONDS_KEPT = 300
_MOST_KEPT = 20_000
_MOST_AT_ONCE = 2000

_rings = {}  # {"ring": _Loaded}
_ciphers = {}  # (database, key id): _Opened


class _Loaded(NamedTuple):
    """The ring of this server, as long as its file is what it was."""

    stamp: tuple
    ring: keyring.KeyRing
    proven: set  # databases it has shown to be the right one for


class _Opened(NamedTuple):
    cipher: object
    until: float
    wrapped: bytes  # what it was unwrapped from: after a restore another key may have the same number


_TABLE = """
    CREATE TABLE IF NOT EXISTS wlec_data_key (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        scope varchar NOT NULL,
        kek_id varchar NOT NULL,
        wrapped bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        retired_at timestamptz
    );
    CREATE UNIQUE INDEX IF NOT EXISTS wlec_data_key_scope ON wlec_data_key (scope) WHERE retired_at IS NULL;
"""


def create_table(cr):
    cr.execute(_TABLE)


def ring_path():
    return os.environ.get("WLEC_KEYRING") or config.get("wlec_keyring")


def ring() -> keyring.KeyRing:
    """The key ring of this server, read again whenever its file changes.

    :raise KeyRingError: it cannot serve; the message says why
    """
    return _loaded().ring


def _loaded():
    path = ring_path()
    try:
        info = os.stat(path) if path else None
        stamp = info and (path, info.st_mtime_ns, info.st_ctime_ns, info.st_ino, info.st_size)
        found = _rings.get("ring")
        if found is None or found.stamp != stamp:
            _ciphers.clear()  # what another ring has opened, or this one while it was in order
            found = _rings["ring"] = _Loaded(stamp, keyring.load(path), set())
        return found
    except (keyring.KeyRingProblem, OSError) as problem:
        _rings.clear()
        _ciphers.clear()
        text = f"the key ring {path} cannot be read" if isinstance(problem, OSError) else str(problem)
    raise KeyRingError(_lt("Confidential values are locked: %s.", text)) from None


def prepare(cr, scopes):
    """Have the data keys of many scopes ready for writing in this transaction: one query, and one more for those to be made."""
    ready = audit.buffer(cr).keys
    missing = sorted(set(scopes) - ready.keys())
    for some in split_every(_MOST_AT_ONCE, missing):
        cr.execute(
            SQL(
                "SELECT scope, id, kek_id, wrapped FROM wlec_data_key WHERE scope = ANY(%s) AND retired_at IS NULL"
                " ORDER BY id FOR SHARE",
                list(some),
            )
        )
        for scope, key_id, kek_id, wrapped in cr.fetchall():
            ready[scope] = (key_id, _unwrapped(cr.dbname, key_id, kek_id, bytes(wrapped), scope))
        _make(cr, [scope for scope in some if scope not in ready], ready)


def _make(cr, scopes, ready):
    if not scopes:
        return
    found, secrets = _proven_ring(cr), {scope: cipher.new_key() for scope in scopes}
    rows = SQL(", ").join(SQL("%s", (scope, *found.wrap(secret, scope))) for scope, secret in secrets.items())
    cr.execute(
        SQL(
            # Two first writers at once: the second fails to serialise and is run again by Odoo on the first one's key.
            "INSERT INTO wlec_data_key (scope, kek_id, wrapped) VALUES %s"
            " ON CONFLICT (scope) WHERE retired_at IS NULL DO NOTHING RETURNING id, scope",
            rows,
        )
    )
    made = cr.fetchall()
    for key_id, scope in made:
        # Not remembered for others: this transaction may yet be rolled back, and the number used again after a restore.
        ready[scope] = (key_id, cipher.cipher(secrets[scope]))
    audit.buffer(cr).checks.setdefault(_confirm_made, set()).update(key_id for key_id, _scope in made)


def _confirm_made(cr, key_ids):
    """Before the commit: are the keys made in this transaction still there? One that went with a savepoint, unnoticed, would
    leave values behind that nothing opens.

    :raise KeyRingError: they are not
    """
    cr.execute(SQL("SELECT count(*) FROM wlec_data_key WHERE id = ANY(%s)", list(key_ids)))
    if cr.fetchone()[0] != len(key_ids):
        raise KeyRingError(_lt("A data key was lost on the way, so nothing was changed. Please try again."))


def for_writing(cr, scope):
    """The data key of ``scope`` (``model,id``), made now if there is none: (key id, cipher)."""
    if (ready := audit.buffer(cr).keys.get(scope)) is not None:
        return ready
    cr.execute(
        SQL(
            "SELECT id, kek_id, wrapped FROM wlec_data_key WHERE scope = %s AND retired_at IS NULL FOR SHARE",
            scope,
        )
    )
    row = cr.fetchone()
    if row:
        return row[0], _unwrapped(cr.dbname, row[0], row[1], bytes(row[2]), scope)
    _make(cr, [scope], audit.buffer(cr).keys)
    return for_writing(cr, scope)  # where others' rows are seen as they come, somebody else may have made it


def _proven_ring(cr):
    """The ring, once it has shown that it opens what this database holds. Values sealed under another centre's ring, put
    there by mistake, would be lost as soon as the right one is back."""
    found, proven = _loaded()[1:]
    if cr.dbname not in proven:
        cr.execute(
            "SELECT kek_id, wrapped, scope FROM wlec_data_key WHERE retired_at IS NULL ORDER BY id DESC LIMIT 1"
        )
        row = cr.fetchone()
        try:
            if row:
                found.unwrap(row[0], bytes(row[1]), row[2])
        except keyring.KeyRingProblem:
            raise KeyRingError(
                _lt(
                    "Confidential values are locked: the key ring is not the one this database was sealed with. Restore that one."
                )
            ) from None
        proven.add(cr.dbname)
    return found


def for_reading(cr, key_ids, strict=None) -> dict:
    """The ciphers of these data keys: {key id: cipher}. Keys that do not exist are left out (they were destroyed).

    Of several, one that does not unwrap is left out as well: it must not close the others, and whoever opens its values is
    told by ``unseal_again``.

    :param strict: whether such a key raises; by default when it is the only one
    :raise KeyRingError: the ring cannot serve, or the one key asked for does not unwrap
    """
    ring()  # gone, or another one: what it has opened is forgotten
    now, dbname = time.monotonic(), cr.dbname
    found, missing = {}, []
    for key_id in key_ids:
        kept = _ciphers.get((dbname, key_id))
        if kept and kept.until > now:
            found[key_id] = kept.cipher
        else:
            missing.append(key_id)
    if missing:
        cr.execute(SQL("SELECT id, kek_id, wrapped, scope FROM wlec_data_key WHERE id = ANY(%s)", missing))
        for key_id, kek_id, wrapped, scope in cr.fetchall():
            try:
                found[key_id] = _unwrapped(dbname, key_id, kek_id, bytes(wrapped), scope)
            except KeyRingError:
                if strict or (strict is None and len(key_ids) == 1):
                    raise
    return found


def forget(dbname=None):
    """Drop the keys kept in memory (of one database): after a rotation, a disposal or a restore."""
    for place in list(_ciphers):
        if dbname in (None, place[0]):
            _ciphers.pop(place, None)


def _unwrapped(dbname, key_id, kek_id, wrapped, scope):
    found = ring()
    kept = _ciphers.get((dbname, key_id))
    if kept and kept.until > time.monotonic() and kept.wrapped == wrapped:
        return kept.cipher
    try:
        opened = cipher.cipher(found.unwrap(kek_id, wrapped, scope))
    except keyring.KeyRingProblem as problem:
        text = str(problem)
    else:
        if len(_ciphers) >= _MOST_KEPT:
            _ciphers.clear()
        _ciphers[dbname, key_id] = _Opened(opened, time.monotonic() + _SECONDS_KEPT, wrapped)
        return opened
    raise KeyRingError(_lt("Confidential values are locked: %s.", text)) from None


def unseal_again(cr, place, blob):
    """Open a value that did not authenticate with the key at hand: the key may be one from before a restore.

    :raise SealError: the value does not authenticate
    """
    forget(cr.dbname)
    try:
        key_id = cipher.key_id_of(blob)
        return cipher.unseal(for_reading(cr, [key_id]).get(key_id), place, blob)
    except cipher.Forged:
        problem = SealError(
            _lt(
                "A confidential value does not authenticate: it was altered or does not belong here. It stays closed;"
                " please tell the confidentiality officer."
            )
        )
    raise problem from None
