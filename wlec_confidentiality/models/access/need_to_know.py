# SPDX-License-Identifier: LGPL-3.0-or-later
"""Need to know, as one piece of SQL: used by the record rules, by the gate and by the searches of the log.

A file is open to a user who holds a grant that has begun, has not ended and has not been revoked - and whom nobody has
excluded. The client's exclusion and a wall beat every grant and every role.

Most people work on a few hundred files at most. Theirs are asked for once, by a small statement, and named in all the others:
PostgreSQL takes longer to plan a rule over three tables than to carry it out.
"""

from itertools import chain

from odoo import fields
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import arrays, audit

_GRANT_FIELDS = ("case_id", "user_id", "valid_from", "valid_to", "revoked_at")
_EXCLUSION_FIELDS = ("case_id", "user_id", "lifted_at")
# Of more files than these it is quicker to ask anew in every statement.
_MOST_NAMED = 500


def flush(env):
    """Bring pending changes of grants and exclusions to the database before they are asked about."""
    dirty = env._field_dirty
    if not dirty:
        return
    for model, names in (("wlec.access.grant", _GRANT_FIELDS), ("wlec.access.exclusion", _EXCLUSION_FIELDS)):
        fields = env[model]._fields
        if any(fields[name] in dirty for name in names):
            env[model].flush_model(names)
            audit.forget_lenses(env.cr)


def holds(env, case, uid):
    """SQL condition: the file ``case`` (SQL of its id) is open to user ``uid`` now."""
    named = _named_files(env, uid)
    if named is None:
        return SQL("%s IN (%s) AND NOT %s", case, granted(uid), excluded(case, uid))
    return SQL("%s = ANY(%s::int4[])", case, arrays.literal(named))


def _named_files(env, uid):
    """The ids of the files open to user ``uid`` now; ``None`` when there are too many to name them.

    Asked again as soon as a grant or an exclusion changes, and with every second: by then one may have begun or ended.
    """
    flush(env)
    known, now = audit.buffer(env.cr).files, fields.Datetime.now()
    asked_at, named = known.get(uid, (None, None))
    if asked_at != now:
        outside = SQL(
            "SELECT x.case_id FROM wlec_access_exclusion x WHERE x.user_id = %s AND x.lifted_at IS NULL", uid
        )
        query = SQL("%s AND g.case_id NOT IN (%s) LIMIT %s", granted(uid), outside, _MOST_NAMED + 1)
        env.cr.execute(query)
        rows = env.cr.fetchall()
        named = frozenset(chain.from_iterable(rows)) if len(rows) <= _MOST_NAMED else None
        known[uid] = (now, named)
    return named


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
    """Which of these files are open to user ``uid`` now.

    :return: set of ids
    """
    named = _named_files(env, uid)
    if named is not None:
        return set(named.intersection(ids))
    env.cr.execute(
        SQL(
            "SELECT c.id FROM wlec_case c WHERE c.id = ANY(%s::int4[]) AND %s",
            arrays.literal(ids),
            holds(env, SQL("c.id"), uid),
        )
    )
    return {case_id for (case_id,) in env.cr.fetchall()}
