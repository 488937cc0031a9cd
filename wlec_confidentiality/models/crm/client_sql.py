# SPDX-License-Identifier: LGPL-3.0-or-later
"""Need to know of enquiries and of clients' contacts, each as one piece of SQL."""

from odoo import SUPERUSER_ID
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know

_QUEUE = ("wlec_confidentiality.group_front_desk", "wlec_confidentiality.group_caseworker")


def lead_is_open(env, alias, uid):
    """SQL condition: the protected enquiry ``alias`` is open to ``uid``.

    With a case file: who may see the file. Without: whom it is assigned to and their line manager; as long as that is nobody,
    who took it, and the front desk and the caseworkers. Never somebody whom a file of the same client keeps out.
    """
    if uid == SUPERUSER_ID:
        return SQL("FALSE")  # nobody logs in with that name
    need_to_know.flush(env)
    _flush(env, "crm.lead", ("user_id", "partner_id"))
    _flush(env, "wlec.case", ("lead_id", "partner_id"))
    return SQL(
        """(CASE WHEN EXISTS (SELECT 1 FROM wlec_case lc WHERE lc.lead_id = %(lead)s)
            THEN EXISTS (SELECT 1 FROM wlec_case lc WHERE lc.lead_id = %(lead)s AND %(holds)s)
            ELSE (%(mine)s OR (%(user)s IS NULL AND %(waiting)s)) AND NOT EXISTS (
                SELECT 1 FROM wlec_case xc JOIN wlec_access_exclusion x ON x.case_id = xc.id
                WHERE xc.partner_id = %(partner)s AND x.user_id = %(uid)s AND x.lifted_at IS NULL)
            END)""",
        lead=SQL.identifier(alias, "id"),
        user=SQL.identifier(alias, "user_id"),
        partner=SQL.identifier(alias, "partner_id"),
        holds=need_to_know.holds(env, SQL("lc.id"), uid),
        mine=SQL(
            "(%(user)s = %(uid)s OR %(user)s IN (SELECT id FROM res_users WHERE wlec_line_manager_id = %(uid)s))",
            user=SQL.identifier(alias, "user_id"),
            uid=uid,
        ),
        waiting=_waiting(env, alias, uid),
        uid=uid,
    )


def _waiting(env, alias, uid):
    """SQL: an enquiry nobody has been given yet is open to ``uid``."""
    user = env["res.users"].browse(uid)
    if any(user.has_group(group) for group in _QUEUE):
        return SQL("TRUE")
    return SQL("%s = %s", SQL.identifier(alias, "create_uid"), uid)


def partner_is_open(env, alias, uid):
    """SQL condition: the protected contact ``alias`` is open to ``uid``: to the client, to those who work on a file or an
    enquiry of theirs; with neither, to who made it. The addresses of a client are the client's."""
    if uid == SUPERUSER_ID:
        return SQL("FALSE")
    need_to_know.flush(env)
    _flush(env, "res.partner", ("parent_id", "wlec_protected_by_id"))
    row, parent = SQL.identifier(alias, "id"), SQL.identifier(alias, "parent_id")
    return SQL(
        """(%(row)s IN (%(own)s) OR %(parent)s IN (%(own)s) OR %(of_row)s
            OR (CASE WHEN %(has_row)s THEN FALSE ELSE %(of_parent)s OR (%(made)s AND NOT %(has_parent)s) END))""",
        row=row,
        parent=parent,
        own=SQL("SELECT partner_id FROM res_users WHERE id = %s", uid),
        of_row=_works_for(env, row, uid),
        of_parent=_works_for(env, parent, uid),
        has_row=_is_client(row),
        has_parent=_is_client(parent),
        made=SQL(
            "%s IN (%s, %s)",
            uid,
            SQL.identifier(alias, "create_uid"),
            SQL.identifier(alias, "wlec_protected_by_id"),
        ),
    )


def _works_for(env, partner, uid):
    return SQL(
        """(EXISTS (SELECT 1 FROM wlec_case pc WHERE pc.partner_id = %(partner)s AND %(holds)s)
            OR EXISTS (SELECT 1 FROM crm_lead pl WHERE pl.partner_id = %(partner)s AND pl.wlec_protected AND %(lead)s))""",
        partner=partner,
        holds=need_to_know.holds(env, SQL("pc.id"), uid),
        lead=lead_is_open(env, "pl", uid),
    )


def _is_client(partner):
    return SQL(
        """(EXISTS (SELECT 1 FROM wlec_case pc WHERE pc.partner_id = %(partner)s)
            OR EXISTS (SELECT 1 FROM crm_lead pl WHERE pl.partner_id = %(partner)s))""",
        partner=partner,
    )


def _flush(env, model, names):
    fields = env[model]._fields
    if any(fields[name] in env._field_dirty for name in names):
        env[model].flush_model(names)
