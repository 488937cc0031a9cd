# SPDX-License-Identifier: LGPL-3.0-or-later
"""SQL of what explains an access: see ``wlec.access.event._explaining``."""

from odoo import SUPERUSER_ID
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import arrays

from . import held

# A grant begins with the second, by the clock of the programme; the access record has the database's.
_BEGUN = SQL("interval '1 second'")


def seen(condition, table=None, alias="e"):
    """SQL: the access records ``e`` in question, as ``seen``; each of their files in a row of its own, as ``filed``, so that what is
    on a file is found by equality; and what those that are to no file were to, as ``thing``.

    :param table: what stands after FROM, where it is more than the access records ``e``
    """
    return SQL(
        """WITH RECURSIVE seen AS MATERIALIZED (
                SELECT %(e)s.id, %(e)s.at, %(e)s.action, %(e)s.model, %(e)s.record_ids, %(e)s.field_names, %(e)s.case_ids,
                       %(e)s.actor_id, %(e)s.user_id, %(e)s.origin, %(e)s.route, %(e)s.outcome
                  FROM %(table)s WHERE %(condition)s),
           filed AS MATERIALIZED (
                SELECT e.id, unnest(e.case_ids) AS case_id, e.actor_id, e.at FROM seen e),
           thing AS (
                SELECT e.id AS event, r.record, e.model AS owner_model, r.record AS owner
                  FROM seen e CROSS JOIN unnest(e.record_ids) r(record) WHERE e.case_ids = '{}'
                UNION ALL
                SELECT e.id, a.id, a.res_model, a.res_id
                  FROM seen e JOIN ir_attachment a ON a.id = ANY(e.record_ids)
                 WHERE e.model = 'ir.attachment' AND e.case_ids = '{}' AND a.res_id IS NOT NULL
                UNION ALL
                SELECT e.id, m.id, m.model, m.res_id FROM seen e JOIN mail_message m ON m.id = ANY(e.record_ids)
                 WHERE e.model = 'mail.message' AND e.case_ids = '{}' AND m.res_id IS NOT NULL
                UNION ALL
                SELECT e.id, t.id, t.res_model, t.res_id FROM seen e JOIN mail_activity t ON t.id = ANY(e.record_ids)
                 WHERE e.model = 'mail.activity' AND e.case_ids = '{}' AND t.res_id IS NOT NULL)""",
        e=SQL.identifier(alias),
        table=table or SQL("wlec_access_event e"),
        condition=condition,
    )


def asked(before, sources):
    """SQL of all sources together: (access record, kind, model, ids of what is behind it, what each of them explains)."""
    return SQL(
        """%s SELECT event, kind, model, array_agg(res_id), array_agg(subject)
             FROM (SELECT NULL::bigint, NULL::int, NULL, NULL, NULL::int WHERE FALSE UNION %s)
                  AS found(event, subject, kind, model, res_id)
            GROUP BY event, kind, model ORDER BY event, kind, model""",
        before,
        SQL(" UNION ").join(sources),
    )


# It held then. ``e`` is the access record, ``g`` the grant.
_HELD = SQL(
    """g.valid_from <= e.at + %s
       AND (g.valid_to IS NULL OR g.valid_to > e.at) AND (g.revoked_at IS NULL OR g.revoked_at > e.at)""",
    _BEGUN,
)
ON_THE_FILE = SQL(
    """SELECT e.id, e.case_id, g.source, 'wlec.access.grant', g.id
         FROM filed e JOIN wlec_access_grant g ON g.user_id = e.actor_id AND g.case_id = e.case_id AND %s""",
    _HELD,
)


def grants(of_file):
    """The grants that held when it happened, of what is to no file by itself.

    :param of_file: SQL of (access record, what is explained, file)
    """
    return SQL(
        """SELECT e.id, f.subject, g.source, 'wlec.access.grant', g.id
             FROM (%s) AS f(event, subject, case_id) JOIN seen e ON e.id = f.event
             JOIN wlec_access_grant g ON g.user_id = e.actor_id AND g.case_id = f.case_id AND %s""",
        of_file,
        _HELD,
    )


def doubtful(before, files):
    """SQL of the access records that may be unexplained: not those by whoever held a grant on each of the files, which are most. A
    grant is always told to whoever is told of one of the files.

    :param files: ids of the files told; ``None``: all
    """
    untold = SQL()
    if files is not None:
        told = SQL("SELECT e.id FROM filed e WHERE e.case_id = ANY(%s::int[])", arrays.literal(files))
        untold = SQL("UNION (SELECT e.id FROM seen e EXCEPT %s)", told)
    return SQL(
        """%s SELECT e.id FROM seen e WHERE e.case_ids = '{}'
            UNION SELECT e.id FROM filed e WHERE NOT EXISTS (
                SELECT FROM wlec_access_grant g WHERE g.user_id = e.actor_id AND g.case_id = e.case_id AND %s) %s""",
        before,
        _HELD,
        untold,
    )


# A scheduled job; and what the programme does by itself at the console. Whoever reads there is to be asked.
OF_THE_SYSTEM = SQL(
    """SELECT e.id, NULL::int, 'system', NULL, NULL::int FROM seen e
        WHERE e.origin = 'cron' OR (e.origin = 'shell' AND e.actor_id = %s
          AND e.action NOT IN ('read', 'export', 'print', 'download', 'search'))
           -- Sealed where it stands, with the first file of a client for instance: whoever opens that file sees none of it.
           OR (e.action = 'configure' AND e.field_names IN ('{wlec_protected}', '{begin}') AND e.outcome = 'ok')""",
    SUPERUSER_ID,
)

REFUSED = SQL("SELECT e.id, NULL::int, 'refused', NULL, NULL::int FROM seen e WHERE e.outcome = 'denied'")

# Whoever enters something knows it.
ENTERED = SQL("SELECT e.id, NULL::int, 'author', NULL, NULL::int FROM seen e WHERE e.action = 'create'")


def dialogs(names):
    """What somebody types into a dialog is there for them alone, until it is sent; then it is gone. (What they looked for in
    one is another matter.)"""
    return SQL(
        """SELECT e.id, NULL::int, 'author', NULL, NULL::int FROM seen e
            WHERE e.model = ANY(%s) AND e.action IN ('read', 'create', 'write', 'unlink')""",
        names,
    )


# Their own settings, keys and training; and, with a login, their own contact.
ONESELF = SQL(
    """SELECT e.id, t.record, 'own_record', NULL, NULL::int FROM seen e JOIN thing t ON t.event = e.id
         JOIN res_users u ON u.id = e.actor_id
        WHERE (t.owner_model = 'res.users' AND t.owner = u.id) OR (t.owner_model = 'res.partner' AND t.owner = u.partner_id)"""
)


def duties(rows):
    """What goes with an office, of what is done to no file: by the groups, and those that imply them, as they were when it was done.

    :param rows: (kind, id of the group, model)
    """
    values = SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in rows)
    return SQL(
        """SELECT e.id, NULL::int, office.kind, NULL, NULL::int
             FROM (WITH RECURSIVE within(kind, gid, model, since, until) AS (
                        SELECT *, '-infinity'::timestamp, 'infinity'::timestamp FROM (VALUES %(values)s) AS named(kind, gid, model)
                        UNION SELECT w.kind, h.holder, w.model, GREATEST(w.since, h.since), LEAST(w.until, h.until)
                          FROM within w JOIN wlec_held h ON h.place = %(implied)s AND h.thing = w.gid
                           AND h.since < w.until AND h.until > w.since)
                   SELECT DISTINCT w.kind, w.model, m.holder AS uid, GREATEST(w.since, m.since) AS since, LEAST(w.until, m.until) AS until
                     FROM within w JOIN wlec_held m ON m.place = %(members)s AND m.thing = w.gid) office
             JOIN seen e ON e.model = office.model AND e.actor_id = office.uid AND e.case_ids = '{}' AND %(then)s""",
        values=values,
        implied=held.IMPLIED,
        members=held.MEMBERS,
        then=held.then("office", SQL("e.at")),
    )
