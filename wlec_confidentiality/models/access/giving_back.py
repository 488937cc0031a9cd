# SPDX-License-Identifier: LGPL-3.0-or-later
"""Giving the rows of Odoo's own models back in clear, so that the tables are what they were before the addon came.

Only uninstalling does it. Everything happens in the transaction of the uninstall: it is given back as a whole, or not at all.
"""

import contextlib
import threading

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import guards
from odoo.addons.wlec_confidentiality.orm.sealable import from_token
from odoo.addons.wlec_confidentiality.tools import cipher

# Each after what its rows hang on.
_ORDER = (
    "res.partner", "crm.lead", "calendar.event", "mail.message", "mail.tracking.value", "mail.activity", "ir.attachment",
)  # fmt: skip
_BATCH = 500
_local = threading.local()


def models(env):
    """The models that take part, in the order in which they are protected."""
    names = [
        name
        for name, model in env.registry.items()
        if not (model._abstract or model._transient)
        and hasattr(model, "_rows_protected")
        and hasattr(model, "_protect")
    ]
    return [env[name] for name in sorted(names, key=lambda name: (_place(name), name))]


def _place(name):
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def ids(model, condition, after=0, limit=_BATCH, lock=False):
    """The next rows of a model for which ``condition`` (SQL about the alias ``t``) holds."""
    query = SQL(
        "SELECT t.id FROM %s t WHERE t.id > %s AND %s ORDER BY t.id LIMIT %s %s",
        SQL.identifier(model._table),
        after,
        condition,
        limit,
        SQL("FOR NO KEY UPDATE OF t SKIP LOCKED") if lock else SQL(),
    )
    return [record_id for (record_id,) in model.env.execute_query(query)]


def count(model, condition=None):
    condition = SQL("TRUE") if condition is None else condition
    query = SQL("SELECT count(*) FROM %s t WHERE %s", SQL.identifier(model._table), condition)
    return model.env.execute_query(query)[0][0]


@contextlib.contextmanager
def unedited(records):
    """Sealing a record, or giving it back, is nobody's edit of it: it keeps the date of its last one."""
    env, table = records.env, SQL.identifier(records._table)
    env.flush_all()
    dates = env.execute_query(
        SQL("SELECT id, write_date, write_uid FROM %s WHERE id = ANY(%s)", table, list(records.ids))
    )
    yield records
    env.flush_all()
    if dates:
        rows = SQL(", ").join(SQL("(%s, %s::timestamp, %s::int)", *row) for row in dates)
        env.cr.execute(
            SQL(
                "UPDATE %s t SET write_date = v.write_date, write_uid = v.write_uid"
                " FROM (VALUES %s) AS v (id, write_date, write_uid)"
                " WHERE t.id = v.id AND t.write_date IS DISTINCT FROM v.write_date",
                table,
                rows,
            )
        )
        records.invalidate_recordset(["write_date", "write_uid"], flush=False)


def is_anything_protected(env):
    return any(ids(model, model._rows_protected("t"), limit=1) for model in models(env))


def is_under_way():
    """Whether the addon is giving everything back just now: code typed into the back office cannot say so."""
    return getattr(_local, "on", False)


@contextlib.contextmanager
def under_way():
    _local.on = True
    try:
        yield
    finally:
        _local.on = False


def give_back(env):
    """:raise KeyRingError, SealError: a value cannot be opened; the caller's transaction is to be rolled back"""
    with under_way():
        _give_back(env)


def _give_back(env):
    for model in reversed(models(env)):
        before = count(model)
        last = 0
        while batch := ids(model, model._rows_protected("t"), after=last):
            with unedited(model.browse(batch)) as records:
                records._unprotect()
            env.invalidate_all()
            last = batch[-1]
        if count(model) != before or ids(model, model._rows_protected("t"), limit=1) or _has_tokens(model):
            raise ConfidentialityError(
                env._(
                    "Not everything could be given back in clear (%s), so the addon stays and nothing was changed.",
                    model._name,
                )
            )


def _has_tokens(model):
    return any(
        _is_sealed(text) for field in guards.sealable_fields(model) for text in _marked(model, field.name)
    )


def _marked(model, name):
    column = SQL.identifier("t", name)
    query = SQL(
        "SELECT %s FROM %s t WHERE starts_with(%s, 'wlec1$')", column, SQL.identifier(model._table), column
    )
    return [text for (text,) in model.env.execute_query(query)]


def _is_sealed(text):
    """A text that only begins like a token was typed before the addon came, and is given back as it was."""
    try:
        return bool(cipher.key_id_of(from_token(text)))
    except cipher.Forged:
        return False
