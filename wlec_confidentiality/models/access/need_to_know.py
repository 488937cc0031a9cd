# SPDX-License-Identifier: LGPL-3.0-or-later
"""Need to know, as one piece of SQL: used by the record rules, by the gate and by the searches of the log.

A file is open to a user who holds a grant that has begun, has not ended and has not been revoked - and whom nobody has
excluded. The client's exclusion and a wall beat every grant and every role.
"""

from odoo import fields
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import audit

_GRANT_FIELDS = ("case_id", "user_id", "valid_from", "valid_to", "revoked_at")
_EXCLUSION_FIELDS = ("case_id", "user_id", "lifted_at")


def flush(env):
    """Bring pending changes of grants and exclusions to the database before they are asked about."""
    dirty = env._field_dirty
    for model, names in (("wlec.access.grant", _GRANT_FIELDS), ("wlec.access.exclusion", _EXCLUSION_FIELDS)):
        fields = env[model]._fields
        if any(fields[name] in dirty for name in names):
            env[model].flush_model(names)


def holds(case, uid):
    """SQL condition: the file ``case`` (SQL of its id) is open to user ``uid`` now."""
    return SQL("%s IN (%s) AND NOT %s", case, granted(uid), excluded(case, uid))


def granted(uid):
    """SQL of the ids of the files for which user ``uid`` holds a grant now (exclusions not yet taken off)."""
    return SQL(
        """SELECT g.case_id FROM wlec_access_grant g
            WHERE g.user_id = %(uid)s AND g.revoked_at IS NULL
              AND g.valid_from <= %(now)s AND (g.valid_to IS NULL OR g.valid_to > %(now)s)""",
        uid=uid,
        # By the clock that wrote the grant. The database's now() is when the transaction began: who opens a file in a
        # request that began in the second before would not see it until the next one.
        now=fields.Datetime.now(),
    )


def excluded(case, uid):
    """SQL condition: user ``uid`` is kept out of the file ``case``."""
    return SQL(
        """EXISTS (SELECT 1 FROM wlec_access_exclusion x
            WHERE x.case_id = %s AND x.user_id = %s AND x.lifted_at IS NULL)""",
        case,
        uid,
    )


def open_files(env, uid, ids):
    """Which of these files are open to user ``uid``: asked once in a transaction, until a grant or an exclusion changes.

    :return: set of ids
    """
    flush(env)
    asked, found = audit.buffer(env.cr).files.setdefault(uid, (set(), set()))
    new = [case_id for case_id in ids if case_id not in asked]
    if new:
        query = SQL("SELECT c.id FROM wlec_case c WHERE c.id = ANY(%s) AND %s", new, holds(SQL("c.id"), uid))
        env.cr.execute(query)
        found.update(row[0] for row in env.cr.fetchall())
        asked.update(new)
    return found.intersection(ids)
