# SPDX-License-Identifier: LGPL-3.0-or-later
"""Data keys: one for each file, wrapped by the key ring, kept in ``wlec_data_key``.

The table is no Odoo model: nobody reads it through the ORM. Unwrapped keys stay in this module, in memory, for a few minutes.
"""

import os
import time

from odoo.tools import SQL, config
from odoo.tools.translate import LazyTranslate

from ..exceptions import KeyRingError, SealError
from ..tools import cipher, keyring

_lt = LazyTranslate(__name__, default_lang="en_US")

_SECONDS_KEPT = 300
_MOST_KEPT = 20_000

_rings = {}
_ciphers = {}  # (database, key id): (AESGCM, until)

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
    path = ring_path()
    try:
        stamp = path and os.stat(path).st_mtime_ns
        if _rings.get("stamp") != (path, stamp) or not stamp:
            _rings.update(ring=keyring.load(path), stamp=(path, stamp), proven=set())
        return _rings["ring"]
    except (keyring.KeyRingProblem, OSError) as problem:
        _rings.clear()
        text = (
            str(problem)
            if isinstance(problem, keyring.KeyRingProblem)
            else f"the key ring {path} cannot be read"
        )
    raise KeyRingError(_lt("Confidential values are locked: %s.", text)) from None


def for_writing(cr, scope):
    """The data key of ``scope`` (``model,id``), made now if there is none: (key id, cipher)."""
    cr.execute(
        SQL("SELECT id, kek_id, wrapped FROM wlec_data_key WHERE scope = %s AND retired_at IS NULL", scope)
    )
    row = cr.fetchone()
    if row:
        return row[0], _unwrapped(cr.dbname, row[0], row[1], bytes(row[2]), scope)
    secret = cipher.new_key()
    kek_id, wrapped = _proven_ring(cr).wrap(secret, scope)
    cr.execute(
        SQL(
            # Two first writers at once: the second fails to serialise and is run again by Odoo on the first one's key.
            "INSERT INTO wlec_data_key (scope, kek_id, wrapped) VALUES (%s, %s, %s)"
            " ON CONFLICT (scope) WHERE retired_at IS NULL DO NOTHING RETURNING id",
            scope,
            kek_id,
            wrapped,
        )
    )
    key_id = cr.fetchone()[0]
    # Not remembered for others: this transaction may yet be rolled back, and the number used again after a restore.
    return key_id, cipher.cipher(secret)


def _proven_ring(cr):
    """The ring, once it has shown that it opens what this database holds. Values sealed under another centre's ring, put
    there by mistake, would be lost as soon as the right one is back."""
    found = ring()
    if cr.dbname not in _rings["proven"]:
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
        _rings["proven"].add(cr.dbname)
    return found


def for_reading(cr, key_ids) -> dict:
    """The ciphers of these data keys: {key id: cipher}. Keys that do not exist are left out (they were destroyed)."""
    now, dbname = time.monotonic(), cr.dbname
    found, missing = {}, []
    for key_id in key_ids:
        kept = _ciphers.get((dbname, key_id))
        if kept and kept[1] > now:
            found[key_id] = kept[0]
        else:
            missing.append(key_id)
    if missing:
        cr.execute(SQL("SELECT id, kek_id, wrapped, scope FROM wlec_data_key WHERE id = ANY(%s)", missing))
        for key_id, kek_id, wrapped, scope in cr.fetchall():
            found[key_id] = _unwrapped(dbname, key_id, kek_id, bytes(wrapped), scope)
    return found


def forget(dbname=None):
    """Drop the keys kept in memory (of one database): after a rotation, a disposal or a restore."""
    for place in [place for place in _ciphers if dbname in (None, place[0])]:
        del _ciphers[place]


def _unwrapped(dbname, key_id, kek_id, wrapped, scope):
    kept = _ciphers.get((dbname, key_id))
    if kept and kept[1] > time.monotonic():
        return kept[0]
    try:
        opened = cipher.cipher(ring().unwrap(kek_id, wrapped, scope))
    except keyring.KeyRingProblem as problem:
        text = str(problem)
    else:
        if len(_ciphers) >= _MOST_KEPT:
            _ciphers.clear()
        _ciphers[dbname, key_id] = (opened, time.monotonic() + _SECONDS_KEPT)
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
