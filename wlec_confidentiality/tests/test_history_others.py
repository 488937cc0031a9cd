# SPDX-License-Identifier: LGPL-3.0-or-later
import random
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import audit, gate

from .disclosing import DisclosingCase
from .history_common import HistoryCase, _plain

_SET_UP = gate.Purpose("import")


@tagged("post_install", "-at_install", "wlec")
class TestHistoryOthers(HistoryCase):
    """Nothing a client reads tells of another person's matter."""

    def _other_matter(self, rng):
        """Something happens in a matter of chris's that touches carol's file."""
        other = self.other = getattr(self, "other", None) or self.case_for(
            self.bob, partner=self.chris.partner_id
        )
        kind = rng.choice(("wall", "subject", "grant", "party", "complaint", "breach", "opened"))
        if kind in ("wall", "subject"):
            vals = {
                "case_id": self.case.id,
                "user_id": self._free(kind).id,
                "source": kind,
                "excluded_by": self.otto.id,
            }
            with self.acting(self.otto) as env:
                env["wlec.access.exclusion"].sudo().create(vals)
        elif kind == "grant":
            source = rng.choice(("conflict", "complaint"))
            with self.acting(self.otto) as env:
                env["wlec.access.grant"]._grant(
                    self.case.with_env(env), self.otto, source, "In another matter"
                )
        elif kind == "party":
            with self.acting(self.bob) as env, gate.purpose(env, _SET_UP):
                party = {"case_id": other.id, "display_label": self.carol.name}
                env["wlec.case.party"].create(party).mapped("display_label")
        elif kind == "complaint":
            with self.acting(self.chris) as env:
                env["wlec.breach.complaint"]._receive(
                    "portal",
                    {"description": f"About {self.carol.name}", "contact_by": "portal"},
                    partner=self.chris.partner_id,
                )
        elif kind == "breach":
            with self.acting(self.otto) as env:
                env["wlec.breach"]._report_breach(
                    "staff",
                    {"facts": "A letter to the wrong person", "cause": "post"},
                    involved=self.alice,
                    cases=self.case,
                )
        else:
            self.does(self.bob, records=other)
        self._write_buffer()

    def _free(self, kind):
        kept = (
            self.env["wlec.access.exclusion"]
            .search([("case_id", "=", self.case.id), ("source", "=", kind)])
            .user_id
        )
        users = self.bob | self.vera | self.fred | self.tara | self.sam | self.audrey
        return (users - kept)[:1] or self.env["res.users"].create({"name": "X", "login": f"x{len(kept)}"})

    def test_the_page_is_the_same_whether_or_not_there_is_another_persons_matter(self):
        rng = random.Random(20261129)
        for number in range(60):
            if number % 4 == 0:
                self.does(
                    rng.choice((self.alice, self.mona, self.bob, self.carol)), names=(f"field_{number}",)
                )
            before = self.shown(with_own=True)
            self._other_matter(rng)
            self.assertEqual(self.shown(with_own=True), before)

    def test_a_look_because_of_it_is_a_check_like_any_other(self):
        self.env["wlec.access.grant"]._grant(self.case, self.otto, "conflict", "In another matter")
        self._write_buffer()
        self.does(self.otto)
        [row, *_rest], _older = self.shown()
        self.assertEqual(row["why"], "A check that we keep to our own rules")
        self.assertEqual(row["who"], "Somebody who checks how we work")

    def test_their_own_complaint_is_told_to_them_and_not_to_whom_it_is_about(self):
        with self.acting(self.carol) as env:
            complaint = env["wlec.breach.complaint"]._receive(
                "portal",
                {"description": "She told my neighbour", "contact_by": "portal"},
                partner=self.carol.partner_id,
                subjects=self.alice,
            )
        complaint = self.env["wlec.breach.complaint"].browse(complaint.id)
        complaint.sudo().write({"case_id": self.case.id})
        handler = complaint.sudo().handler_id
        number = self.does(handler)

        def why(user):
            told = self.History.with_user(user).sudo()._told(self.case, None, None, None, False, 500)
            return {one.event.id: one.why for one in told}[number]

        self.assertEqual(why(self.carol), "complaint")
        self.assertEqual(why(handler), "complaint")
        for user in (self.alice, self.mona, self.bob):
            self.assertEqual(why(user), "oversight")

    # ---- emergencies
    def test_an_emergency_on_the_day_it_is_told(self):
        tell = {"tell_client": "later", "tell_reason": "He reads her letters, she says so herself."}
        access = self.emergency(**tell, tell_on=fields.Date.add(fields.Date.today(), days=5))
        before = self.shown()
        number = self.does(self.bob)
        self.assertEqual(self.shown(), before)
        self.assertNotIn("emergency", str(before))
        self.env.cr.execute(
            "UPDATE wlec_emergency_access SET tell_on = %s WHERE id = %s", [fields.Date.today(), access.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.whys()[number], "emergency")

    def test_the_database_leaves_out_what_is_not_told_and_nothing_else(self):
        """Rows that are kept from the client are not read and explained first: the time of the page would tell of them."""
        with self.acting(self.otto) as env:
            walls = env["wlec.access.exclusion"].sudo()
            vals = {
                "case_id": self.case.id,
                "user_id": self.vera.id,
                "source": "wall",
                "excluded_by": self.otto.id,
            }
            wall = walls.create(vals)
        for user in (self.alice, self.bob, self.carol):
            for outcome in ("ok", "denied", "rolled_back"):
                for method in ("wlec.case.web_read", "wlec.disclosure.request.web_read", "web_read", ""):
                    for records in (self.case, wall.with_env(self.env)):
                        self.does(user, records=records, outcome=outcome, method=method)
        known = self.History._known(self.case)
        where = self.History._where(self.case, known, None, None, True)
        read = {event.id for event in self.History._events(self.case, where, 500)}
        told = {one.event.id for one in self.told(with_own=True)}
        everything = SQL("e.case_ids && %s::int[]", self.case.ids)
        with patch.object(type(self.History), "_where", lambda *_words: everything):
            self.assertEqual({one.event.id for one in self.told(with_own=True)}, told)
            self.assertGreater(len(self.History._events(self.case, everything, 500)), len(told) + 10)
        self.assertEqual(read, told)


@tagged("post_install", "-at_install", "wlec")
class TestHistoryDisclosures(DisclosingCase):
    """Requests to disclose, for the client whose file it is."""

    def page(self):
        self._write_buffer()
        self.env.invalidate_all()
        History = self.env["wlec.access.history"].sudo()
        rows, _older = History._page(self.case, with_own=True, most=500)
        return [_plain(row) for row in History._shown(rows, self.case)]

    def test_where_nobody_may_be_warned_there_is_no_trace(self):
        before = self.page()
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        request = self.request(
            "law", provision_id=duty.id, agency_id=self.police.id, tell_client="not", tell_date=self.days(90),
            tell_reason="Section 39 of the Terrorism Act",
        )  # fmt: skip
        for user, action in (
            (self.alice, "assess"),
            (self.alice, "submit"),
            (self.mona, "approve"),
            (self.otto, "approve"),
        ):
            self.step(request, user, action)
        with self.acting(self.otto) as env:
            request.with_env(env).message_ids.mapped("body")
        self.assertTrue(request.restricted)
        told = self.page()
        self.assertNotIn("passed on", str(told).lower())
        who = {row["who"] for row in told} | {item["who"] for row in told for item in row["items"]}
        self.assertNotIn("The confidentiality officer", who)
        self.assertTrue(
            who
            <= {row["who"] for row in before} | {"The line manager of your caseworker", "Your caseworker"},
            who,
        )

    def test_nor_is_there_one_in_an_export_in_the_form_of_their_own_answer(self):
        """Whoever takes part in it reads the file: what explains that is not said, nor that it was read for no other reason."""
        duty = self.env.ref("wlec_confidentiality.legal_provision_ta_38b")
        request = self.request(
            "law", provision_id=duty.id, agency_id=self.police.id, tell_client="not", tell_date=self.days(90),
            tell_reason="Section 39 of the Terrorism Act",
        )  # fmt: skip
        self.step(request, self.alice, "assess")
        self.step(request, self.alice, "submit")
        self.step(request, self.mona, "approve")
        self.step(request, self.otto, "approve")
        grants = self.env["wlec.access.grant"].search([
            ("case_id", "=", self.case.id), ("user_id", "=", self.otto.id),
        ])  # fmt: skip
        grants._end("Nothing but the request explains it")
        self.env.flush_all()
        for user in (self.alice, self.otto):
            with self.acting(user) as env:
                audit.record(self.case.with_env(env), "read", fields=("matter",))
                self._write_buffer()
        told = self._export_told()
        self.assertEqual(told[self.alice.id], "assigned")
        self.assertIsNone(told[self.otto.id])

    def _export_told(self):
        """{person: why they read the file, as the export says it}"""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM wlec_log.event WHERE case_ids = ARRAY[%s] AND model = 'wlec.case' AND action = 'read'"
            " AND field_names = '{matter}' ORDER BY id DESC LIMIT 2",
            [self.case.id],
        )
        rows = self.env.cr.dictfetchall()
        facts = self.env["wlec.access.event"]._export_facts(rows, self.case.id)
        return {row["actor_id"]: facts[row["id"]].told[self.case.id] for row in rows}
