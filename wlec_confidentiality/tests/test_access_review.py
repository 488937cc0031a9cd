# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.models.review import wlec_access_review_job as job

from .complaint_common import ComplaintCase


def _answer(ask, record):
    """What somebody gets by asking about a record, with its number taken out."""
    try:
        return str(ask(record))
    except UserError as refusal:
        return str(refusal).replace(str(record.id), "#")


class ReviewCase(ComplaintCase):
    def setUp(self):
        super().setUp()
        self.Review = self.env["wlec.access.review"]
        # Whatever day and hour this test runs at.
        self.env.company.write(
            {
                "wlec_chair_id": self.tara.id,
                "wlec_opens_at": 0,
                "wlec_closes_at": 24,
                "wlec_open_weekends": True,
            }
        )
        self.env.company.wlec_review_rule_ids -= self.env.ref("wlec_confidentiality.access_rule_out_of_hours")
        self.patch(job, "_SETTLED", timedelta(seconds=-5))
        self.file = self.case_for(self.alice)
        self._write_buffer()
        self.look()
        self.Review.sudo().search([]).write({"due_at": fields.Datetime.now() + timedelta(days=3)})
        self.before = self.Review.search([])

    def look(self):
        """The nightly job, from where it came to; without its commits."""
        self._write_buffer()
        self.env["wlec.access.tie"]._renew()
        while self.Review._look_at_next() is not None:
            pass

    def made(self, **criteria):
        return (self.Review.search([]) - self.before).filtered(
            lambda review: all(review[name] == value for name, value in criteria.items())
        )

    def event(
        self, user, action="read", case=None, model="wlec.case", outcome="ok", names=("matter",), minutes=0
    ):
        """An access record as the buffer writes it."""
        case = case or self.file
        self.env.cr.execute(
            "INSERT INTO wlec_log.event (version, at, action, model, record_ids, field_names, case_ids, user_id, actor_id, su,"
            " origin, route, method, outcome) VALUES (1, clock_timestamp() + make_interval(mins => %s), %s, %s, %s, %s, %s, %s, %s,"
            " false, 'http', '/web', 'web_read', %s)",
            [minutes, action, model, case.ids, list(names), case.ids, user.id, user.id, outcome],
        )

    def snooped(self, user=None, **more):
        """One item: ``user`` opened a file, and nothing explains it."""
        self.event(user or self.bob, **more)
        self.look()
        return self.made(person_id=user or self.bob)

    def by(self, user, review, method, reason=None):
        with self.acting(user) as env:
            mine = env["wlec.access.review"].browse(review.id)
            if reason:
                mine.reason = reason
            return getattr(mine, method)()


@tagged("post_install", "-at_install", "wlec")
class TestAccessReview(ReviewCase):
    def test_what_nothing_explains_is_looked_at(self):
        review = self.snooped()
        self.assertEqual((len(review), review.source, review.state), (1, "unexplained", "waiting"))
        self.assertEqual(review.reference, self.file.name)
        self.assertEqual(review.why, self.env["wlec.access.event"]._why_sentences()["unexplained"])
        self.assertEqual(review.reviewer_id, self.otto, "bob has no line manager")
        self.assertEqual(review.activity_ids.user_id, self.otto)

    def test_what_is_explained_is_not(self):
        self.patch(type(self.Review), "_lot", lambda self, percent: lambda: False)
        self.event(self.alice)
        self.look()
        self.assertFalse(self.made())

    def test_by_lot(self):
        self.env.company.wlec_review_share = 100
        self.event(self.alice)
        self.look()
        review = self.made(person_id=self.alice)
        self.assertEqual((review.source, review.reviewer_id), ("sample", self.mona))
        self.assertTrue(review.why)

    def test_one_item_for_a_person_a_file_and_a_day(self):
        for _number in range(3):
            self.event(self.bob)
        self.look()
        self.event(self.bob)
        self.look()
        review = self.made()
        self.assertEqual((len(review), review.access_count), (1, 4))

    def test_files_that_are_no_more_are_one_item(self):
        gone = self.env["wlec.case"].browse(2**31 - 7), self.env["wlec.case"].browse(2**31 - 9)
        for _night in range(2):
            for case in gone:
                self.event(self.bob, case=case)
            self.look()
        review = self.made()
        self.assertEqual((len(review), review.access_count, review.reference), (1, 4, False))

    def test_a_rule_is_named_with_what_it_saw(self):
        self.file.sudo().curious_since = fields.Date.today() - timedelta(days=1)
        review = self.snooped()
        self.assertEqual(review.source, "flagged")
        self.assertIn("press", review.finding_ids.rule_id.mapped("code"))
        self.assertTrue(all(review.finding_ids.mapped("sentence")))

    def test_a_rule_that_is_off_is_silent_and_that_is_on_record(self):
        self.file.sudo().curious_since = fields.Date.today() - timedelta(days=1)
        rule = self.env.ref("wlec_confidentiality.access_rule_press")
        self.env.company.wlec_review_rule_ids -= rule
        self.assertNotIn(rule, self.snooped().finding_ids.rule_id)
        recorded = self.events(action="configure", model="res.company")
        self.assertIn("wlec_review_rule_ids", recorded[-1]["field_names"])

    def test_killed_between_batches_it_goes_on_from_there(self):
        for user in (self.bob, self.vera):
            self.event(user)
        with patch.object(job, "_AT_ONCE", 1):
            self.Review._look_at_next()
            self.assertEqual(len(self.made()), 1)
            while self.Review._look_at_next() is not None:
                pass
        self.assertEqual(len(self.made()), 2)
        self.look()
        self.assertEqual(self.made().mapped("access_count"), [1, 1], "nothing twice")

    def test_names_letter_by_letter_across_two_batches(self):
        partner = self.file.partner_id
        with self.acting(self.alice) as env:
            for letter in "abcde":
                env["res.partner"].search([("name", "ilike", letter)])
        self._write_buffer()
        self.env.cr.execute(
            "SELECT count(*) FROM wlec_access_event WHERE id > %s AND action = 'search' AND 'by_letter' = ANY(field_names)",
            [self._first_event],
        )
        self.assertTrue(self.env.cr.fetchone()[0], partner)
        for _number in range(5):
            self.event(self.alice, "search", model="res.partner", names=("name", "by_letter"))
        with patch.object(job, "_AT_ONCE", 3):
            while self.Review._look_at_next() is not None:
                pass
        self.assertIn("initials", self.made(person_id=self.alice).finding_ids.rule_id.mapped("code"))

    def test_statements_do_not_grow_with_the_records(self):
        counts = []
        for number in (2, 40):
            for _n in range(number):
                self.event(self.bob)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.Review._look_at_next()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_one_mail_for_all_that_a_night_found(self):
        """Each item is a task of its own; the letter box of whoever looks at them is not filled."""
        before = self.env["mail.message"].sudo().search([], limit=1, order="id desc").id or 0
        for _n in range(4):
            self.event(self.bob, case=self.case_for(self.alice))
        self.look()
        reviews = self.made(person_id=self.bob)
        self.assertEqual(len(reviews), 4)
        self.assertEqual(len(reviews.activity_ids), 4)
        self.assertEqual(len(reviews.activity_ids.user_id), 1)
        told = [
            ("id", ">", before),
            ("model", "=", "wlec.access.review"),
            ("message_type", "=", "user_notification"),
        ]
        self.assertEqual(self.env["mail.message"].sudo().search_count(told), 1)

    def test_numbers_of_the_day(self):
        self.env["wlec.access.review.day"].sudo().search([]).unlink()
        for user in (self.alice, self.alice, self.alice, self.bob):
            self.event(user)
        self.look()
        day = self.env["wlec.access.review.day"].search([])
        self.assertEqual((day.accesses, day.explained, day.share), (4, 3, 75))

    # ---- the outcomes
    def test_fine(self):
        review = self.snooped()
        self.by(self.otto, review, "action_fine")
        self.assertEqual((review.state, review.decided_by_id), ("fine", self.otto))
        self.assertFalse(review.activity_ids)

    def test_talk_makes_a_task_of_line_management(self):
        review = self.snooped(self.vera)
        self.assertEqual(review.reviewer_id, self.mona)
        with self.assertRaisesRegex(TransitionError, "few words"):
            self.by(self.mona, review, "action_talk")
        self.by(self.mona, review, "action_talk", "Curious about a neighbour")
        action = self.env["wlec.management.action"].search([("review_id", "=", review.id)])
        self.assertEqual((action.person_id, action.owner_id, action.state), (self.vera, self.mona, "open"))
        with self.acting(self.mona) as env:
            self.assertEqual(
                env["wlec.management.action"].browse(action.id).what, "Curious about a neighbour"
            )

    def test_breach_enters_the_register(self):
        review = self.snooped(self.vera)
        before = self.env["wlec.breach"].search([])
        with self.assertRaises(TransitionError):
            self.by(self.mona, review, "action_breach")
        self.by(self.mona, review, "action_breach", "Looked up her neighbour")
        breach = self.env["wlec.breach"].search([]) - before
        self.assertEqual((breach.source, breach.cause), ("review", "access"))
        self.assertEqual(breach.subject_user_ids, self.vera)
        self.assertEqual(breach.people_ids.case_id, self.file)

    def test_a_review_is_not_rewritten(self):
        review = self.snooped()
        self.by(self.otto, review, "action_fine")
        for step in ("action_fine", "action_talk", "action_breach"):
            with self.assertRaises(TransitionError):
                self.by(self.otto, review, step)
        with self.acting(self.otto) as env, self.assertRaises(ConfidentialityError):
            env["wlec.access.review"].browse(review.id).reason = "Later"

    def test_a_second_access_of_the_day_after_the_decision_is_a_new_item(self):
        first = self.snooped()
        self.by(self.otto, first, "action_fine")
        self.event(self.bob)
        self.look()
        self.assertEqual(len(self.made(state="waiting")), 1)

    # ---- what the reviewer sees
    def test_the_reviewer_sees_when_and_what_and_that_is_on_record(self):
        review = self.snooped()
        self._start_events()
        with self.acting(self.otto) as env:
            shown = env["wlec.access.review"].browse(review.id).accesses
        self.assertIn("Matter", shown)
        self.assertNotIn("Dismissed", shown)
        recorded = self.events(action="read", model="wlec.access.event", actor_id=self.otto.id)
        self.assertTrue(recorded)
        kinds = (
            self.env["wlec.access.event"]
            .browse(recorded[-1]["id"])
            ._explanations(self.env.ref("base.user_root"))
        )
        self.assertEqual([why.kind for why in kinds[recorded[-1]["id"]]], ["sample"])


@tagged("post_install", "-at_install", "wlec")
class TestWhoReviews(ReviewCase):
    def test_nobody_reviews_themselves(self):
        for person, reviewer in ((self.alice, self.mona), (self.mona, self.otto), (self.otto, self.tara)):
            with self.subTest(person.login):
                file = self.case_for(self.bob)
                review = self.snooped(person, case=file).filtered(lambda r, f=file: r.reference == f.name)
                self.assertEqual(review.reviewer_id, reviewer)

    def test_cover_of_a_line_manager_who_is_away(self):
        self.mona.write(
            {"wlec_away_until": fields.Date.today() + timedelta(days=9), "wlec_cover_id": self.otto.id}
        )
        self.assertEqual(self.snooped(self.vera).reviewer_id, self.otto)

    def test_a_cover_who_is_the_person_is_passed_over(self):
        self.mona.write(
            {"wlec_away_until": fields.Date.today() + timedelta(days=9), "wlec_cover_id": self.vera.id}
        )
        self.assertEqual(self.snooped(self.vera).reviewer_id, self.otto)

    def test_whoever_is_kept_out_of_the_file_does_not_review(self):
        self.env["wlec.access.exclusion"].sudo().create(
            {"case_id": self.file.id, "user_id": self.mona.id, "source": "client"}
        )
        review = self.snooped(self.vera)
        self.assertEqual(review.reviewer_id, self.otto)
        self.assertNotIn(review.id, self.find(self.mona))

    def test_whoever_is_near_to_the_client_does_not_review(self):
        self.mona.partner_id.write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        self.file.partner_id.sudo().write({"street": "3 Mill Lane", "zip": "W5 1AA"})
        self.assertEqual(self.snooped(self.vera).reviewer_id, self.otto)

    def find(self, user):
        with self.acting(user) as env:
            return (
                env["wlec.access.review"].search([]).ids
                if env["wlec.access.review"].has_access("read")
                else []
            )

    def test_who_finds_it(self):
        review = self.snooped(self.vera)
        self.assertIn(review.id, self.find(self.mona))
        self.assertIn(review.id, self.find(self.otto))
        for user in (self.vera, self.alice, self.bob, self.fred, self.tara, self.audrey, self.sam):
            self.assertNotIn(review.id, self.find(user), user.login)

    def test_the_subject_gets_the_answer_of_what_there_is_not(self):
        review = self.snooped(self.mona, case=self.case_for(self.bob))
        missing = 2**31 - 9
        with self.acting(self.mona) as env:
            for ask in (
                lambda r: r.read(["name"]),
                lambda r: r.action_fine(),
                lambda r: r.write({"reason": "x"}),
                lambda r: r.accesses,
                lambda r: r.exists(),
            ):
                answers = [
                    _answer(ask, env["wlec.access.review"].browse(number)) for number in (review.id, missing)
                ]
                self.assertEqual(*answers)
                self.assertNotIn("Matter", answers[0])
            self.assertEqual(env["wlec.access.review"].search_count([("person_id", "=", self.mona.id)]), 0)
            self.assertEqual(env["res.users"].browse(self.mona.id).wlec_review_count, 0)

    def test_count_on_the_users_form(self):
        self.snooped(self.vera)
        with self.acting(self.mona) as env:
            self.assertEqual(env["res.users"].browse(self.vera.id).wlec_review_count, 1)

    def test_what_was_found_is_not_edited_by_hand(self):
        review = self.snooped(self.vera)
        with self.acting(self.mona) as env:
            mine = env["wlec.access.review"].browse(review.id)
            for vals in (
                {"person_id": self.alice.id},
                {"reviewer_id": self.alice.id},
                {"due_at": fields.Datetime.now()},
            ):
                with self.assertRaises(ConfidentialityError):
                    mine.write(vals)
            with self.assertRaises(TransitionError):
                mine.write({"state": "fine"})
            with self.assertRaises(UserError):
                mine.unlink()

    # ---- in time
    def test_overdue_goes_up(self):
        review = self.snooped(self.vera)
        self.assertEqual(review.activity_ids.user_id, self.mona)
        with freeze_time(review.due_at + timedelta(minutes=1)):
            self.Review._run_all_clocks()
            self.assertEqual(review.activity_ids.user_id, self.mona | self.otto)
        with freeze_time(review.due_at + timedelta(days=12)):
            self.Review._run_all_clocks()
            self.assertEqual(review.activity_ids.user_id, self.mona | self.otto | self.tara)
            self.assertTrue(review.is_overdue)
