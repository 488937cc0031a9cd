# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError
from odoo.addons.wlec_confidentiality.tools import brake, upload

from .complaint_common import PDF, SECRET, ComplaintCase

WHY = "Otto is away until the 14th: canary-9917"


class TestDesk(ComplaintCase):
    """otto handles the complaint; olga is an officer as well. alice handles none."""

    def setUp(self):
        super().setUp()
        self.olga = new_test_user(
            self.env, "olga", groups="base.group_user,wlec_confidentiality.group_officer", name="Olga"
        )
        self._acknowledge(self.olga)
        found = upload.Upload("note.pdf", "application/pdf", len(PDF), PDF)
        self.complaint = self.receive(documents=[found])
        self.complaint.sudo().handler_id = self.otto
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(self.complaint.id)
            mine.action_acknowledge()
            env["wlec.breach.complaint.issue"].create({"complaint_id": mine.id, "what": SECRET})
            mine.message_post(body=SECRET, subtype_xmlid="mail.mt_note")
        self._start_events()

    def children(self):
        complaint = self.complaint
        return {
            complaint: "description",
            complaint.exchange_ids[0]: "body",
            complaint.document_ids[0]: "content",
            complaint.issue_ids[0]: "what",
            complaint.letter_ids[0]: "body",
        }

    def test_an_officer_who_does_not_handle_it_opens_nothing(self):
        with self.acting(self.olga) as env:
            for record, name in self.children().items():
                hers = env[record._name].browse(record.id)
                with self.subTest(model=record._name):
                    self.assertFalse(hers.search([("id", "=", record.id)]))
                    self.assertFalse(hers.search_count([("id", "=", record.id)]))
                    self.assertEqual(hers.read([name]), [])  # as of a number never given
                    with self.assertRaises(NeedToKnowError):
                        hers.sudo()[name]
                    with self.assertRaises(UserError), env.cr.savepoint():
                        hers.write({"sequence": 1} if "issue" in record._name else {"state": "closed"})
            hers = env["wlec.breach.complaint"].browse(self.complaint.id)
            for step in ("action_investigate", "action_give_outcome", "action_hand_over", "action_hand_on",
                         "action_record_breach", "action_view_letters", "action_view_evidence"):  # fmt: skip
                with self.subTest(step=step), self.assertRaises(UserError), env.cr.savepoint():
                    getattr(hers, step)()
            messages = env["mail.message"].search(
                [("model", "=", hers._name), ("res_id", "=", self.complaint.id)]
            )
            self.assertFalse(messages)
            self.assertFalse(hers._read_group([("id", "=", self.complaint.id)], ["partner_id"], ["__count"]))

    def test_and_sees_that_it_is_there(self):
        with self.acting(self.olga) as env:
            row = env["wlec.complaint.desk"].search([("id", "=", self.complaint.id)])
            [shown] = row.read()
            self.assertEqual(shown["name"], self.complaint.name)
            self.assertEqual(shown["state"], "acknowledged")
            self.assertTrue(shown["time_left"])
            self.assertFalse(shown["is_mine"])
            self.assertEqual(
                set(row._fields) & {"partner_id", "case_id", "description", "about", "finding", "channel"},
                set(),
            )
            self.assertNotIn("subject_user_ids", shown)
            with self.assertRaises(UserError):
                row.action_open()
            action = row.action_assign()
            wizard = env["wlec.complaint.assign"].with_context(**action["context"])
            self.assertEqual(wizard.default_get(["desk_id", "user_id"])["user_id"], self.olga.id)
            self.assertFalse(row.search([("is_overdue", "=", True), ("id", "=", row.id)]))
        for user in (self.alice, self.tara, self.mona):
            with self.subTest(user=user.login), self.acting(user) as env:
                self.assertFalse(env["wlec.complaint.desk"].search([("id", "=", self.complaint.id)]))

    def test_taken_over_with_a_reason_and_on_record(self):
        with self.acting(self.olga) as env:
            for reason in ("", "   "):
                with self.assertRaises(ValidationError), env.cr.savepoint():
                    self.hand_on(env, self.complaint, self.olga, reason)
            self.assertEqual(self.complaint.handler_id, self.otto)
            action = self.hand_on(env, self.complaint, self.olga, WHY)
            self.assertEqual(
                (action["res_model"], action["res_id"]), (self.complaint._name, self.complaint.id)
            )
            hers = env["wlec.breach.complaint"].browse(self.complaint.id)
            self.assertEqual(hers.description, SECRET)
            self.assertEqual(hers.exchange_ids[-1].body and hers.issue_ids.what, SECRET)
            [handed] = hers.handover_ids
            self.assertEqual((handed.from_id, handed.to_id, handed.by_id), (self.otto, self.olga, self.olga))
            self.assertEqual(handed.reason, WHY)
            for forbidden in ({"reason": "x"}, {"to_id": self.otto.id}):
                with self.assertRaises(UserError), env.cr.savepoint():
                    handed.write(forbidden)
            with self.assertRaises(UserError), env.cr.savepoint():
                handed.unlink()
            self.assertFalse(env["wlec.complaint.assign"].search([]))
        self.assertTrue(self.events(action="grant", model=self.complaint._name, actor_id=self.olga.id))
        self.env.cr.execute(
            "SELECT count(*) FROM wlec_complaint_handover WHERE reason::text LIKE '%canary-9917%'"
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        with self.acting(self.otto) as env:
            self.assertFalse(env["wlec.breach.complaint"].search([("id", "=", self.complaint.id)]))
            self.assertFalse(env["wlec.complaint.handover"].search([("id", "=", handed.id)]))
            with self.assertRaises(NeedToKnowError):
                env["wlec.complaint.handover"].browse(handed.id).sudo().reason  # noqa: B018

    def test_given_to_somebody_by_an_officer_who_never_reads_it(self):
        with self.acting(self.olga) as env:
            self.hand_on(env, self.complaint, self.bob, WHY)
            with self.assertRaises(NeedToKnowError):
                env["wlec.breach.complaint"].browse(self.complaint.id).sudo().description  # noqa: B018
        self.assertEqual(self.complaint.handler_id, self.bob)
        self.assertEqual(self.complaint.activity_ids.user_id, self.bob)
        self.assertFalse(self.events(action="read", model=self.complaint._name, actor_id=self.olga.id))
        with self.acting(self.bob) as env:
            self.assertEqual(env["wlec.breach.complaint"].browse(self.complaint.id).description, SECRET)
            env["wlec.breach.complaint"].browse(self.complaint.id).action_hand_on()
            self.hand_on(env, self.complaint, self.tara, "On holiday")
        self.assertEqual(self.complaint.handler_id, self.tara)

    def test_never_by_hand_and_never_by_somebody_else(self):
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(self.complaint.id)
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                mine.handler_id = self.olga
            forged = mine.with_context(
                install_mode=True, default_handler_id=self.olga.id, wlec_handing_on=True
            )
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                forged.write({"handler_id": self.olga.id})
        for user in (self.alice, self.mona, self.tara, self.fred, self.sam):
            with self.subTest(user=user.login), self.acting(user) as env:
                with self.assertRaises(UserError), env.cr.savepoint():
                    self.hand_on(env, self.complaint, user, "I want to read it")
        self.assertEqual(self.complaint.handler_id, self.otto)

    def test_the_list_of_people_does_not_tell_whom_it_is_about(self):
        def offered():
            with self.acting(self.olga) as env:
                return env["wlec.complaint.assign"].new({"desk_id": self.complaint.id}).candidate_ids._origin

        before = offered()
        self.assertIn(self.bob, before)
        self.complaint.sudo().subject_user_ids = self.bob
        self.assertEqual(offered(), before)

    def test_refused_tries_are_on_record_and_few(self):
        self.complaint.sudo().subject_user_ids = self.bob
        refused = {"action": "denied", "model": self.complaint._name, "field_names": ["hand_on"]}
        with self.acting(self.olga) as env:
            for count in range(1, brake.HANDINGS_ON.most + 1):
                with self.assertRaises(ValidationError), env.cr.savepoint():
                    self.hand_on(env, self.complaint, self.bob, WHY)
                rows = self.events(actor_id=self.olga.id, record_ids=[self.complaint.id], **refused)
                self.assertEqual(len(rows), count)
            for user in (self.bob, self.tara):
                with self.assertRaises(ConfidentialityError) as braked, env.cr.savepoint():
                    self.hand_on(env, self.complaint, user, WHY)
                self.assertNotIsInstance(braked.exception, ValidationError)
        with self.acting(self.otto) as env:  # who handles it knows whom it is about
            with self.assertRaises(ValidationError), env.cr.savepoint():
                self.hand_on(env, self.complaint, self.bob, WHY)
        with self.acting(self.olga) as env:
            self.hand_on(env, self.complaint, self.olga, WHY)
        self.assertEqual(self.complaint.handler_id, self.olga)

    def test_whom_it_is_about_is_not_said_and_cannot_have_it(self):
        self.complaint.sudo().subject_user_ids = self.bob
        said = set()
        with self.acting(self.olga) as env:
            for user in (self.bob, self.fred, self.carol, self.otto):
                with self.assertRaises(ValidationError) as caught, env.cr.savepoint():
                    self.hand_on(env, self.complaint, user, WHY)
                said.add(str(caught.exception))
        self.assertEqual(len(said), 1)
        self.complaint.sudo().subject_user_ids = self.olga
        with self.acting(self.olga) as env:
            desk = env["wlec.complaint.desk"]
            self.assertFalse(desk.search([("id", "=", self.complaint.id)]))
            there, nowhere = (
                self.outcomes(
                    self.olga,
                    lambda env, number=number: self.hand_on(env, desk.browse(number), self.olga, WHY),
                )
                for number in (self.complaint.id, 2**31 - 7)
            )
            self.assertEqual(
                str(there).replace(f"({self.complaint.id},)", "#"),
                str(nowhere).replace(f"({2**31 - 7},)", "#"),
            )

    def test_an_officer_who_reviews_changes_nothing_else(self):
        self.complaint.sudo().write({"investigator_id": self.olga.id})
        with self.acting(self.olga) as env:
            hers = env["wlec.breach.complaint"].browse(self.complaint.id)
            self.assertEqual(hers.description, SECRET)
            self.assertTrue(hers.may_edit)
        self.complaint.sudo()._set_named({"investigator_id": False, "overseer_id": self.olga.id})
        with self.acting(self.olga) as env:
            hers = env["wlec.breach.complaint"].browse(self.complaint.id)
            self.assertFalse(hers.may_edit)
            with self.assertRaises(UserError), env.cr.savepoint():
                hers.write({"finding": "upheld"})
