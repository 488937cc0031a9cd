# SPDX-License-Identifier: LGPL-3.0-or-later
"""What makes lists quick must open nothing: who is on few files has them named once, and sealed columns come by COPY."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import NeedToKnowError
from odoo.addons.wlec_confidentiality.models.access import need_to_know
from odoo.addons.wlec_confidentiality.orm import audit, binary_copy

from .common import ConfidentialityCase

TEXTS = ("matter", "narrative", "risk_notes", "safe_contact")


class FilesCase(ConfidentialityCase):
    def setUp(self):
        super().setUp()
        self.cases = self.env["wlec.case"]
        for number in range(12):
            self.cases += self.case_for(
                self.alice,
                matter=f"Matter {number} “é” 漢",
                narrative=f"Account {number} " * 50,
                risk_notes=False if number % 2 else f"Risk {number}",
                safe_contact=False,
            )
        self._start_events()

    def others_case(self):
        return self.case_for(self.bob, matter="Bob's own")


@tagged("post_install", "-at_install")
class TestNamedFiles(FilesCase):
    """Which files are open to somebody is asked once in a second, and until a grant or an exclusion changes."""

    def known(self, user):
        return audit.buffer(self.env.cr).files.get(user.id, (None, frozenset()))[1]

    def at(self, moment):
        """The clock stands still: the files are asked about with every second."""
        return patch("odoo.fields.Datetime.now", return_value=moment)

    def test_a_list_asks_once(self):
        with self.at(fields.Datetime.now()), self.acting(self.alice) as env:
            found = env["wlec.case"].search_fetch([("id", "in", self.cases.ids)], TEXTS)
            self.assertLessEqual(set(self.cases.ids), self.known(self.alice))
            with self.assertQueryCount(0):
                found.check_access("read")
            with patch.object(need_to_know, "holds", side_effect=AssertionError("asked again")):
                self.assertEqual(len(found.mapped("matter")), 12)

    def test_a_grant_begins_and_ends_by_the_clock(self):
        """In the middle of a transaction, too, which may be a long one."""
        other, now = self.others_case(), fields.Datetime.now()
        later, after = now + timedelta(seconds=10), now + timedelta(seconds=20)
        self.env["wlec.access.grant"].sudo().create(
            {
                "case_id": other.id,
                "user_id": self.alice.id,
                "source": "team",
                "reason": "Works on it for ten seconds",
                "valid_from": later,
                "valid_to": after,
            }
        )
        with self.acting(self.alice) as env:
            for moment, is_open in ((now, False), (later, True), (after, False)):
                with self.at(moment):
                    env.invalidate_all()
                    found = env["wlec.case"].search([("id", "=", other.id)])
                    self.assertEqual(bool(found), is_open, moment)
                    self.assertEqual(env["wlec.case"].browse(other.id).has_access("read"), is_open, moment)

    def test_an_exclusion_counts_at_once(self):
        with self.at(fields.Datetime.now()), self.acting(self.alice) as env:
            mine = env["wlec.case"].browse(self.cases[0].id)
            self.assertTrue(mine.has_access("read"))
            self.env["wlec.access.exclusion"].sudo().create(
                {"case_id": mine.id, "user_id": self.alice.id, "source": "client"}
            )
            self.assertFalse(mine.has_access("read"))
            self.assertNotIn(mine.id, self.known(self.alice))
            self.assertFalse(env["wlec.case"].search([("id", "=", mine.id)]))

    def test_too_many_to_be_named(self):
        """The same answers, from the rule in every statement."""
        other = self.others_case()
        with patch.object(need_to_know, "_MOST_NAMED", 11), self.acting(self.alice) as env:
            found = env["wlec.case"].search_fetch([("id", "in", [*self.cases.ids, other.id])], TEXTS)
            self.assertEqual(set(found.ids), set(self.cases.ids))
            self.assertIsNone(self.known(self.alice))
            self.assertTrue(found.has_access("read"))
            self.assertEqual(len(found.mapped("matter")), 12)
            self.assertFalse(env["wlec.case"].browse(other.id).has_access("read"))
            with self.assertRaises(AccessError):
                env["wlec.case"].browse(other.id).read(["name"])
            with self.assertRaises(NeedToKnowError):
                env["wlec.case"].browse(other.id).sudo().matter  # noqa: B018

    def test_on_no_file_at_all(self):
        with self.acting(self.bob) as env:
            self.assertEqual(env["wlec.case"].search([("id", "in", self.cases.ids)]).ids, [])
            self.assertFalse(self.cases[0].with_env(env).has_access("read"))

    def test_a_form_asks_once(self):
        with self.acting(self.alice) as env:
            env["wlec.case"].browse(self.cases[0].id).read(["name", *TEXTS])
            self.assertIn(self.cases[0].id, self.known(self.alice))

    def test_full_rights_teach_nothing(self):
        other = self.others_case()
        with self.acting(self.alice) as env:
            env["wlec.case"].sudo().search_fetch([("id", "=", other.id)], TEXTS)
            env["wlec.case"].browse(other.id).sudo().fetch(TEXTS)
            self.assertNotIn(other.id, self.known(self.alice))
            with self.assertRaises(NeedToKnowError):
                env["wlec.case"].browse(other.id).sudo().matter  # noqa: B018

    def test_what_another_may_see_opens_nothing_for_me(self):
        other = self.others_case()
        with self.acting(self.alice) as env:
            found = env["wlec.case"].with_user(self.bob).search_fetch([("id", "=", other.id)], TEXTS)
            self.assertEqual(found.id, other.id)
            self.assertIn(other.id, self.known(self.bob))
            with self.assertRaises(NeedToKnowError):
                found.matter  # noqa: B018

    def test_a_wider_rule_teaches_nothing(self):
        other = self.others_case()
        rules = self.env["ir.rule"].search([("model_id.model", "=", "wlec.case")])
        rules.domain_force = "[(1, '=', 1)]"
        with self.acting(self.alice) as env:
            found = env["wlec.case"].search_fetch([("id", "=", other.id)], TEXTS)
            self.assertEqual(found.id, other.id)
            self.assertNotIn(other.id, self.known(self.alice))
            with self.assertRaises(NeedToKnowError):
                found.matter  # noqa: B018

    def test_a_grant_that_ends_is_forgotten(self):
        with self.acting(self.alice) as env:
            found = env["wlec.case"].search_fetch([("id", "in", self.cases.ids)], TEXTS)
            self.cases[0].sudo().grant_ids.filtered(lambda grant: grant.user_id == self.alice)._end("test")
            self.assertNotIn(self.cases[0].id, self.known(self.alice))
            with self.assertRaises(AccessError):
                found.browse(self.cases[0].id).matter  # noqa: B018
            self.assertTrue(found.browse(self.cases[1].id).matter)

    def test_a_fetch_that_is_refused_teaches_nothing(self):
        other = self.others_case().id
        self.env.cr.execute("SELECT max(id) + 1000 FROM wlec_case")
        never = self.env.cr.fetchone()[0]
        with self.acting(self.alice) as env:
            for number in (other, never):
                with self.assertRaises(AccessError):
                    env["wlec.case"].browse([self.cases[0].id, number]).fetch(["name", "state"])
                self.assertNotIn(number, self.known(self.alice))


@tagged("post_install", "-at_install")
class TestColumns(FilesCase):
    """A list fetches its sealed columns by COPY, a form does not; what comes out is the same."""

    def copied(self):
        return patch.object(binary_copy, "fetch", side_effect=binary_copy.fetch)

    def test_a_list_reads_what_a_form_reads(self):
        with self.acting(self.alice) as env, self.copied() as copy:
            one_by_one = [env["wlec.case"].browse(i).read(TEXTS, load=None)[0] for i in self.cases.ids]
            self.assertFalse(copy.called)
            env.invalidate_all()
            self.assertEqual(env["wlec.case"].browse(self.cases.ids).read(TEXTS, load=None), one_by_one)
            self.assertTrue(copy.called)
        self.assertEqual(one_by_one[1]["matter"], "Matter 1 “é” 漢")
        self.assertIs(one_by_one[1]["risk_notes"], False)

    def test_fetching_is_not_reading(self):
        with self.acting(self.alice) as env:
            found = env["wlec.case"].search_fetch([("id", "in", self.cases.ids)], TEXTS)
            self.assertFalse(self.events(action="read"))
            self.assertTrue(found[3].narrative)
        (event,) = self.events(action="read")
        self.assertEqual((event["record_ids"], event["field_names"]), ([found[3].id], ["narrative"]))

    def test_a_list_of_different_columns(self):
        """Each record with exactly the fields that were opened of it."""
        with self.acting(self.alice) as env:
            found = env["wlec.case"].search_fetch([("id", "in", self.cases.ids)], TEXTS, order="id")
            for number, case in enumerate(found):
                for name in TEXTS[: 1 + number % 2]:
                    case[name]
        events = {tuple(row["field_names"]): row["record_ids"] for row in self.events(action="read")}
        self.assertEqual(events, {("matter",): found.ids[::2], ("matter", "narrative"): found.ids[1::2]})

    def test_what_is_not_saved_yet_stays(self):
        with self.acting(self.alice) as env:
            cases = env["wlec.case"].browse(self.cases.ids)
            cases[0].matter = "Just typed"
            cases.fetch(TEXTS)
            self.assertEqual(cases[0].matter, "Just typed")
            env.flush_all()
            env.invalidate_all()
            self.assertEqual(cases.mapped("matter")[0], "Just typed")

    def test_nobody_elses(self):
        other = self.others_case()
        with self.acting(self.alice) as env, self.copied() as copy:
            with self.assertRaises(AccessError):
                env["wlec.case"].browse([*self.cases.ids, other.id]).read(TEXTS)
            found = env["wlec.case"].search_fetch([("id", "in", [*self.cases.ids, other.id])], TEXTS)
            self.assertNotIn(other.id, found.ids)
            for call in copy.call_args_list:
                self.assertNotIn(other.id, call.args[3])

    def test_only_the_format_that_is_known(self):
        with self.assertRaises(ValueError):
            binary_copy._columns(b"something else entirely, and long enough for a header", 2)
