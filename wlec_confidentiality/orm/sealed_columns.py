# SPDX-License-Identifier: LGPL-3.0-or-later
"""The columns of confidential and sealable fields, as places where sealed values are kept."""

from psycopg2.extras import execute_values

from odoo.tools import SQL

from ..exceptions import KeyRingError
from ..tools import cipher
from . import gate, guards, keys, sealable
from .rotation import BATCH, Step, reseal_value
from .sealed_stores import MOST_BYTES, Store, register

_PREFIX = cipher.HEAD + 12  # key and nonce: no two values have the same
_TOKEN_HEAD = len(sealable.MARK) + cipher.HEAD * 4 // 3
_TOKEN_PREFIX = len(sealable.MARK) + _PREFIX * 4 // 3


def _fields(model):
    return [
        field for field in guards.confidential_fields(model) + guards.sealable_fields(model) if field.store
    ]


def _of(registry):
    return [
        Columns(model)
        for model in registry.values()
        if not model._abstract and model._auto and _fields(model)
    ]


register(_of)


class Columns(Store):
    """The columns of one model's confidential and sealable fields."""

    def __init__(self, model):
        self.name = model._name
        self.table = SQL.identifier(model._table)
        self._quoted = f'"{model._table}"'
        self.fields = {field.name: field for field in _fields(model)}
        self.tokens = {name for name, field in self.fields.items() if hasattr(field, "_wlec_sealable")}
        self.columns = [SQL.identifier("t", name) for name in self.fields]

    # ---- in SQL: with which key is it sealed?
    def _is_retired(self, name):
        column = SQL.identifier("t", name)
        head = SQL("decode(%s, 'hex') || int8send(id)", b"\x01".hex())
        if name in self.tokens:
            head = SQL("%s || encode(%s, 'base64')", sealable.MARK, head)
        return SQL(
            "substring(%s FROM 1 FOR %s) IN (SELECT %s FROM wlec_data_key WHERE retired_at IS NOT NULL)",
            column,
            _TOKEN_HEAD if name in self.tokens else cipher.HEAD,
            head,
        )

    def _any(self):
        return SQL(" OR ").join(SQL("(%s)", self._is_retired(name)) for name in self.fields)

    def waiting(self, cr):
        each = SQL(" + ").join(
            SQL("count(*) FILTER (WHERE %s)", self._is_retired(name)) for name in self.fields
        )
        cr.execute(SQL("SELECT %s FROM %s t", each, self.table))
        return cr.fetchone()[0]

    def keys_in_use(self, cr):
        found = set()
        for name in self.fields:
            length = _TOKEN_HEAD if name in self.tokens else cipher.HEAD
            cr.execute(
                SQL(
                    "SELECT DISTINCT substring(%s FROM 1 FOR %s) FROM %s t WHERE %s",
                    SQL.identifier("t", name),
                    length,
                    self.table,
                    self._is_retired(name),
                )
            )
            heads = (self._blob(name, head) for (head,) in cr.fetchall())
            found.update(cipher.key_id_of_head(head) for head in heads)
        return found

    def highest(self, cr):
        cr.execute(SQL("SELECT coalesce(max(id), 0) FROM %s t", self.table))
        return cr.fetchone()[0]

    # ---- the bytes of a value
    def _blob(self, name, value):
        return sealable.from_token(value) if name in self.tokens else bytes(value)

    def _value(self, name, blob):
        return sealable.to_token(blob) if name in self.tokens else blob

    def _is_sealed(self, name, value):
        return value is not None and (name not in self.tokens or sealable.is_token(value))

    def _label(self, name, record_id):
        return f"{self.name} {record_id}, {name}"

    # ---- rows, some at a time
    def _ids(self, cr, condition, after, limit, lock):
        """The next rows, fewer where they are large; and the last row looked at."""
        size = SQL(" + ").join(SQL("coalesce(octet_length(%s), 0)", column) for column in self.columns)
        cr.execute(
            SQL(
                "SELECT t.id, %s FROM %s t WHERE t.id > %s AND (%s) ORDER BY t.id LIMIT %s %s",
                size,
                self.table,
                after,
                condition,
                limit,
                lock,
            )
        )
        taken, total = [], 0
        for record_id, length in cr.fetchall():
            total += length
            if taken and total > MOST_BYTES:
                break
            taken.append(record_id)
        return taken

    def _rows(self, cr, ids):
        cr.execute(
            SQL(
                "SELECT t.id, %s FROM %s t WHERE t.id = ANY(%s) ORDER BY t.id",
                SQL(", ").join(self.columns),
                self.table,
                ids,
            )
        )
        return cr.fetchall()

    # ---- sealed anew
    def reseal(self, cr, pairs, after=0, limit=BATCH):
        # A lock that lets others add rows that point here, and keeps nobody from reading.
        ids = self._ids(cr, self._any(), after, limit, SQL("FOR NO KEY UPDATE SKIP LOCKED"))
        if not ids:
            return Step(0, None)
        changed, done, problems = [], 0, []
        rows = self._sealed_rows(cr, ids)
        pairs.learn(cr, _key_ids(rows))
        for record_id, sealed in rows:
            fresh = {}
            for name, (value, blob, key_id) in sealed.items():
                if (pair := pairs.get(key_id)) is None:
                    continue  # sealed with a key in use
                try:
                    again = reseal_value(pair, gate.place(self.fields[name], record_id), blob)
                    fresh[name] = (self._prefix(name, value), self._value(name, again))
                except cipher.Forged:
                    problems.append(
                        f"{self._label(name, record_id)}: does not authenticate; it stays as it is"
                    )
            if fresh:
                done += len(fresh)
                changed.append(
                    (record_id, *(part for name in self.fields for part in fresh.get(name, (None, None))))
                )
        self._exchange(cr, changed)
        return Step(done, ids[-1], tuple(problems))

    def _sealed_rows(self, cr, ids):
        """[(id, {field: (value in the column, sealed value, number of its key)})]"""
        found = []
        for record_id, *values in self._rows(cr, ids):
            sealed = {}
            for name, value in zip(self.fields, values, strict=True):
                if self._is_sealed(name, value):
                    head = self._blob(name, value[:_TOKEN_HEAD] if name in self.tokens else value)[
                        : cipher.HEAD
                    ]
                    sealed[name] = (value, self._blob(name, value), cipher.key_id_of_head(head))
            found.append((record_id, sealed))
        return found

    def _prefix(self, name, value):
        return value[:_TOKEN_PREFIX] if name in self.tokens else bytes(value[:_PREFIX])

    def _exchange(self, cr, changed):
        """Compare and swap: a value that is not the one that was read is somebody's newer one, and stays."""
        if not changed:
            return
        sets, names = [], []
        for number, name in enumerate(self.fields):
            length = _TOKEN_PREFIX if name in self.tokens else _PREFIX
            before, after = f"before{number}", f"after{number}"
            names += [before, after]
            sets.append(
                f'"{name}" = CASE WHEN substring(t."{name}" FROM 1 FOR {length}) = v.{before} THEN v.{after} ELSE t."{name}" END'
            )
        kinds = ["text" if name in self.tokens else "bytea" for name in self.fields]
        execute_values(
            cr._obj,
            f"UPDATE {self._quoted} t SET {', '.join(sets)}"  # noqa: S608 - names of our own columns
            f" FROM (VALUES %s) AS v (id, {', '.join(names)}) WHERE t.id = v.id",
            changed,
            template="(%s, " + ", ".join(f"%s::{kind}, %s::{kind}" for kind in kinds) + ")",
            page_size=len(changed),
        )

    # ---- tried
    def check(self, cr, after=0, limit=BATCH):
        filled = SQL(" OR ").join(
            SQL("%s LIKE %s", SQL.identifier("t", name), f"{sealable.MARK}%")
            if name in self.tokens
            else SQL("%s IS NOT NULL", SQL.identifier("t", name))
            for name in self.fields
        )
        ids = self._ids(cr, filled, after, limit, SQL(""))
        done, problems = 0, []
        rows = self._sealed_rows(cr, ids)
        opened = keys.for_reading(cr, _key_ids(rows), strict=False)
        for record_id, sealed in rows:
            for name, (_value, blob, key_id) in sealed.items():
                why = self._trouble(cr, opened, gate.place(self.fields[name], record_id), blob, key_id)
                done += not why
                problems += [f"{self._label(name, record_id)}: {why}"] if why else []
        return Step(done, ids[-1] if ids else None, tuple(problems))

    def _trouble(self, cr, opened, place, blob, key_id):
        """Why a value does not open, or ``None``."""
        if key_id is None:
            return "is no sealed value"
        try:
            found = opened.get(key_id) or keys.for_reading(cr, [key_id]).get(key_id)
            if found is None:
                return f"its data key {key_id} does not exist"
            cipher.unseal(found, place, blob)
        except KeyRingError:
            return f"its data key {key_id} does not unwrap with this ring"
        except cipher.Forged:
            return "does not authenticate"
        return None


def _key_ids(rows):
    return sorted(
        {key_id for _id, sealed in rows for _value, _blob, key_id in sealed.values() if key_id is not None}
    )
