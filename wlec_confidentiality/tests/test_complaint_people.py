# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError, TransitionError

from .complaint_common import SECRET, ComplaintCase


class TestInvestigator(ComplaintCase):
    """alice is complained about; mona is her line manager, vera another report of mona's, junior reports to alice."""

    def setUp(self):
        super().setUp()
        self.junior = new_test_user(
            self.env, "junior", groups="base.group_user,wlec_confidentiality.group_caseworker", name="Junior"
        )
        self.junior.wlec_line_manager_id = self.alice
        self._acknowledge(self.junior)
        self.complaint = self.receive()
        self.complaint.subject_user_ids = self.alice

    def refused(self, user, set_it):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            set_it(user)
            self.env.flush_all()
        self.assertNotEqual(self.complaint.investigator_id, user)
        return str(caught.exception)

    def test_too_close_by_every_way_of_setting_it(self):
        model = self.complaint._name

        def by_form(user):
            with self.acting(self.otto) as env:
                env[model].browse(self.complaint.id).web_save({"investigator_id": user.id}, {"name": {}})

        def by_call(user):
            with self.acting(self.otto) as env:
                env[model].browse(self.complaint.id).write({"investigator_id": user.id})

        def with_full_rights(user):
            self.complaint.sudo().investigator_id = user

        def by_import(user):
            with self.acting(self.otto) as env:
                result = env[model].load(
                    [".id", "investigator_id/.id"], [[str(self.complaint.id), str(user.id)]]
                )
            if result["messages"]:
                raise ValidationError(result["messages"][0]["message"])

        def forged(user):
            with self.acting(self.otto) as env:
                mine = (
                    env[model]
                    .browse(self.complaint.id)
                    .with_context(
                        default_investigator_id=user.id,
                        tracking_disable=True,
                        no_check=True,
                        install_mode=True,
                    )
                )
                mine.write({"investigator_id": user.id})

        def as_reviewer(user):
            self.complaint.sudo().reviewer_id = user

        def with_the_subject_changed_at_once(user):
            self.complaint.sudo().write(
                {"investigator_id": user.id, "subject_user_ids": [(6, 0, self.alice.ids)]}
            )

        for user, word in ((self.alice, "about"), (self.junior, "reports to"), (self.mona, "line manager")):
            for way in (
                by_form,
                by_call,
                with_full_rights,
                by_import,
                forged,
                with_the_subject_changed_at_once,
            ):
                with self.subTest(user=user.login, way=way.__name__):
                    self.assertIn(word, self.refused(user, way))
            with self.subTest(user=user.login, way="as_reviewer"):
                self.refused(user, as_reviewer)
        by_call(self.vera)  # another report of the same manager may
        self.assertEqual(self.complaint.investigator_id, self.vera)

    def test_only_the_officer_chooses(self):
        self.complaint.investigator_id = self.bob
        with self.acting(self.bob) as env:
            his = env[self.complaint._name].browse(self.complaint.id)
            for vals in ({"investigator_id": self.tara.id}, {"reviewer_id": self.tara.id}):
                for record in (his, his.sudo()):
                    with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                        record.write(vals)
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                his.overseer_id = self.tara
        self.assertEqual(self.complaint.investigator_id, self.bob)

    def test_who_writes_what(self):
        self.complaint.write({"investigator_id": self.bob.id, "reviewer_id": self.tara.id})
        with self.acting(self.tara) as env:
            hers = env[self.complaint._name].browse(self.complaint.id)
            for vals in (
                {"contact_by": "post"}, {"investigation": "x"}, {"subject_user_ids": [(5,)]}, {"case_reference": "x"},
                {"handler_id": self.tara.id}, {"finding": "upheld"},
            ):  # fmt: skip
                with self.subTest(vals=vals), self.assertRaises(UserError), env.cr.savepoint():
                    hers.write(vals)
            hers.write({"review_note": "Ask the desk."})
        with self.acting(self.bob) as env:
            his = env[self.complaint._name].browse(self.complaint.id)
            his.write({"investigation": "Asked the desk."})
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                his.handler_id = self.bob

    def test_the_investigator_sees_it_and_nobody_else(self):
        with self.acting(self.bob) as env:
            self.assertFalse(env[self.complaint._name].search([("id", "=", self.complaint.id)]))
        with self.acting(self.otto) as env:
            env[self.complaint._name].browse(self.complaint.id).investigator_id = self.bob
        with self.acting(self.bob) as env:
            his = env[self.complaint._name].browse(self.complaint.id)
            self.assertEqual(his.description, SECRET)
            his.action_acknowledge()
            his.action_investigate()
            issue = env["wlec.breach.complaint.issue"].create(
                {"complaint_id": his.id, "what": "A letter", "finding": "upheld", "reason": "It was so"}
            )
            his.action_give_outcome()
        self.assertEqual(self.complaint.outcome_by_id, self.bob)
        letter = self.complaint.letter_ids[0]
        for user in (self.alice, self.mona, self.audrey, self.sam, self.tara, self.fred, self.carol):
            with self.subTest(user=user.login), self.acting(user) as env:
                for record in (issue, letter):
                    mine = env[record._name].browse(record.id)
                    try:
                        self.assertFalse(mine.search([("id", "=", record.id)]))
                    except UserError:
                        pass  # no right on the model at all
                    with self.assertRaises(NeedToKnowError):
                        mine.sudo()[{"wlec.complaint.letter": "body"}.get(record._name, "reason")]
        self.assertTrue(
            self.events(action="grant", model=self.complaint._name, field_names=["investigator_id"])
        )

    def test_who_turns_out_to_be_too_close_loses_it(self):
        self.complaint.investigator_id = self.bob
        with self.acting(self.otto) as env:
            mine = env[self.complaint._name].browse(self.complaint.id)
            mine.action_acknowledge()
            mine.action_investigate()
        self.assertIn(self.bob, self.complaint.activity_ids.user_id)
        self.bob.wlec_line_manager_id = self.alice
        self.assertFalse(self.complaint.investigator_id)
        self.assertEqual(self.complaint.activity_ids.user_id, self.otto)
        with self.acting(self.bob) as env:
            self.assertFalse(env[self.complaint._name].search([("id", "=", self.complaint.id)]))

    def test_the_subject_changes(self):
        self.complaint.investigator_id = self.bob
        self.complaint.subject_user_ids = self.alice | self.bob
        self.assertFalse(self.complaint.investigator_id)

    def test_who_hands_over_loses_it(self):
        self.complaint.investigator_id = self.bob
        with self.acting(self.bob) as env:
            env[self.complaint._name].browse(self.complaint.id).action_hand_over()
        self.assertFalse(self.complaint.investigator_id)
        self.assertIn(self.bob, self.complaint.subject_user_ids)

    def test_an_officer_too_close_gives_no_answer(self):
        self.alice.wlec_line_manager_id = self.otto
        with self.acting(self.otto) as env:
            mine = env[self.complaint._name].browse(self.complaint.id)
            mine.action_acknowledge()
            with self.assertRaises(TransitionError), env.cr.savepoint():
                mine.action_investigate()
            mine.write({"finding": "not_upheld", "outcome_text": "No."})
            with self.assertRaises(TransitionError), env.cr.savepoint():
                mine.action_give_outcome()
            mine.investigator_id = self.bob
            mine.action_investigate()
        self.assertEqual(self.complaint.state, "investigating")

    def test_whoever_complained_judges_nothing(self):
        self.complaint.partner_id = self.bob.partner_id
        self.refused(self.bob, lambda user: self.complaint.sudo().write({"investigator_id": user.id}))


class TestEvidence(ComplaintCase):
    def test_in_one_click_and_on_record(self):
        case = self.case_for(self.alice, self.carol.partner_id)
        other = self.case_for(self.bob)
        with self.acting(self.alice) as env:
            env["wlec.case"].browse(case.id).read(["matter"])
        self._write_buffer()
        complaint = self.receive()
        complaint.case_id = case
        complaint.investigator_id = self.bob
        with self.acting(self.bob) as env:
            mine = env[complaint._name].browse(complaint.id)
            action = mine.action_view_evidence()
            events = env["wlec.access.event"].search(action["domain"])
            self.assertIn(self.alice, events.actor_id)
            self.assertTrue(mine.evidence_count)
            self.assertFalse(env["wlec.case"].search([("id", "=", case.id)]))  # the file itself stays shut
            events.read(["at", "what", "why"])
        self.assertTrue(self.events(action="inspect", model=complaint._name, actor_id=self.bob.id))
        self.assertTrue(self.events(action="read", model="wlec.access.event", actor_id=self.bob.id))
        for user, record in ((self.otto, complaint), (self.bob, complaint)):
            with self.acting(user) as env:
                found = env["wlec.access.event"].search([("evidence_complaint_id", "in", record.ids)])
                self.assertNotIn(other.id, {number for event in found.sudo() for number in event.case_ids})
        for user in (self.tara, self.mona):
            with self.acting(user) as env:
                try:
                    found = env["wlec.access.event"].search([("evidence_complaint_id", "in", complaint.ids)])
                except UserError:
                    continue
                self.assertFalse(found)

    def test_the_subject_gets_none(self):
        case = self.case_for(self.alice, self.carol.partner_id)
        complaint = self.receive()
        complaint.case_id = case
        complaint.subject_user_ids = self.otto
        with self.acting(self.otto) as env:
            self.assertFalse(
                env["wlec.access.event"].search([("evidence_complaint_id", "in", complaint.ids)])
            )
            self.assertFalse(env["wlec.access.event"].search([]))

    def test_no_file_named(self):
        complaint = self.receive()
        with self.acting(self.otto) as env, self.assertRaises(UserError):
            env[complaint._name].browse(complaint.id).action_view_evidence()
