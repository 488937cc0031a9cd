# SPDX-License-Identifier: LGPL-3.0-or-later
import contextlib
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import arrays

from . import explaining_search_sql, explaining_sql

_GRANT = "wlec.access.grant"
# A month of access records is sorted by file: in memory, rather than on the disk.
_MEMORY = "64MB"


class WlecAccessEvent(models.Model):
    """Which access records are explained by what: for a search through many, where ``_explanations`` would fetch every reason."""

    _inherit = "wlec.access.event"

    @api.model
    def _best_explained_by(self, query, kinds, or_by_nothing=False):
        """Of the access records of ``query`` the ids of those that one of ``kinds`` explains best, as ``_explanations`` tells the
        user."""
        reader = self.env.user
        with self._more_memory():
            # The auditor sees all of a month: that is asked for, not named. What a rule takes long to find is found once.
            seen = _in(query) if self._is_told_of_all_files(reader) else _named(query.get_result_ids())
            if not kinds:
                seen = _named(self._column(explaining_sql.doubtful(seen, self._files_told_in(seen, reader))))
            files, told = self._files_told_in(seen, reader), self._told_behind(seen, reader)
            wanted = [*kinds, *([None] if or_by_nothing else ())]
            return self._column(
                explaining_search_sql.best(seen, self._explaining(), files, told, _GRANT, wanted)
            )

    def _files_told_in(self, seen, reader):
        """Those files of which the reader is told; ``None`` for all of them."""
        if self._is_told_of_all_files(reader):
            return None
        return self._files_told(reader, set(self._column(SQL("%s SELECT DISTINCT case_id FROM filed", seen))))

    def _told_behind(self, seen, reader):
        """{model: ids}: what stands behind an explanation and the reader may learn of."""
        behind = explaining_search_sql.behind(seen, self._explaining(), _GRANT)
        told = defaultdict(set)
        for model, res_id in self._told(reader, set(self.env.execute_query(behind))):
            told[model].add(res_id)
        return told

    def _column(self, query):
        return [row[0] for row in self.env.execute_query(query)]

    @contextlib.contextmanager
    def _more_memory(self):
        (before,) = self._column(SQL("SELECT current_setting('work_mem')"))
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", _MEMORY))
        yield
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", before))


def _in(query):
    return explaining_sql.seen(query.where_clause or SQL("TRUE"), query.from_clause, query.table)


def _named(ids):
    return explaining_sql.seen(SQL("e.id = ANY(%s::bigint[])", arrays.literal(ids)))
