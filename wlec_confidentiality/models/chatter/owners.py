# SPDX-License-Identifier: LGPL-3.0-or-later
"""Messages, activities and followers hang on records of any model: what is asked of the record they hang on, for many at once."""

from collections import defaultdict

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know, protection
from odoo.addons.wlec_confidentiality.orm import audit, unprotected


def protectable(env):
    """The models whose records can be protected, and on which something can hang."""
    return [
        name
        for name, model in env.registry.items()
        if hasattr(model, "_open_to")
        and not (model._abstract or model._transient or hasattr(model, "_wlec_hanging"))
    ]


def is_none_protected(env):
    """Whether there is no protected record at all for anything to hang on."""
    return unprotected.is_none_among(env, protectable(env))


def open_sql(env, model, res_id, uid, among=None):
    """SQL condition: what hangs on the protected record ``model, res_id`` (SQL of both) is open to user ``uid`` now.

    :param among: names of the only models in question
    """
    need_to_know.flush(env)
    is_internal = env["res.users"].sudo().browse(uid)._is_internal()
    conditions = [
        SQL(
            "(%s = %s AND EXISTS (SELECT 1 FROM %s o WHERE o.id = %s AND %s))",
            model,
            name,
            SQL.identifier(env[name]._table),
            res_id,
            env[name]._open_sql("o", uid),
        )
        for name in protectable(env)
        if (among is None or name in among) and (is_internal or not protection.is_for_staff_only(env, name))
    ]
    return SQL("(%s)", SQL(" OR ").join(conditions)) if conditions else SQL("FALSE")


def protected_rows_sql(env, model, res_id, among=None):
    """SQL condition: ``model, res_id`` (SQL of both) is a protected row of one of Odoo's own models.

    :param among: names of the only models in question
    """
    conditions = [
        SQL(
            "(%s = %s AND EXISTS (SELECT 1 FROM %s o WHERE o.id = %s AND o.wlec_protected))",
            model,
            name,
            SQL.identifier(env[name]._table),
            res_id,
        )
        for name in protectable(env)
        if (among is None or name in among) and not protection.is_all_protected(env, name)
    ]
    return SQL("(%s)", SQL(" OR ").join(conditions)) if conditions else SQL("FALSE")


def on_protected_sql(env, model, res_id, among=None):
    """SQL condition: ``model, res_id`` (SQL of both) is a protected record; all of a model's may be. Never NULL."""
    whole = [
        name
        for name in protectable(env)
        if (among is None or name in among) and protection.is_all_protected(env, name)
    ]
    conditions = [protected_rows_sql(env, model, res_id, among)]
    if whole:
        conditions.append(SQL("%s IN %s", model, tuple(whole)))
    return SQL("COALESCE(%s, FALSE)", SQL(" OR ").join(conditions))


def closed_sql(env, model, res_id, uid):
    """SQL condition: ``model, res_id`` (SQL of both) is a protected record that is closed to user ``uid``."""
    obstacle = env["res.users"].browse(uid)._confidentiality_obstacle()
    return SQL(
        "(%s AND NOT %s)",
        on_protected_sql(env, model, res_id),
        SQL("FALSE") if obstacle else open_sql(env, model, res_id, uid),
    )


def protected_pairs(env, pairs):
    """Those of the pairs (model, id) that are protected records."""
    by_model = defaultdict(set)
    for model, res_id in pairs:
        if model:
            by_model[model].add(res_id or 0)
    found = set()
    for model, ids in by_model.items():
        found.update((model, res_id) for res_id in protection.protected_ids(env, model, ids))
        if protection.is_all_protected(env, model):
            found.add((model, 0))
    return found


def open_pairs(env, pairs, uids):
    """Those of these protected records that all these users may open: {(model, id): id of the file, or ``None``}"""
    by_model = defaultdict(set)
    for model, res_id in pairs:
        by_model[model].add(res_id)
    return {
        (model, res_id): case
        for model, ids in by_model.items()
        for res_id, case in protection.hanging_open_to(env, model, ids, uids).items()
    }


def cases(env, pairs):
    """The files these records belong to, whoever asks: {(model, id): id of the file}. For the access record."""
    by_model = defaultdict(list)
    for model, res_id in pairs:
        if model in env and res_id:
            by_model[model].append(res_id)
    return {
        (model, res_id): case
        for model, ids in by_model.items()
        for res_id, case in audit.cases_of(env.cr, env.registry[model], ids).items()
        if case
    }


def users_let_in(env, model, res_id, users):
    """Those of these users who may open this protected record, each for themselves."""
    free = users.filtered(lambda user: not user._confidentiality_obstacle())
    if not free or model not in env:
        return users.browse()
    record = (SQL("%s", model), SQL("%s", res_id))
    query = SQL(" UNION ALL ").join(
        SQL("SELECT %s WHERE %s", user.id, open_sql(env, *record, user.id, among=(model,))) for user in free
    )
    return users.browse(user_id for (user_id,) in env.execute_query(query))


def client_of(env, model, res_id):
    """The contact a protected record is about: the one person outside the house who may be told that there is news."""
    if protection.is_for_staff_only(env, model):
        return env["res.partner"].sudo()
    record = env[model].browse(res_id).sudo()
    if hasattr(record, "_client_to_tell"):
        return record._client_to_tell()
    if model == "res.partner":
        return record
    field = record._fields.get("partner_id")
    return record.partner_id if field and field.comodel_name == "res.partner" else env["res.partner"].sudo()


def partners_let_in(env, model, res_id, partners):
    """Those of these contacts who may be told of news in this protected record: people with a need to know, and its client."""
    partners = partners.sudo()
    users = partners.with_context(active_test=True).user_ids
    staff = users.filtered(lambda user: user._is_internal())
    return users_let_in(env, model, res_id, staff).partner_id | (partners & client_of(env, model, res_id))
