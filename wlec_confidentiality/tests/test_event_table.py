# SPDX-License-Identifier: LGPL-3.0-or-later
"""A log of years is searched through its indexes, and from its newest records: what is found does not change by it."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import event_table

from .common import ConfidentialityCase

_INSERT = """
    INSERT INTO wlec_log.event (version, at, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin, outcome)
    SELECT 1, %(now)s AT TIME ZONE 'UTC' - (400 - n) * interval '1 day', 'read', 'wlec.case', ARRAY[n], '{name}',
           CASE WHEN n %% 3 = 0 THEN ARRAY[%(case)s, 2000000005] ELSE ARRAY[2000000007] END, %(user)s, %(user)s, FALSE, 'http', 'ok'
      FROM generate_series(1, 400) n"""


class EventTableCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)
        self.now = fields.Datetime.now()
        self.env.cr.execute(_INSERT, {"now": self.now, "case": self.case.id, "user": self.alice.id})
        self.env.cr.execute("SELECT max(id) FROM wlec_access_event")
        self.last = self.env.cr.fetchone()[0]


@tagged("post_install", "-at_install")
class TestIndexes(EventTableCase):
    def _plan(self, domain):
        """How PostgreSQL would answer where reading the whole table is out of the question."""
        query = self.env["wlec.access.event"].sudo()._search(domain)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        return "\n".join(line for (line,) in self.env.execute_query(SQL("EXPLAIN %s", query.select())))

    def test_a_period_is_found_by_its_pages(self):
        self.assertIn("_timezone_idx", self._plan([("at", ">=", "-7d"), ("at", "<", "-6d")]))

    def test_a_file_is_found_by_its_number(self):
        self.assertIn("_case_ids_idx", self._plan([("file_id", "=", self.case.id)]))

    def test_a_person_is_found_by_theirs(self):
        self.assertIn("_actor_id_idx", self._plan([("actor_id", "=", self.alice.id)]))

    def test_people_cost_little(self):
        """One index on people, and on nothing but people: PostgreSQL then keeps each of them once."""
        self.env.cr.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'wlec_log.event'::regclass"
        )
        kept = [line.partition(" USING ")[2] for (line,) in self.env.cr.fetchall()]
        self.assertEqual([line for line in kept if "actor_id" in line], ["btree (actor_id)"])


@tagged("post_install", "-at_install")
class TestNewestFirst(EventTableCase):
    def _found(self, domain, newest=(), **page):
        with self.acting(self.audrey) as env, patch.object(event_table, "newest", return_value=list(newest)):
            query = env["wlec.access.event"]._search(domain, order="id desc", **page)
            return query.get_result_ids(), query

    def test_a_page_is_the_same_wherever_a_partition_begins(self):
        for domain in (
            [("file_id", "=", self.case.id)],
            [("file_id", "=", self.case.id), ("at", ">", "-99d")],
        ):
            for page in ({"limit": 1}, {"limit": 20}, {"limit": 20, "offset": 15}, {"limit": 500}):
                usual, _query = self._found(domain, **page)
                for back in (0, 5, 60, 61, 200, 5000):
                    begins = [self.last - back, self.last - 2 * back - 1]
                    found, _query = self._found(domain, begins, **page)
                    self.assertEqual(found, usual, (domain, page, back))

    def test_no_more_than_the_newest_is_read_where_it_is_enough(self):
        domain = [("file_id", "=", self.case.id)]
        for limit, bound in ((20, self.last - 100), (60, self.last - 200), (100, None)):
            _ids, query = self._found(domain, [self.last - 100, self.last - 200], limit=limit)
            text = self.env.cr.mogrify(query.select()).decode()
            self.assertEqual('"id" >= ' in text, bound is not None, limit)
            self.assertEqual(f'"id" >= {bound}' in text, bound is not None, limit)

    def test_a_page_of_long_ago(self):
        """In the same order, though PostgreSQL does not come to it from the newest."""
        ago = self.now - timedelta(days=200)
        domain = [("at", ">=", ago), ("at", "<", ago + timedelta(days=30)), ("actor_id", "=", self.alice.id)]
        found, query = self._found(domain, limit=80)
        self.assertEqual(len(found), 30)
        self.assertEqual(list(found), sorted(found, reverse=True))
        self.assertIn(" + 0 DESC", query.order.code)

    def test_the_usual_page_is_walked_to(self):
        for domain in (
            [],
            [("at", ">=", self.now - timedelta(days=7))],
            [("at", "<", self.now), ("at", ">=", self.now - timedelta(days=7))],
            [("at", ">=", "-7d"), ("at", "<", "today")],
        ):
            _ids, query = self._found(domain, limit=80)
            self.assertNotIn("+ 0", query.order.code)

    def test_which_are_the_newest(self):
        def partitions(*firsts):
            return patch.object(
                event_table, "partitions", return_value=[(n, n * 10, n * 10 + 10) for n in firsts]
            )

        self.env.cr.execute("SELECT last_value FROM wlec_log.event_id_seq")
        used = self.env.cr.fetchone()[0] // 10
        for firsts, found in (
            ((used, used + 1), []),
            ((used - 1, used, used + 1), [used]),
            ((used - 3, used - 2, used - 1, used), [used, used - 1]),
        ):
            with partitions(*firsts):
                self.assertEqual(event_table.newest(self.env.cr), [number * 10 for number in found])
