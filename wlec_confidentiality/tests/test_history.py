# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields
from odoo.tests import tagged

from .history_common import HistoryCase


@tagged("post_install", "-at_install", "wlec")
class TestHistory(HistoryCase):
    """Who has looked at a file, as its client is told."""

    # ---- their own file
    def test_who_why_and_what(self):
        number = self.does(self.alice)
        [one, *_] = self.told()
        self.assertEqual(
            (one.event.id, one.why, one.thing, one.deed), (number, "assigned", "account", "looked")
        )
        number = self.does(self.mona)
        self.assertEqual(self.whys()[number], "line_management")
        [row, *_rest], _older = self.shown()
        self.assertEqual(row["who"], "The line manager of your caseworker")
        self.assertEqual(row["did"], [("Looked at", "what you told us")])

    def test_what_nothing_explains_says_so_and_can_be_questioned(self):
        number = self.does(self.bob)
        self.assertEqual(self.whys()[number], "")
        [row, *_rest], _older = self.shown()
        self.assertTrue(row["is_unexplained"])
        self.assertEqual(row["who"], "A caseworker or volunteer")

    def test_names_only_where_the_centre_chose_so_and_never_of_a_check(self):
        self.does(self.alice)
        self.assertNotIn(self.alice.name, str(self.shown()))
        self.env.company.wlec_history_names = "name"
        self.assertIn(self.alice.name, str(self.shown()))
        self.env["wlec.access.grant"]._grant(self.case, self.otto, "conflict", "Conflict check")
        number = self.does(self.otto)
        self.assertEqual(self.whys()[number], "oversight")
        self.assertNotIn(self.otto.name, str(self.shown()))

    def test_whoever_comes_by_a_link_is_called_that(self):
        self.does(self.env.ref("base.public_user"), method="GET")
        [row, *_rest], _older = self.shown()
        self.assertEqual(row["who"], "Somebody outside, by a link they were given")

    def test_their_own_readings_only_when_asked_for(self):
        number = self.does(self.carol, names=("access_history",))
        self.assertNotIn(number, self.whys())
        self.assertEqual(self.whys(with_own=True)[number], "own_record")

    def test_of_their_files_only(self):
        other = self.case_for(self.bob, partner=self.chris.partner_id)
        number = self.does(self.bob, records=other)
        self.assertNotIn(number, self.whys())
        self.assertIn(number, self.whys(cases=other))
        self.assertFalse(self.told(cases=self.env["wlec.case"]))
        self.assertEqual(self.History._files_of(self.carol.partner_id) & (self.case | other), self.case)
        self.assertIsNone(self.History._one(self.case, number))
        self.assertEqual(self.History._one(other, number).event.id, number)

    def test_a_list_tells_nothing_of_the_other_files_in_it(self):
        """Whoever works on this file and not on the other one in the same list: why is this file's matter."""
        alone = self.does(self.alice)
        other = self.case_for(self.bob, partner=self.chris.partner_id)
        both = self.does(self.alice, records=self.case | other)
        [first, second, *_rest] = self.told()
        self.assertEqual((first.event.id, second.event.id), (both, alone))
        self.assertEqual(first._replace(event=None), second._replace(event=None))
        self.assertEqual(first.event.files, (self.case.id,))

    def test_periods(self):
        self.does(self.alice)
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        self.assertFalse(self.told(since=tomorrow))
        self.assertTrue(self.told(until=tomorrow))
        self.assertFalse(self.told(until=fields.Datetime.subtract(tomorrow, days=3)))

    def test_page_by_page_nothing_is_lost_or_doubled(self):
        numbers = [self.does(self.alice, names=(f"field_{n}",)) for n in range(7)]
        found, before = [], None
        while True:
            rows, before = self.History._page(self.case, before=before, most=3)
            found += [one.event.id for row in rows for one in row.told]
            if not before:
                break
        self.assertEqual(sorted(found), sorted({one.event.id for one in self.told()}))
        self.assertTrue(set(numbers) <= set(found))

    def test_as_many_statements_for_a_hundred_as_for_ten(self):
        for n in range(10):
            self.does(self.alice, names=(f"field_{n}",))
        few = self._statements()
        for n in range(90):
            self.does(self.alice if n % 2 else self.mona, names=(f"field_{n}",))
        self.assertLessEqual(self._statements(), few + 2)

    def _statements(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.shown()
        return self.env.cr.sql_log_count - before

    def test_refused_is_told_when_it_was_sought(self):
        self.env.cr.execute(
            "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,"
            " method, outcome) SELECT 1, 'denied', m, '{1}', '{read}', %s, %s, %s, false, 'http', w, 'denied' FROM (VALUES"
            " ('wlec.case', 'wlec.case.web_read'), ('res.partner', 'wlec.case.web_read')) AS v(m, w) RETURNING id",
            [self.case.ids, self.bob.id, self.bob.id],
        )
        (sought,), (in_passing,) = self.env.cr.fetchall()
        self.assertEqual(self.whys()[sought], "refused")
        self.assertNotIn(in_passing, self.whys())

    def test_reading_it_is_on_record(self):
        with self.acting(self.carol) as env:
            env["wlec.access.history"]._note(self.case.with_env(env))
        [event] = [row for row in self.events(model="wlec.case") if "access_history" in row["field_names"]]
        self.assertEqual((event["actor_id"], event["case_ids"]), (self.carol.id, self.case.ids))

    # ---- numbers
    def test_a_number_is_sealed_for_one_client(self):
        token = self.History._seal_number(self.carol.partner_id, 7)
        self.assertEqual(self.History._unseal_number(self.carol.partner_id, token), 7)
        self.assertIsNone(self.History._unseal_number(self.chris.partner_id, token))
        self.assertIsNone(self.History._unseal_number(self.carol.partner_id, "7"))
