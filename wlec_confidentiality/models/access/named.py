# SPDX-License-Identifier: LGPL-3.0-or-later
"""Records that a caller names in the values of another one: what is behind a wall cannot be pointed at, as what is not there
cannot. Whoever could would learn from the answer which numbers are clients, and have the programme show a label of them, or
write to them."""

from collections import defaultdict

from odoo.addons.wlec_confidentiality.orm import audit, gate
from odoo.addons.wlec_confidentiality.tools import typed_number

from . import protection

_TO_MANY = ("one2many", "many2many")
_SET = 6
_ADDS = (4, _SET)  # commands that put a record in; the others name one that is there already, or none


def require(records, vals_list):
    """Every record named in these values of ``records`` (none, for new ones) must be there for the user.

    :raise MissingError: of one of Odoo's own models; AccessError: of one of ours. The words are the same in both cases.
    """
    found = defaultdict(set)
    for vals in vals_list:
        for model, ids in _named(records, vals):
            found[model].update(ids)
    for model, ids in found.items():
        require_there(records.env, model, ids)


def require_there(env, model, ids):
    """These records must be there for the user, unless they were made just now, in the same transaction: whoever takes an
    enquiry for somebody else has Odoo note things on it when it is theirs no more."""
    if env.su or gate.has_purpose():
        return
    closed = _closed(env, model, ids)
    if closed:
        closed -= {record_id for name, record_id in audit.buffer(env.cr).created if name == model}
    if closed:
        raise env["ir.rule"]._make_access_error("read", env[model].browse(sorted(closed)))


def _closed(env, model, ids):
    records = env[model].browse(ids)
    if getattr(records, "_wlec_walled", False):
        return records._protected_closed()
    if protection.is_all_protected(env, model):
        return set(ids) - protection.open_to(env, model, ids, (env.uid,)).keys()
    return set()


def can_be_closed(env, model):
    return model in env and (
        getattr(env.registry[model], "_wlec_walled", False) or protection.is_all_protected(env, model)
    )


def _named(records, vals):
    """(model, ids) of the records named in one dict of values, where they can be closed to somebody. What a record points at
    already may be said again."""
    for name, value in vals.items():
        field = records._fields.get(name)
        if not value or field is None or field.type not in _KINDS:
            continue
        model, ids = _KINDS[field.type](field, value, vals, records)
        ids = typed_number.ids_in(ids)
        if ids and can_be_closed(records.env, model) and (new := ids - _said(records, field, ids)):
            yield model, new


def _of_many2one(field, value, vals, records):
    return field.comodel_name, (value,)


def _of_many(field, value, vals, records):
    ids = []
    for command in value if isinstance(value, (list, tuple)) else ():
        if not isinstance(command, (list, tuple)):
            ids.append(command)
        elif command and command[0] in _ADDS:
            ids += (command[2] or ()) if command[0] == _SET else command[1:2]
    return field.comodel_name, ids


def _of_reference(field, value, vals, records):
    model, _comma, record_id = str(value).partition(",")
    return model, (record_id,)


def _of_many2one_reference(field, value, vals, records):
    model = vals.get(field.model_field)
    if not model and len(records) == 1:
        model = records.sudo()[field.model_field]
    if not model and isinstance(model_id := vals.get(f"{field.model_field}_id"), int):
        model = records.env["ir.model"].sudo().browse(model_id).model
    return model or "", (value,)


_KINDS = {
    "many2one": _of_many2one,
    "one2many": _of_many,
    "many2many": _of_many,
    "reference": _of_reference,
    "many2one_reference": _of_many2one_reference,
}


def _said(records, field, ids):
    """Those of the ids that these records point at already."""
    if not any(records._ids) or field.type not in ("many2one", *_TO_MANY):
        return set()
    return ids & set(records.sudo()[field.name].ids)
