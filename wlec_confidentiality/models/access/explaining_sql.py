# SPDX-License-Identifier: LGPL-3.0-or-later
"""SQL of what explains an access: see ``wlec.access.event._explaining``."""

from odoo import SUPERUSER_ID
from odoo.tools import SQL

# A grant begins with the second, by the clock of the programme; the access record has the database's.
_BEGUN = SQL("interval '1 second'")


def seen(condition):
    """SQL: the access records ``e`` in question, as ``seen``; and what those that are to no file were to, as ``thing``."""
    return SQL(
        """WITH RECURSIVE seen AS MATERIALIZED (
                SELECT e.id, e.at, e.action, e.model, e.record_ids, e.field_names, e.case_ids, e.actor_id, e.user_id, e.origin, e.route, e.outcome
                  FROM wlec_access_event e WHERE %s),
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
        condition,
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


def grants(of_file):
    """The grants that held when it happened.

    :param of_file: SQL of (access record, what is explained, file)
    """
    return SQL(
        """SELECT e.id, f.subject, g.source, 'wlec.access.grant', g.id
             FROM (%s) AS f(event, subject, case_id) JOIN seen e ON e.id = f.event
             JOIN wlec_access_grant g ON g.user_id = e.actor_id AND g.case_id = f.case_id
              AND g.valid_from <= e.at + %s
              AND (g.valid_to IS NULL OR g.valid_to > e.at) AND (g.revoked_at IS NULL OR g.revoked_at > e.at)""",
        of_file,
        _BEGUN,
    )


def covered(alias):
    """SQL condition: whoever made the access record ``alias`` held a grant on each of its files. Then it is explained, whoever is
    told: most of them are, and need not be looked at one by one to find what is not."""
    return SQL(
        """(%(row)s.case_ids <> '{}' AND NOT EXISTS (
            SELECT 1 FROM unnest(%(row)s.case_ids) f(case_id) WHERE NOT EXISTS (
                SELECT 1 FROM wlec_access_grant g WHERE g.user_id = %(row)s.actor_id AND g.case_id = f.case_id
                   AND g.valid_from <= %(row)s.at + %(begun)s AND (g.valid_to IS NULL OR g.valid_to > %(row)s.at)
                   AND (g.revoked_at IS NULL OR g.revoked_at > %(row)s.at))))""",
        row=SQL.identifier(alias),
        begun=_BEGUN,
    )


THE_FILE_ITSELF = SQL(
    "SELECT e.id, f.case_id, f.case_id FROM seen e CROSS JOIN unnest(e.case_ids) f(case_id)"
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
    """What goes with an office, of what is done to no file: by the groups, and those that imply them.

    :param rows: (kind, id of the group, model)
    """
    values = SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in rows)
    return SQL(
        """SELECT e.id, NULL::int, d.kind, NULL, NULL::int
             FROM (VALUES %s) AS d(kind, gid, model) JOIN seen e ON e.model = d.model AND e.case_ids = '{}'
            WHERE EXISTS (
                WITH RECURSIVE within(gid) AS (
                    SELECT d.gid UNION SELECT i.gid FROM res_groups_implied_rel i JOIN within ON i.hid = within.gid)
                SELECT 1 FROM within JOIN res_groups_users_rel m ON m.gid = within.gid WHERE m.uid = e.actor_id)""",
        values,
    )
