# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .history_common import HistoryCase


@tagged("post_install", "-at_install", "wlec")
class TestHistoryHiding(HistoryCase):
    """Hidden from the client: by law, by two, and until a moment that comes."""

    def at(self, moment):
        return patch.object(fields.Datetime, "now", lambda *_args: moment)

    # ---- to the second
    def test_hidden_until_the_second_it_ends_and_then_with_the_reason(self):
        number = self.does(self.alice)
        before = self.shown()
        hiding = self.hidden(event_id=number)
        end = hiding.ends_at
        with self.at(end - timedelta(seconds=1)):
            self.assertNotIn(number, self.whys())
            self.assertIsNone(self.History._one(self.case, number))
        with self.at(end + timedelta(seconds=1)):
            told = {one.event.id: one for one in self.told()}[number]
            self.assertEqual(
                told.note.reason,
                "Warning somebody of a terrorist investigation (Terrorism Act 2000, section 39)",
            )
            [row, *_rest], _older = self.shown()
            self.assertIn("Terrorism Act 2000, section 39", row["note"])
            self.assertIn(self.History._moment(hiding.approved_at), row["note"])
            self.assertEqual({**row, "note": None}, {**before[0][0], "note": None})

    def test_no_gap_and_no_count_betrays_it(self):
        """The page with a hidden access is the page of a file on which it never happened, whatever its size."""
        other = self.case_for(self.alice, partner=self.carol.partner_id)
        begin, secret = self.moment(), []
        for n in range(9):
            for case in (self.case, other):
                self.does(self.mona, records=case, names=(f"field_{n}",))
            secret.append(self.does(self.vera, names=(f"secret_{n}",)))
        self.hidden(person_id=self.vera.id)
        for most in (1, 2, 3, 8, 9, 10):
            rows, older = self.History._page(self.case, since=begin, most=most)
            others, others_older = self.History._page(other, since=begin, most=most)
            self.assertEqual([len(row.told) for row in rows], [len(row.told) for row in others])
            self.assertEqual(bool(older), bool(others_older))
        self.assertFalse(set(secret) & set(self.whys()))

    def test_a_person_or_a_period(self):
        alice, mona = self.does(self.alice), self.does(self.mona)
        self.hidden(person_id=self.alice.id)
        self.assertNotIn(alice, self.whys())
        self.assertIn(mona, self.whys())
        later = self.does(self.alice)  # what is still to come, too
        self.assertNotIn(later, self.whys())

    def test_the_page_of_emergencies_does_not_give_it_away(self):
        self.emergency()
        page = self.env["wlec.emergency.access"]._shown_to_client
        self.assertEqual(len(page(self.carol.partner_id)), 1)
        hiding = self.hidden(person_id=self.bob.id)
        self.assertFalse(page(self.carol.partner_id))
        with self.at(hiding.ends_at + timedelta(seconds=1)):
            self.assertEqual(len(page(self.carol.partner_id)), 1)

    def test_lifted_it_is_shown_at_once_with_what_it_was(self):
        number = self.does(self.alice)
        hiding = self.hidden(event_id=number)
        self.step(hiding, self.otto, "lift")
        self.assertEqual(hiding.state, "lifted")
        told = {one.event.id: one for one in self.told()}[number]
        self.assertEqual(told.note.hidden_until, hiding.lifted_at)

    def test_the_job_says_that_it_is_over(self):
        hiding = self.hidden(event_id=self.does(self.alice))
        self.assertTrue(hiding.is_hidden_now)
        with self.at(hiding.ends_at + timedelta(seconds=1)):
            self.env["wlec.access.hiding"].sudo()._cron_end()
        self.assertEqual(hiding.state, "ended")

    def test_nothing_is_hidden_before_two_have_approved(self):
        number = self.does(self.alice)
        hiding = self.hiding(event_id=number)
        self.assertIn(number, self.whys())
        self.step(hiding, self.mona, "approve")
        self.assertEqual(hiding.state, "seconded")
        self.assertIn(number, self.whys())
        self.step(hiding, self.otto, "refuse")
        self.assertEqual(hiding.state, "refused")
        self.assertIsNone({one.event.id: one for one in self.told()}[number].note)

    # ---- who decides
    def test_not_who_asked_not_twice_and_one_of_them_the_officer(self):
        hiding = self.hiding(event_id=self.does(self.alice))
        nina = self._manager("nina")
        for user in (self.alice, self.bob, self.fred, self.tara, self.audrey, self.sam, self.carol):
            with self.subTest(user.login), self.assertRaises(UserError):
                self.step(hiding, user, "approve")
        self.step(hiding, self.mona, "approve")
        with self.assertRaises(UserError):
            self.step(hiding, self.mona, "approve")
        with self.assertRaises(UserError):  # two line managers are not enough
            self.step(hiding, nina, "approve")
        self.step(hiding, self.otto, "approve")
        self.assertEqual((hiding.first_approver_id, hiding.second_approver_id), (self.mona, self.otto))

    def _manager(self, login):
        self._cast_member(
            self.env["res.users"], login, "base.group_user,wlec_confidentiality.group_line_manager"
        )
        user = getattr(type(self), login)
        self._acknowledge(user)
        self.env["wlec.access.grant"]._grant(self.case, user, "team", "Works on it as well")
        return user

    def test_nobody_hides_what_they_did_themselves(self):
        for vals in ({"event_id": self.does(self.mona)}, {"person_id": self.mona.id}):
            hiding = self.hiding(**vals)
            with self.assertRaises(UserError):
                self.step(hiding, self.mona, "approve")
        hiding = self.hiding(since=fields.Datetime.subtract(fields.Datetime.now(), hours=1))
        with self.assertRaises(UserError):
            self.step(hiding, self.mona, "approve")

    def test_not_with_full_rights_in_somebodys_name(self):
        hiding = self.hiding(event_id=self.does(self.alice))
        for user in (self.mona, self.otto):
            with self.acting(self.alice) as env, self.assertRaises(UserError):
                hiding.with_env(env).sudo().with_user(user).action_approve()
            with self.acting(self.alice) as env, self.assertRaises(UserError):
                hiding.with_env(env).sudo().action_approve()

    def test_closed_to_whoever_is_kept_out_of_the_file(self):
        hiding = self.hiding(event_id=self.does(self.alice))
        self.env["wlec.access.exclusion"].create(
            {"case_id": self.case.id, "user_id": self.otto.id, "source": "wall"}
        )
        with self.acting(self.otto) as env:
            self.assertFalse(env["wlec.access.hiding"].search([("id", "=", hiding.id)]))
            with self.assertRaises(UserError):
                hiding.with_env(env).action_approve()

    # ---- what is asked for
    def test_only_a_law_that_says_so(self):
        for name in ("legal_provision_eqa06_sch2", "legal_provision_ukgdpr_5"):
            with self.assertRaises(ValidationError):
                self.hiding(
                    event_id=self.does(self.alice),
                    provision_id=self.env.ref(f"wlec_confidentiality.{name}").id,
                )
        hiding = self.hiding(event_id=self.does(self.alice))
        hiding.provision_id.sudo().status = "repealed"
        with self.assertRaises(UserError):
            self.step(hiding, self.mona, "approve")

    def test_it_ends_and_within_a_year(self):
        now = fields.Datetime.now()
        for end in (now - timedelta(seconds=1), now + timedelta(days=400)):
            with self.assertRaises(UserError):
                self.hiding(event_id=self.does(self.alice), ends_at=end)
        hiding = self.hiding(event_id=self.does(self.alice))
        with self.at(hiding.ends_at + timedelta(seconds=1)), self.assertRaises(UserError):
            self.step(hiding, self.mona, "approve")

    def test_with_a_reason_and_something_to_hide_on_this_file(self):
        with self.assertRaises(UserError):
            self.hiding(event_id=self.does(self.alice), reason="no")
        with self.assertRaises(ValidationError):
            self.hiding()
        other = self.case_for(self.bob, partner=self.chris.partner_id)
        with self.assertRaises(AccessError):  # closed to whoever asks: as one there is none of
            self.hiding(event_id=self.does(self.bob, records=other))
        another = self.case_for(self.alice, partner=self.chris.partner_id)
        with self.assertRaises(ValidationError):
            self.hiding(event_id=self.does(self.alice, records=another))
        with self.assertRaises(UserError):  # a file that is closed to whoever asks
            self.hiding(case_id=other.id, person_id=self.bob.id)

    def test_what_was_asked_for_stays_as_it_is(self):
        hiding = self.hiding(event_id=self.does(self.alice))
        for vals in ({"ends_at": fields.Datetime.add(fields.Datetime.now(), days=300)}, {"state": "approved"},
                     {"approved_at": fields.Datetime.now()}, {"second_approver_id": self.otto.id}, {"reason": "another"},
                     {"requester_id": self.bob.id}):  # fmt: skip
            with self.subTest(str(vals)), self.acting(self.alice) as env, self.assertRaises(UserError):
                hiding.with_env(env).write(vals)
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            hiding.with_env(env).unlink()

    def test_each_step_is_on_record(self):
        hiding = self.hidden(event_id=self.does(self.alice))
        steps = [
            row["field_names"][0] for row in self.events(model="wlec.access.hiding", action="transition")
        ]
        self.assertEqual(steps, ["ask", "approve", "approve"])
        self.assertEqual(len(hiding.sudo().message_ids.filtered(lambda line: "→" in (line.body or ""))), 3)
        # The client learns nothing from the traces of the hiding itself.
        self.assertFalse([one for one in self.told(with_own=True) if "hiding" in one.event.model])
