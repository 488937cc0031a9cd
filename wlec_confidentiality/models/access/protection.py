# SPDX-License-Identifier: LGPL-3.0-or-later
"""Which records are protected, to whom they are open, and by which key: what documents, messages and activities, which hang on
records of any model, ask of the record they hang on."""

from odoo.addons.wlec_confidentiality.tools import typed_number


def _kind(env, model_name):
    """The model, when its records can be protected; else ``None``."""
    if not model_name or model_name not in env:
        return None
    model = env[model_name]
    return model if hasattr(model, "_open_to") else None


def is_all_protected(env, model_name):
    """Whether every record of this model is protected (models with confidential fields)."""
    return hasattr(_kind(env, model_name), "_case_path")


def protected_ids(env, model_name, ids):
    """Those of the records ``ids`` that are protected, as a set; one that does not exist (any more) is, where any can be."""
    model = _kind(env, model_name)
    # Whatever may be an id to Odoo: of what is not seen to be protected nothing is sealed.
    ids = typed_number.ids_in(ids)
    if model is None or not ids:
        return set()
    return ids if hasattr(model, "_case_path") else model.browse(sorted(ids))._protected_ids()


def is_protected(env, model_name, res_id):
    return bool(protected_ids(env, model_name, [res_id])) or (
        not res_id and is_all_protected(env, model_name)
    )


def open_to(env, model_name, ids, uids):
    """Those of these protected records that **all** these users may open: {id: id of the file, or ``None``}. An obstacle (the
    policy is not acknowledged) opens nothing."""
    model = _kind(env, model_name)
    if model is None or any(env["res.users"].browse(uid)._confidentiality_obstacle() for uid in uids):
        return {}
    return model.browse(sorted(ids))._open_to(uids)


def is_for_staff_only(env, model_name):
    """Whether what hangs on records of this model is no client's to read, also where the record itself is."""
    return bool(getattr(_kind(env, model_name), "_wlec_staff_only", False))


def hanging_open_to(env, model_name, ids, uids):
    """Those of these protected records of which **all** these users may open what hangs on them: as ``open_to``."""
    if is_for_staff_only(env, model_name) and not all(
        user._is_internal() for user in env["res.users"].sudo().browse(uids)
    ):
        return {}
    return open_to(env, model_name, ids, uids)


def named(model, field_name, vals_list):
    """The records these values put into a many2one, in whatever way it takes them: an id, a record, a pair."""
    field = model._fields[field_name]
    given = {
        field.convert_to_cache(vals[field_name], model.browse()) for vals in vals_list if vals.get(field_name)
    }
    ids = {getattr(one, "origin", one) for one in given} - {None}
    return model.env[field.comodel_name].browse(sorted(ids))


def key_scope(env, model_name, res_id):
    """The scope of the data key under which everything of this record is sealed."""
    return env[model_name].browse(res_id)._key_scope()


def reference(env, model_name, res_id):
    """A name for notices that says nothing: “CASE-48213”, “Client 0042”."""
    record = env[model_name].browse(res_id).sudo()
    return record._neutral_name() if hasattr(record, "_neutral_name") else record.display_name
