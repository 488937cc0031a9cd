# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import NeedToKnowError, TransitionError

from .breach_common import FACTS, BreachCase


@tagged("post_install", "-at_install", "wlec")
class TestBreachRegister(BreachCase):
    """How a breach comes in, is assessed, told and closed."""

    # ---- the door
    def test_anybody_reports_and_sees_no_more_of_it(self):
        for user in (self.alice, self.fred, self.vera, self.sam, self.audrey):
            with self.subTest(user.login):
                breach = self.report(user)
                self.assertEqual((breach.state, breach.source), ("suspected", "staff"))
                self.assertEqual((breach.reporter_id, breach.handler_id), (user, self.otto))
                self.assertEqual(breach.notify_by, breach.aware_at + timedelta(hours=72))
                self.assertIn(self.otto, breach.activity_ids.user_id)
                for ask in ("read", "search"):
                    refusal = RedirectWarning if user == self.vera else UserError
                    with self.acting(user) as env, self.assertRaises(refusal), env.cr.savepoint():
                        env["wlec.breach"].search([]) if ask == "search" else env["wlec.breach"].browse(
                            breach.id
                        ).read(["name"])
                with self.acting(self.otto) as env:
                    self.assertEqual(env["wlec.breach"].browse(breach.id).facts, FACTS)

    def test_what_was_typed_is_wiped(self):
        self.report(involved="Somebody at the desk")
        form = self.env["wlec.breach.report"].search([], order="id desc", limit=1)
        self.assertTrue(form.reference)
        self.env.cr.execute("SELECT facts, involved FROM wlec_breach_report WHERE id = %s", [form.id])
        self.assertEqual(self.env.cr.fetchall(), [(None, None)])

    def test_nobody_reads_anothers_report_form(self):
        with self.acting(self.alice) as env:
            form = env["wlec.breach.report"].create({"facts": FACTS})
        for user in (self.bob, self.otto, self.sam):
            with self.acting(user) as env, self.assertRaises(UserError):
                env["wlec.breach.report"].browse(form.id).read(["facts"])
            with self.acting(user) as env, self.assertRaises(NeedToKnowError):
                env["wlec.breach.report"].sudo().browse(form.id).facts  # noqa: B018

    def test_not_in_the_future_and_not_empty(self):
        with self.assertRaises(ValidationError):
            self.report(noticed_at=fields.Datetime.now() + timedelta(hours=1))
        with self.assertRaises(ValidationError):
            self.report(facts="  ")

    def test_by_nobody_else(self):
        for user in (self.alice, self.otto, self.mona, self.tara, self.sam):
            with self.acting(user) as env, self.assertRaises(UserError), env.cr.savepoint():
                env["wlec.breach"].create({"facts": "Made up"})

    def test_noticed_earlier(self):
        at = fields.Datetime.now() - timedelta(hours=30)
        breach = self.report(noticed_at=at)
        self.assertEqual((breach.noticed_at, breach.aware_at), (at, at))
        self.assertEqual(breach.clock_stage, "calm")
        self.assertRegex(breach.clock_text, r"^(41 h 59|42 h 0) min left$")

    # ---- from a complaint, from a disclosure
    def test_of_a_complaint_one_breach(self):
        complaint = self.receive(about="It was the man at the desk")
        complaint.sudo().subject_user_ids = self.fred
        case = self.case_for(self.alice, self.carol.partner_id)
        complaint.sudo().case_id = case
        opened = self.by(self.otto, complaint, "action_record_breach")
        breach = self.Breach.search([("complaint_id", "=", complaint.id)])
        self.assertEqual(opened["res_id"], breach.id)
        self.assertEqual(breach.subject_user_ids, self.fred)
        self.assertEqual((breach.people_ids.case_id, breach.people_ids.partner_id), (case, case.partner_id))
        self.assertEqual(self.by(self.otto, complaint, "action_record_breach")["res_id"], breach.id)
        self.assertEqual(self.Breach.search_count([("complaint_id", "=", complaint.id)]), 1)

    def test_of_a_complaint_that_is_anothers(self):
        complaint = self.receive()
        complaint.sudo().handler_id = self.bob
        answer = self.by(self.bob, complaint, "action_record_breach")
        self.assertEqual(answer["tag"], "display_notification")
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            env["wlec.breach.complaint"].browse(complaint.id).action_record_breach()

    # ---- assessing
    def test_nothing_is_left_out(self):
        breach = self.report()
        for name in ("cause", "people_count", "category_ids", "data_kind", "identification", "risk_decision"):
            self.fill(breach, **{name: False})
            with self.subTest(name), self.assertRaises(TransitionError):
                self.by(self.otto, breach, "action_assess")
        self.fill(breach)
        self.by(self.otto, breach, "action_assess")
        self.assertEqual((breach.state, breach.assessed_by_id), ("assessed", self.otto))
        self.assertEqual((breach.severity, breach.severity_score), ("very_high", 4.25))
        self.assertTrue(breach.is_special)

    def test_deciding_otherwise_needs_a_reason(self):
        breach = self.report()
        self.fill(breach, risk_decision="none")
        with self.assertRaises(TransitionError):
            self.by(self.otto, breach, "action_assess")
        self.fill(breach, risk_decision="none", risk_reason="He brought it back unopened")
        self.by(self.otto, breach, "action_assess")
        # and the reason cannot be taken away again, nor the decision turned round without one
        for values in ({"risk_reason": False}, {"facts": False}, {"cause": False}):
            with self.acting(self.otto) as env, self.assertRaises(TransitionError), env.cr.savepoint():
                env["wlec.breach"].browse(breach.id).write(values)

    def test_aware_later_needs_a_reason(self):
        breach = self.report(noticed_at=fields.Datetime.now() - timedelta(hours=50))
        self.fill(breach, aware_at=fields.Datetime.now())
        self.assertTrue(self.events(action="configure", model="wlec.breach"))
        with self.assertRaises(TransitionError):
            self.by(self.otto, breach, "action_assess")
        self.fill(breach, aware_reason="Until then it was a rumour")
        self.by(self.otto, breach, "action_assess")

    def test_moments(self):
        breach, now = self.report(), fields.Datetime.now()
        for values in (
            {"aware_at": now + timedelta(days=1)},
            {"happened_at": now + timedelta(days=1)},
            {"aware_at": now - timedelta(days=3), "happened_at": now - timedelta(days=2)},
            {"noticed_at": now - timedelta(days=3)},
        ):
            with self.acting(self.otto) as env, self.assertRaises(UserError), env.cr.savepoint():
                env["wlec.breach"].browse(breach.id).write(values)

    # ---- telling the regulator, or not
    def test_in_time(self):
        breach = self.assessed()
        notice = self.notice(breach)
        self.assertTrue(
            base64.b64decode(self.by(self.otto, notice, "read", ["pdf"])[0]["pdf"]).startswith(b"%PDF")
        )
        self.by(self.otto, notice, "action_send")
        self.assertEqual((breach.state, breach.notified_at), ("notified", notice.sent_on))
        self.assertIn("to spare", breach.clock_text)
        self.assertTrue(self.events(action="disclose", model="wlec.breach.notice"))

    def test_late_needs_a_reason(self):
        breach = self.assessed()
        with freeze_time(breach.notify_by + timedelta(minutes=1)):
            notice = self.notice(breach)
            with self.assertRaises(TransitionError), self.env.cr.savepoint():
                self.by(self.otto, notice, "action_send")
            self.assertEqual((breach.state, notice.state), ("assessed", "draft"))
            self.fill(breach, late_reason="The office was flooded")
            self.by(self.otto, notice, "action_send")
            self.assertEqual(breach.state, "notified")
            with self.acting(self.otto) as env, self.assertRaises(TransitionError):
                env["wlec.breach"].browse(breach.id).late_reason = "Another reason"

    def test_exactly_in_time(self):
        breach = self.assessed()
        with freeze_time(breach.notify_by):
            self.by(self.otto, self.notice(breach, sent_on=breach.notify_by), "action_send")
        self.assertEqual(breach.state, "notified")

    def test_not_notifying_needs_a_reason(self):
        breach = self.assessed(risk_decision="none", risk_reason="Brought back unopened")
        with self.assertRaises(TransitionError):
            self.by(self.otto, breach, "action_not_notify")
        self.fill(breach, risk_decision="none", not_notified_reason="Nobody has read it")
        self.by(self.otto, breach, "action_not_notify")
        self.assertEqual(breach.state, "not_notifiable")
        for values in ({"not_notified_reason": False}, {"risk_decision": "risk"}):
            with self.acting(self.otto) as env, self.assertRaises(TransitionError):
                env["wlec.breach"].browse(breach.id).write(values)

    def test_a_risk_is_notified(self):
        breach = self.assessed(not_notified_reason="We would rather not")
        with self.assertRaises(TransitionError):
            self.by(self.otto, breach, "action_not_notify")

    def test_notices_say_what_is_known(self):
        breach = self.assessed()
        notice = self.notice(breach)
        with self.acting(self.otto) as env:
            said = {part.name: part.answer for part in env["wlec.breach.notice"].browse(notice.id).answer_ids}
        self.assertEqual(said["What has happened?"], FACTS)
        self.assertIn("Letter or parcel", said["How did the breach occur?"])
        self.assertEqual(said["Was the breach caused by a cyber incident?"], "No")
        self.assertIn(
            "4 × 1 + 0.25", said["Is the breach likely to result in a high risk to the people affected?"]
        )
        self.assertEqual(notice.recipient_address.split("\n")[0], "Wycliffe House")
        with self.acting(self.otto) as env:
            mine = env["wlec.breach"].browse(breach.id)
            mine.serious_decision = "yes"
            other = self.env["wlec.breach.notice"].browse(mine.action_prepare_charity()["res_id"])
            self.assertEqual(mine.action_prepare_charity()["res_id"], other.id)
        self.assertIn("Charity Commission", other.recipient_name)
        self.assertNotEqual(other.answer_ids.mapped("name"), notice.answer_ids.mapped("name"))

    def test_what_was_sent_stays(self):
        breach = self.assessed()
        notice = self.notice(breach)
        self.by(self.otto, notice, "action_send")
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.notice"].browse(notice.id)
            for values in (
                {"sent_on": fields.Datetime.now()},
                {"remark": "More"},
                {"pdf": False},
                {"state": "draft"},
            ):
                with self.assertRaises(UserError), env.cr.savepoint():
                    mine.write(values)
            for run in (mine.action_make_pdf, mine.action_send, mine.action_withdraw, mine.unlink, mine.copy):
                with self.assertRaises(UserError), env.cr.savepoint():
                    run()
            with self.assertRaises(UserError), env.cr.savepoint():
                mine.answer_ids[:1].answer = "Something else"

    def test_in_phases(self):
        breach = self.assessed()
        with self.assertRaises(TransitionError), self.env.cr.savepoint():
            self.by(self.otto, self.notice(breach, phase="follow_up"), "action_send")
        self.by(self.otto, self.notice(breach, more_to_come=True), "action_send")
        self.fill(
            breach,
            containment="Called him",
            lessons="Labels",
            serious_decision="no",
            serious_reason="One person",
        )
        self.tell_everybody(breach)
        with self.assertRaises(TransitionError):
            self.by(self.otto, breach, "action_close")
        self.by(self.otto, self.notice(breach, phase="follow_up"), "action_send")
        self.by(self.otto, breach, "action_close")
        self.assertEqual(breach.state, "closed")

    def test_sent_when_it_cannot_have_been(self):
        breach = self.assessed()
        for at in (fields.Datetime.now() + timedelta(days=1), breach.noticed_at - timedelta(days=1)):
            with self.assertRaises(TransitionError):
                self.by(self.otto, self.notice(breach, sent_on=at), "action_send")

    # ---- closing
    def tell_everybody(self, breach):
        self.fill(breach, public_notice="A notice in the window")

    def test_closing(self):
        breach = self.notified()
        steps = (
            {"containment": "Called him; he gave it back"},
            {"lessons": "A second person checks every label"},
            {"public_notice": "A notice in the window"},
            {"serious_decision": "no", "serious_reason": "One person, safe"},
        )
        for values in steps:
            with self.assertRaises(TransitionError):
                self.by(self.otto, breach, "action_close")
            self.fill(breach, **values)
        self.by(self.otto, breach, "action_close")
        self.assertEqual(breach.state, "closed")
        with self.acting(self.otto) as env, self.assertRaises(UserError):
            env["wlec.breach"].browse(breach.id).facts = "All was well"
        self.by(self.otto, breach, "action_reopen")
        self.assertEqual(breach.state, "notified")

    def test_insurer_and_commission(self):
        breach = self.notified()
        self.fill(
            breach, containment="a", lessons="b", public_notice="c", serious_decision="yes", tell_insurer=True
        )
        self.assertEqual(breach.chair_id, self.env.company.wlec_chair_id or self.tara)
        for recipient in ("charity", "insurer"):
            with self.assertRaises(TransitionError):
                self.by(self.otto, breach, "action_close")
            self.by(self.otto, self.notice(breach, recipient=recipient), "action_send")
        self.by(self.otto, breach, "action_close")

    def test_the_policy_is_reviewed(self):
        breach = self.report()
        self.by(self.otto, breach, "action_review_policy")
        policy = self.env["wlec.policy"]._in_force()
        self.assertEqual(breach.policy_id, policy)
        self.assertIn(self.otto, policy.activity_ids.user_id)
        self.assertNotIn(breach.name, str(policy.activity_ids.mapped("summary")))

    # ---- reminders
    def test_the_handler_is_reminded(self):
        breach = self.report()
        before = len(breach.activity_ids)
        for hours, more, stage in (
            (47, 0, False),
            (49, 1, "soon"),
            (50, 1, "soon"),
            (67, 2, "urgent"),
            (73, 4, "late"),
            (80, 4, "late"),
        ):
            with self.subTest(hours=hours), freeze_time(breach.aware_at + timedelta(hours=hours)):
                self.Breach._cron_warn()
                self.assertEqual(len(breach.activity_ids) - before, more)
                self.assertEqual(breach.warned_stage, stage)
        self.assertEqual(breach.chair_id, self.env.company.wlec_chair_id or self.tara)
        summaries = " ".join(breach.activity_ids.mapped("summary"))
        self.assertNotIn("canary", summaries)

    # ---- nothing by hand
    def test_no_state_by_hand(self):
        breach = self.report()
        for user in (self.otto, self.mona, self.tara, self.alice, self.sam):
            with self.acting(user) as env:
                mine = (
                    env["wlec.breach"]
                    .browse(breach.id)
                    .with_context(default_state="closed", wlec_workflow=True, tracking_disable=True)
                )
                for values in (
                    {"state": "closed"},
                    {"state": "notified", "notified_at": "2026-01-01"},
                    {"assessed_at": False},
                ):
                    with self.assertRaises(UserError), env.cr.savepoint():
                        mine.write(values)
                for run in (
                    mine.action_close,
                    mine.action_not_notify,
                    mine.action_reopen,
                    mine.unlink,
                    mine.copy,
                ):
                    with self.assertRaises(UserError), env.cr.savepoint():
                        run()
        self.assertEqual(breach.state, "suspected")
