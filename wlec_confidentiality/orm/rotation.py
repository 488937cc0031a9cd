# SPDX-License-Identifier: LGPL-3.0-or-later
"""New keys for old: data keys wrapped anew, data keys exchanged, and a look at whether everything is in order.

Steps of some hundred rows, each a transaction of its own: what is locked is passed over and met again, what is done does not
match any more, so that a step may be repeated, run beside others, and killed. Nothing is opened to anybody: these are functions
of a module, on bytes below the ORM, and no value leaves them.

*Key-encryption key*: the ring has got a new current key; every data key is wrapped with it (``rewrap``).
*Data keys*: each old key is retired and another one made in its place (``renew``); whoever writes from now on takes that one.
Then what was sealed with retired keys is sealed anew (``reseal``, in ``sealed_stores``).
"""

from datetime import datetime
from typing import NamedTuple

from psycopg2.extras import execute_values

from odoo import sql_db
from odoo.tools import SQL

from ..tools import cipher, keyring
from . import keys

BATCH = 500


class Step(NamedTuple):
    """What one step has done."""

    done: int
    last: int | None  # the row it came to; ``None``: there was nothing left after where it began
    problems: tuple = ()  # texts without any value


def new_transaction(cr):
    """For the first statement of a step: rows changed by others meanwhile are seen as they are now, instead of ending the step.

    The cursor of a test stands on another one, whose transaction has begun long ago.
    """
    if isinstance(cr, sql_db.Cursor):
        cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")


# ---- the key-encryption key
def count_to_rewrap(cr):
    cr.execute("SELECT count(*) FROM wlec_data_key WHERE kek_id <> %s", [keys.ring().current])
    return cr.fetchone()[0]


def rewrap(cr, after=0, limit=BATCH * 2):
    """Wrap data keys with the current key of the ring."""
    ring = keys.ring()
    cr.execute(
        "SELECT id, kek_id, wrapped, scope FROM wlec_data_key WHERE kek_id <> %s AND id > %s"
        " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
        [ring.current, after, limit],
    )
    found, rows, problems = cr.fetchall(), [], []
    for key_id, kek_id, wrapped, scope in found:
        try:
            rows.append(
                (key_id, bytes(wrapped), *ring.wrap(ring.unwrap(kek_id, bytes(wrapped), scope), scope))
            )
        except keyring.KeyRingProblem:
            problems.append(
                f"data key {key_id} ({scope}): not wrapped by {kek_id}, or that key is not in the ring"
            )
    if rows:
        execute_values(
            cr._obj,
            "UPDATE wlec_data_key k SET kek_id = v.kek_id, wrapped = v.wrapped"
            " FROM (VALUES %s) AS v (id, before, kek_id, wrapped) WHERE k.id = v.id AND k.wrapped = v.before",
            rows,
            page_size=len(rows),
        )
    return Step(len(rows), found[-1][0] if found else None, tuple(problems))


# ---- data keys
class Choice(NamedTuple):
    """Which data keys are to be exchanged."""

    up_to: int  # the newest key there was when it began: those made by the exchange itself are newer
    before: datetime | None = None  # made before this moment (UTC)
    scope: str | None = None  # those of one file only

    def condition(self):
        return SQL(
            "retired_at IS NULL AND id <= %s AND %s AND %s",
            self.up_to,
            SQL("created_at < %s::timestamp AT TIME ZONE 'UTC'", self.before) if self.before else SQL("TRUE"),
            SQL("scope = %s", self.scope) if self.scope else SQL("TRUE"),
        )


def newest_key(cr):
    cr.execute("SELECT coalesce(max(id), 0) FROM wlec_data_key")
    return cr.fetchone()[0]


def count_to_renew(cr, choice):
    cr.execute(SQL("SELECT count(*) FROM wlec_data_key WHERE %s", choice.condition()))
    return cr.fetchone()[0]


def renew(cr, choice, after=0, limit=BATCH):
    """Retire these data keys, and make new ones in their place.

    A key somebody is writing with just now is held by them, and passed over. One that does not unwrap is left as it is: a
    ring that does not open it is not the one to go on with.
    """
    ring = keys.ring()
    cr.execute(
        SQL(
            "SELECT id, kek_id, wrapped, scope FROM wlec_data_key WHERE %s AND id > %s"
            " ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
            choice.condition(),
            after,
            limit,
        )
    )
    found, good, problems = cr.fetchall(), [], []
    for key_id, kek_id, wrapped, of in found:
        try:
            ring.unwrap(kek_id, bytes(wrapped), of)
            good.append((key_id, of))
        except keyring.KeyRingProblem:
            problems.append(f"data key {key_id} ({of}): does not unwrap with this ring; it stays as it is")
    if good:
        cr.execute(
            "UPDATE wlec_data_key SET retired_at = clock_timestamp() WHERE id = ANY(%s)",
            [[key_id for key_id, _scope in good]],
        )
        rows = [(of, *ring.wrap(cipher.new_key(), of)) for _key_id, of in good]
        execute_values(
            cr._obj,
            "INSERT INTO wlec_data_key (scope, kek_id, wrapped) VALUES %s",
            rows,
            page_size=len(rows),
        )
    return Step(len(good), found[-1][0] if found else None, tuple(problems))


class Pairs:
    """The old and the new key of each retired key met, unwrapped once."""

    def __init__(self):
        self._known = {}

    def learn(self, cr, key_ids):
        missing = [key_id for key_id in set(key_ids) if key_id not in self._known]
        if not missing:
            return
        cr.execute(
            "SELECT o.id, n.id FROM wlec_data_key o"
            "  LEFT JOIN wlec_data_key n ON n.scope = o.scope AND n.retired_at IS NULL"
            " WHERE o.id = ANY(%s) AND o.retired_at IS NOT NULL",
            [missing],
        )
        pairs = cr.fetchall()
        opened = keys.for_reading(cr, [key_id for pair in pairs for key_id in pair]) if pairs else {}
        self._known.update(dict.fromkeys(missing))
        self._known.update(
            (old, (opened[old], new, opened[new]) if old in opened and new in opened else False)
            for old, new in pairs
        )

    def get(self, key_id):
        """(cipher of the old key, id of the new one, its cipher); ``None``: the key is in use; ``False``: it does not open."""
        return self._known.get(key_id)


def reseal_value(pair, place, blob):
    """The same value under the key that came after its own.

    :raise Forged: it does not authenticate, or one of the keys does not open
    """
    if not pair:
        raise cipher.Forged
    old, new_id, new = pair
    return cipher.seal(new, new_id, place, cipher.unseal(old, place, blob))


# ---- retired keys
def count_retired(cr):
    cr.execute("SELECT count(*) FROM wlec_data_key WHERE retired_at IS NOT NULL")
    return cr.fetchone()[0]


def destroy_unused(cr, stores, days=1):
    """Delete retired keys that no value in any of the stores uses.

    :param days: how long ago they must have been retired, so that nothing that began before can still be under way
    """
    in_use = set().union(*(store.keys_in_use(cr) for store in stores))
    cr.execute(
        "DELETE FROM wlec_data_key WHERE retired_at < clock_timestamp() - make_interval(days => %s)"
        " AND NOT id = ANY(%s)",
        [days, list(in_use)],
    )
    keys.forget(cr.dbname)
    return Step(cr.rowcount, None)


# ---- what the data keys need of the ring
class Need(NamedTuple):
    """One key of the ring, and how many data keys are wrapped with it."""

    kek_id: str
    is_current: bool
    is_there: bool
    active: int
    retired: int


def needs(cr):
    """What the data keys of this database need of the ring, key by key; keys in the ring that nothing needs are in it, too.

    :raise KeyRingError: the ring cannot serve
    """
    ring = keys.ring()
    cr.execute(
        "SELECT kek_id, count(*) FILTER (WHERE retired_at IS NULL), count(retired_at) FROM wlec_data_key GROUP BY kek_id"
    )
    counts = dict.fromkeys(ring.key_ids, (0, 0)) | {
        kek_id: (active, retired) for kek_id, active, retired in cr.fetchall()
    }
    return [
        Need(kek_id, kek_id == ring.current, kek_id in ring.key_ids, *counts[kek_id])
        for kek_id in sorted(counts)
    ]


def check_keys(cr, after=0, limit=BATCH * 10):
    """Unwrap data keys; none leaves."""
    ring = keys.ring()
    cr.execute(
        "SELECT id, kek_id, wrapped, scope FROM wlec_data_key WHERE id > %s ORDER BY id LIMIT %s",
        [after, limit],
    )
    found, problems = cr.fetchall(), []
    for key_id, kek_id, wrapped, scope in found:
        try:
            ring.unwrap(kek_id, bytes(wrapped), scope)
        except keyring.KeyRingProblem:
            problems.append(
                f"data key {key_id} ({scope}): does not unwrap with this ring (it needs {kek_id})"
            )
    return Step(len(found) - len(problems), found[-1][0] if found else None, tuple(problems))
