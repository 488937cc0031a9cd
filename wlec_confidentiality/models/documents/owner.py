# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whom an attachment belongs to: the protected record it hangs on, or - an upload that hangs on nothing yet - the person who
made it. It is written as ``model,id`` into ``wlec_sealed_for``, and into what the sealed file is bound to."""

from collections import defaultdict

from odoo.api import SUPERUSER_ID
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import protection
from odoo.addons.wlec_confidentiality.orm import actor, audit
from odoo.addons.wlec_confidentiality.tools import typed_number

from . import upload

USERS = "res.users"
# Where uploads wait until the message they belong to is posted.
_WAITING = (False, None, "", "mail.compose.message", "mail.scheduled.message", "mail.message", "mail.mail")
# Models that hang on a record themselves: (column of its model, column of its id).
_HANGING = {
    "mail.message": ("model", "res_id"),
    "mail.scheduled.message": ("model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
}
_STAFF = ("front_desk", "caseworker", "line_manager", "officer", "auditor", "committee")


def one_id(value):
    """The id Odoo will take this for, or 0."""
    return min(typed_number.ids_in([value]), default=0)


def split(sealed_for):
    """``("wlec.case", 12)`` of ``"wlec.case,12"``."""
    model, _comma, record_id = (sealed_for or "").rpartition(",")
    return model, int(record_id or 0)


def of_records(env, pairs):
    """The protected owner of attachments that hang on these records.

    :param pairs: [(model, id)]
    :return: {(model, id): ``"model,id"`` of the protected record}; those that are not protected are left out
    """
    by_model = defaultdict(set)
    for model, res_id in pairs:
        if model and res_id:
            by_model[model].add(res_id)
    found = {}
    for model, ids in by_model.items():
        if model == "ir.attachment":
            found.update(_of_attachments(env, ids))
        elif model in _HANGING:
            found.update(_of_hanging(env, model, ids))
        else:
            protected = protection.protected_ids(env, model, ids)
            found.update({(model, res_id): f"{model},{res_id}" for res_id in protected})
    return found


def _of_attachments(env, ids):
    """A thumbnail is as secret as what it shows."""
    query = "SELECT id, wlec_sealed_for FROM ir_attachment WHERE id = ANY(%s) AND wlec_sealed_for IS NOT NULL"
    return {("ir.attachment", row[0]): row[1] for row in env.execute_query(SQL(query, sorted(ids)))}


def _of_hanging(env, model, ids):
    model_column, id_column = _HANGING[model]
    env[model].flush_model([model_column, id_column])
    query = SQL(
        "SELECT id, %s, %s FROM %s WHERE id = ANY(%s)",
        SQL.identifier(model_column),
        SQL.identifier(id_column),
        SQL.identifier(env[model]._table),
        sorted(ids),
    )
    hangs_on = {row[0]: (row[1], row[2]) for row in env.execute_query(query)}
    found = of_records(env, [pair for pair in hangs_on.values() if pair[0] not in _HANGING])
    return {(model, res_id): found[pair] for res_id, pair in hangs_on.items() if pair in found}


def of_values(env, vals_list):
    """For each of these values of attachments about to be made: its protected owner, or ``None``."""
    pairs = [(vals.get("res_model"), one_id(vals.get("res_id"))) for vals in vals_list]
    found = of_records(env, pairs)
    return [
        found.get(pair) if pair[1] else _of_waiting(env, vals)
        for pair, vals in zip(pairs, vals_list, strict=True)
    ]


def _of_waiting(env, vals):
    """An upload that hangs on nothing yet. Of those who can have to do with protected records none waits in clear."""
    if vals.get("type") == "url" or vals.get("url") or vals.get("public") or vals.get("res_field"):
        return None
    model = vals.get("res_model")
    if protection.is_all_protected(env, model):
        return f"{USERS},{actor.principals(env)[0]}"
    if model not in _WAITING:
        return None
    if (thread := upload.awaited_thread()) is not None:
        return of_records(env, [thread]).get(thread)
    uid = actor.principals(env)[0]
    return f"{USERS},{uid}" if _may_meet_protected(env, uid) else None


def _may_meet_protected(env, uid):
    if uid == SUPERUSER_ID:
        return False
    user = env[USERS].browse(uid).sudo()
    return user._is_portal() or any(user.has_group(f"wlec_confidentiality.group_{name}") for name in _STAFF)


def is_waiting_of_person(sealed_for):
    return split(sealed_for)[0] == USERS


def key_scope(env, sealed_for):
    """The scope of the data key for a document of this owner."""
    model, res_id = split(sealed_for)
    return sealed_for if model == USERS else protection.key_scope(env, model, res_id)


def open_to(env, owners, uids):
    """Which of these owners' documents all these users may open.

    :param owners: set of ``"model,id"``
    :return: {owner: id of the file, or ``None``}
    """
    by_model, found = defaultdict(set), {}
    for sealed_for in owners:
        model, res_id = split(sealed_for)
        if model == USERS:
            if all(uid == res_id for uid in uids):
                found[sealed_for] = None
        elif model in env:
            by_model[model].add(res_id)
    for model, ids in by_model.items():
        allowed = protection.hanging_open_to(env, model, ids, uids)
        found.update({f"{model},{res_id}": case for res_id, case in allowed.items()})
    return found


def cases(env, owners):
    """The files these owners belong to, whoever asks: {owner: id of the file}. For the access record."""
    by_model, found = defaultdict(list), {}
    for sealed_for in owners:
        model, res_id = split(sealed_for)
        if model in env and model != USERS:
            by_model[model].append(res_id)
    for model, ids in by_model.items():
        known = (
            _cases_by_sql(env[model], ids)
            if hasattr(env[model], "_case_sql")
            else audit.cases_of(env.cr, env.registry[model], ids)
        )
        found.update({f"{model},{res_id}": case for res_id, case in known.items() if case})
    return found


def _cases_by_sql(model, ids):
    query = "SELECT t.id, %s FROM %s t WHERE t.id = ANY(%s)"
    return dict(model.env.execute_query(SQL(query, model._case_sql("t"), SQL.identifier(model._table), ids)))
