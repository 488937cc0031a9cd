# SPDX-License-Identifier: LGPL-3.0-or-later
"""Messages, mails and tasks that hang on a record which its readers must not know of.

Odoo lets people read what they wrote, were told or have been given to do, whatever the record. For blind models (see
``wlec.complaint.blind.mixin``) the record alone decides.
"""

from functools import partial

from odoo.fields import Domain


def models(env):
    """The blind models that messages and tasks can hang on."""
    return [
        name
        for name, model in env.registry.items()
        if getattr(model, "_wlec_blind", False) and not model._abstract and "message_ids" in model._fields
    ]


def visible(env, model_field):
    """The domain of rows that hang on no record this user may not see."""
    domain = Domain.TRUE
    for name in models(env):
        elsewhere = Domain(model_field, "!=", name)
        if env.user._is_internal() and env[name].has_access("read"):
            elsewhere |= Domain("res_id", "in", env[name]._search([]))
        domain &= elsewhere
    return domain


def hidden(rows, model_field):
    """The rows that hang on a record this user may not see."""
    found, blind = rows.browse(), models(rows.env)
    for model, some in rows.sudo().exists().grouped(model_field).items():
        if model in blind:
            seen = set()  # what staff note on a client's complaint is not the client's
            if rows.env.user._is_internal():
                seen.update(rows.env[model].browse(some.mapped("res_id"))._filtered_by_search().ids)
            found |= some.filtered(lambda row, seen=seen: row.res_id not in seen)
    return rows.browse(found.ids)


def forbid(rows, result, model_field, operation):
    """Extend what a model's ``_check_access`` answers by the hidden rows."""
    refused = hidden(rows - result[0] if result else rows, model_field)
    if not refused:
        return result
    if result:
        return result[0] | refused, result[1]
    return refused, partial(rows.env["ir.rule"]._make_access_error, operation, refused)
