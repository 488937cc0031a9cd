# SPDX-License-Identifier: LGPL-3.0-or-later
"""SQL that finds access records by what explains them best: ``tools.explanation.explain``, in the database, of many at once."""

from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import arrays
from odoo.addons.wlec_confidentiality.tools.explanation import KINDS

# Weaker than any kind.
_BY_NOTHING = len(KINDS) + 1


def _found(before, sources):
    return SQL(
        """%s, found (event, subject, kind, model, res_id) AS (
                SELECT NULL::bigint, NULL::int, NULL::text, NULL::text, NULL::int WHERE FALSE UNION ALL %s)""",
        before,
        SQL(" UNION ALL ").join(sources),
    )


def behind(before, sources, plain):
    """SQL of (model, id): what stands behind the explanations, except of the model ``plain``."""
    return SQL(
        "%s SELECT DISTINCT model, res_id FROM found WHERE model IS NOT NULL AND model <> %s",
        _found(before, sources),
        plain,
    )


def _is_told(told, plain):
    ways = [SQL("model IS NULL OR model = %s", plain)]
    ways += [
        SQL("(model = %s AND res_id = ANY(%s::int[]))", model, arrays.literal(ids))
        for model, ids in told.items()
    ]
    return SQL(" OR ").join(ways)


def best(before, sources, files, told, plain, wanted):
    """SQL of the access records that one of these kinds explains best, to somebody who is told of these files and records.

    An access is explained as weakly as the one of its files that is explained least: of each the strongest (``each``), of those
    the weakest. What explains all of it (``whole``) explains each.

    :param files: ids of the files told; ``None``: all
    :param told: {model: ids told}; those of the model ``plain`` always are
    :param wanted: kinds; ``None`` among them: nothing explains it
    """
    return SQL(
        """%(found)s,
           told AS MATERIALIZED (
                SELECT event, subject, array_position(%(kinds)s::text[], kind::text) AS rank FROM found WHERE %(is_told)s),
           whole AS (SELECT event, min(rank) AS rank FROM told WHERE subject IS NULL GROUP BY event),
           each AS (
                SELECT event, min(rank) AS rank
                  FROM (SELECT e.id, e.case_id, TRUE, NULL::int FROM filed e WHERE %(file_told)s
                        UNION ALL
                        SELECT e.id, r.record, TRUE, NULL FROM seen e CROSS JOIN unnest(e.record_ids) r(record)
                         WHERE e.case_ids = '{}'
                        UNION ALL
                        SELECT event, subject, FALSE, rank FROM told WHERE subject IS NOT NULL
                       ) AS one(event, subject, is_asked, rank)
                 GROUP BY event, subject HAVING bool_or(is_asked)),
           weakest AS (SELECT event, max(COALESCE(rank, %(nothing)s)) AS rank FROM each GROUP BY event)
           SELECT e.id FROM seen e LEFT JOIN whole ON whole.event = e.id LEFT JOIN weakest ON weakest.event = e.id
            WHERE CASE WHEN weakest.event IS NULL AND e.case_ids <> '{}' THEN %(nothing)s
                       ELSE LEAST(whole.rank, weakest.rank, %(nothing)s) END = ANY(%(wanted)s)""",
        found=_found(before, sources),
        kinds=list(KINDS),
        is_told=_is_told(told, plain),
        file_told=SQL("TRUE") if files is None else SQL("e.case_id = ANY(%s::int[])", arrays.literal(files)),
        nothing=_BY_NOTHING,
        wanted=[KINDS.index(kind) + 1 if kind else _BY_NOTHING for kind in wanted],
    )
