# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import event_table

_BY_FILE = ("file_id", "case_ids", "is_mine")
_LATER = (">", ">=")
_EARLIER = ("<", "<=")


class WlecAccessEvent(models.Model):
    """What PostgreSQL cannot know of a log, told to it: a page of the newest records is found among the newest ones, and records
    stand in the order of their time. Neither changes what is found."""

    _inherit = "wlec.access.event"

    def _search(self, domain, offset=0, limit=None, order=None, **options):
        query = super()._search(domain, offset=offset, limit=limit, order=order, **options)
        if not limit or order not in ("id desc", "id DESC") or query.is_empty():
            return query
        asked = list(Domain(domain).iter_conditions())
        if any(condition.field_expr in _BY_FILE for condition in asked):
            self._among_the_newest(query, (offset or 0) + limit)
        elif _is_long_ago(asked):
            # Walked back to from the newest record, it would be found after everything that came later.
            query.order = SQL("%s + 0 DESC", SQL.identifier(self._table, "id"))
        return query

    def _among_the_newest(self, query, wanted):
        """The index on files knows no order: all records on a file are fetched, and sorted, for a page of the newest. So those of the
        newest partitions alone are, where they are enough."""
        for first in event_table.newest(self.env.cr):
            since = SQL("%s >= %s", SQL.identifier(self._table, "id"), first)
            where = SQL("%s AND %s", query.where_clause or SQL("TRUE"), since)
            found = SQL("SELECT FROM %s WHERE %s LIMIT %s", query.from_clause, where, wanted)
            if self.env.execute_query(SQL("SELECT count(*) FROM (%s) found", found))[0][0] == wanted:
                query.add_where(since)
                return


def _is_long_ago(asked):
    """Whether the period asked for is shorter than the time that has passed since."""
    since, until = _moments(asked, _LATER), _moments(asked, _EARLIER)
    return len(since) == len(until) == 1 and fields.Datetime.now() - until[0] > until[0] - since[0]


def _moments(asked, operators):
    found = [
        condition.value
        for condition in asked
        if condition.field_expr == "at" and condition.operator in operators
    ]
    return [moment for value in found if (moment := _moment(value))]


def _moment(value):
    try:
        return fields.Datetime.to_datetime(value)
    except (TypeError, ValueError):
        return None  # such as "-7d": not long ago, or not often asked
