# SPDX-License-Identifier: LGPL-3.0-or-later
"""Who is who at the centre: asked with full rights, as nobody but administrators may ask what groups somebody else is in."""

from odoo.fields import Domain
from odoo.tools import SQL

OFFICER = "wlec_confidentiality.group_officer"
MANAGER = "wlec_confidentiality.group_line_manager"
COMMITTEE = "wlec_confidentiality.group_committee"
CASEWORKER = "wlec_confidentiality.group_caseworker"


def members(env, group):
    """Everybody of the staff who is in a group, the eldest login first."""
    domain = [("all_group_ids", "in", env.ref(group).id), ("share", "=", False)]
    return env["res.users"].sudo().search(domain, order="id")


def chair(env):
    """The chair of trustees; where none is named, the first of the committee."""
    named = env.company.sudo().wlec_chair_id.filtered("active")
    return named or members(env, COMMITTEE)[:1]


def officers_by_load(model):
    """The officers, who handles fewest open records of this model first."""
    officers = members(model.env, OFFICER)
    open_ = Domain("handler_id", "in", officers.ids) & Domain("state", "!=", "closed")
    load = dict(model.sudo()._read_group(open_, ["handler_id"], ["__count"]))
    return officers.sorted(lambda officer: (load.get(officer, 0), officer.id))


def above(user):
    """The line managers of somebody, the nearest first."""
    found = user.browse().sudo()
    manager = user.sudo().wlec_line_manager_id
    while manager and manager not in found | user:
        found |= manager
        manager = manager.wlec_line_manager_id
    return found


def below_sql(uid):
    """SQL of the ids of everybody somebody manages, directly or through others."""
    return SQL(
        """WITH RECURSIVE below AS (
            SELECT u.id FROM res_users u WHERE u.wlec_line_manager_id = %(uid)s
            UNION SELECT u.id FROM res_users u JOIN below b ON u.wlec_line_manager_id = b.id
        ) SELECT id FROM below""",
        uid=uid,
    )
