# SPDX-License-Identifier: LGPL-3.0-or-later

from odoo.exceptions import AccessError, RedirectWarning, UserError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError

from .complaint_common import ComplaintCase


class TestComplaintWalk(ComplaintCase):
    """Every state x action x role: what goes is what the table and the guards say, and nothing else."""

    PEOPLE = ("otto", "alice", "bob", "mona", "vera", "tara", "fred", "audrey", "sam", "carol", "chris")
    # The steps that a form asks words for are taken by it; here they are taken without.
    BY_FORM = {"pause": "_pause", "tell_progress": "_tell_progress"}

    def setUp(self):
        super().setUp()
        self.complaint = self.receive()
        self.complaint.write({"investigator_id": self.bob.id, "subject_user_ids": [(4, self.vera.id)]})
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(self.complaint.id)
            mine.write({"finding": "upheld", "outcome_text": "Yes."})
            env["wlec.breach.complaint.issue"].create(
                {"complaint_id": mine.id, "what": "A letter", "finding": "upheld", "reason": "It went astray"}
            )
        with self.acting(self.tara) as env:
            self.complaint.reviewer_id = self.tara
            hers = env["wlec.breach.complaint"].browse(self.complaint.id)
            hers.write({"review_text": "It stands.", "review_note": "Ask the desk."})
        # As if bob had answered.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE wlec_breach_complaint SET outcome_by_id = %s, paused_on = NULL WHERE id = %s",
            [self.bob.id, self.complaint.id],
        )
        self.env.invalidate_all()

    def takers(self, state, action):
        """Who can take the step: written here again, not asked of the programme."""
        who = {
            "acknowledge": {"otto", "bob", "tara"},
            "investigate": {"otto", "bob", "tara"},
            "give_outcome": {"otto", "bob"},
            "request_review": {"otto", "bob", "tara"},
            "send_back": {"tara"},
            "close": {"tara"},
            "pause": {"otto", "bob", "tara"},
            "resume": set(),  # the clock is running
            "extend": {"otto", "bob", "tara"},
            "tell_progress": {"otto", "bob", "tara"},
        }[action]
        return who if (state, action) in self.complaint._TRANSITIONS else set()

    def take(self, env, action):
        complaint = env["wlec.breach.complaint"].browse(self.complaint.id)
        if action == "extend":
            return complaint._transition("extend")
        return getattr(complaint, self.BY_FORM.get(action, f"action_{action}"))()

    def goes(self, user, state, action):
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT step")
        self.env.cr.execute(
            "UPDATE wlec_breach_complaint SET state = %s WHERE id = %s", [state, self.complaint.id]
        )
        self.env.invalidate_all()
        try:
            with self.acting(user) as env:
                self.take(env, action)
            return True
        except (UserError, RedirectWarning):  # vera is led to the policy instead
            return False
        finally:
            self.env.cr.execute("ROLLBACK TO SAVEPOINT step")
            self.env.invalidate_all()

    def test_every_state_action_and_role(self):
        actions = sorted({action for _state, action in self.complaint._TRANSITIONS})
        states = [state for state, _label in self.complaint._fields["state"].selection]
        self.assertEqual(len(states) * len(actions) * len(self.PEOPLE), 660)
        went = 0
        for state in states:
            for action in actions:
                for login in self.PEOPLE:
                    with self.subTest(state=state, action=action, user=login):
                        expected = login in self.takers(state, action)
                        self.assertEqual(self.goes(getattr(self, login), state, action), expected)
                        went += expected
        self.assertGreater(went, 30)

    def test_a_step_is_on_record(self):
        self._start_events()
        with self.acting(self.otto) as env:
            env["wlec.breach.complaint"].browse(self.complaint.id).action_acknowledge()
        [event] = self.events(action="transition", model="wlec.breach.complaint")
        self.assertEqual((event["field_names"], event["actor_id"]), (["acknowledge"], self.otto.id))


class TestComplaintReview(ComplaintCase):
    def answered(self, **told):
        complaint = self.receive(**told)
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.action_acknowledge()
            mine.write({"finding": "not_upheld", "outcome_text": "No."})
            mine.action_give_outcome()
        return complaint

    def asked(self, complaint):
        with self.acting(self.carol) as env:
            with self.assertRaises(AccessError):
                env["wlec.breach.complaint"].browse(complaint.id).action_request_review()
            env["wlec.breach.complaint"].browse(complaint.id).sudo().action_request_review()

    def test_the_client_asks(self):
        complaint = self.answered()
        self.assertTrue(complaint.issue_ids.is_whole)
        self.asked(complaint)
        self.assertEqual((complaint.state, complaint.review_by_client), ("review", True))
        self.assertEqual(complaint.reviewer_id, self.tara)
        self.assertEqual(complaint.activity_ids.user_id, self.tara)
        with self.acting(self.tara) as env:
            hers = env["wlec.breach.complaint"].browse(complaint.id)
            hers.review_note = "Nobody asked the front desk."
            hers.action_send_back()
        self.assertEqual(complaint.state, "investigating")
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.issue_ids.write({"finding": "partly", "reason": "We asked the desk, too."})
            mine.action_give_outcome()
            mine.action_request_review()
        self.assertEqual(complaint.finding, "partly")
        with self.acting(self.tara) as env:
            hers = env["wlec.breach.complaint"].browse(complaint.id)
            hers.review_text = "It stands now."
            hers.action_close()
        self.assertEqual((complaint.state, complaint.reviewed_by_id), ("closed", self.tara))
        kinds = complaint.letter_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["acknowledgement", "outcome", "outcome", "review"])

    def test_asked_twice(self):
        complaint = self.answered()
        self.asked(complaint)
        with self.acting(self.tara) as env:
            hers = env["wlec.breach.complaint"].browse(complaint.id)
            hers.review_text = "It stands."
            hers.action_close()
        with self.acting(self.carol) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertFalse(mine._portal_values()["can_request_review"])
            with self.assertRaises(TransitionError):
                mine.sudo().action_request_review()
        with self.acting(self.otto) as env:  # something new has come up
            env["wlec.breach.complaint"].browse(complaint.id).action_request_review()
        self.assertEqual((complaint.state, complaint.review_by_client), ("review", False))

    def test_the_chair_first(self):
        chair = self.make_trustee("chair")
        self.env.company.wlec_chair_id = chair
        complaint = self.answered()
        self.asked(complaint)
        self.assertEqual(complaint.reviewer_id, chair)

    def test_never_who_answered(self):
        """tara handles it because it is about the officer: then another trustee reviews, or it waits in sight."""
        complaint = self.receive(about_officer=True)
        self.assertEqual(complaint.handler_id, self.tara)
        with self.acting(self.tara) as env:
            hers = env["wlec.breach.complaint"].browse(complaint.id)
            hers.action_acknowledge()
            hers.write({"finding": "upheld", "outcome_text": "Yes."})
            hers.action_give_outcome()
            hers.action_request_review()
        self.assertNotEqual(complaint.reviewer_id, self.tara)
        other = self.make_trustee("another")
        with self.acting(self.tara) as env:
            hers = env["wlec.breach.complaint"].browse(complaint.id)
            hers.reviewer_id = other
            with self.assertRaises(TransitionError):
                hers.action_close()
        with self.acting(other) as env:
            theirs = env["wlec.breach.complaint"].browse(complaint.id)
            theirs.review_text = "It stands."
            theirs.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_frozen_once_answered(self):
        complaint = self.answered()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            for attempt in (
                lambda: mine.issue_ids.write({"finding": "upheld"}),
                lambda: mine.issue_ids.unlink(),
                lambda: env["wlec.breach.complaint.issue"].create(
                    {"complaint_id": mine.id, "finding": "upheld"}
                ),
                lambda: mine.write({"finding": "upheld"}),
                lambda: mine.write({"outcome_by_id": self.tara.id}),
                lambda: mine.letter_ids.sudo().write({"state": "waiting"}),
                lambda: mine.letter_ids.sudo().unlink(),
            ):
                with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                    attempt()
