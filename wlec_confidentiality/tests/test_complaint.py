# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.tools import upload

from .complaint_common import PDF, SECRET, ComplaintCase


class TestComplaintSteps(ComplaintCase):
    def test_comes_in(self):
        complaint = self.receive()
        self.assertRegex(complaint.name, r"^COMP-\d{5,}$")
        self.assertEqual(
            (complaint.state, complaint.channel, complaint.handler_id), ("received", "portal", self.otto)
        )
        self.assertEqual(complaint.acknowledge_by, complaint.received_on + timedelta(days=29))
        self.assertEqual(complaint.due_on, complaint.acknowledge_by)
        self.assertEqual(complaint.activity_ids.user_id, self.otto)
        self.assertFalse(complaint.message_follower_ids)
        self.assertNotIn("canary", complaint.activity_ids.summary)

    def test_main_path(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertTrue(mine.can_acknowledge)
            mine.action_acknowledge()
            self.assertEqual(mine.acknowledged_on, mine._today())
            mine.action_investigate()
            with self.assertRaises(TransitionError):
                mine.action_give_outcome()
            mine.write(
                {"finding": "upheld", "outcome_text": "You were right.", "investigation": "Asked around."}
            )
            mine.action_give_outcome()
            with self.assertRaises(ConfidentialityError):
                mine.outcome_text = "You were wrong."
            mine.action_request_review()
            with self.assertRaises(TransitionError):
                mine.action_close()
        self.assertEqual(complaint.reviewer_id, self.tara)
        with self.acting(self.tara) as env:
            hers = env["wlec.breach.complaint"].browse(complaint.id)
            with self.assertRaises(TransitionError):
                hers.action_close()
            hers.review_text = "It stands."
            hers.action_close()
        self.assertEqual(complaint.state, "closed")
        self.assertFalse(complaint.activity_ids)
        self.assertFalse(complaint.is_overdue)
        self.assertEqual(
            complaint.exchange_ids.sorted("id").mapped("kind"), ["acknowledgement", "outcome", "outcome"]
        )
        with self.acting(self.carol) as env:
            said = env["wlec.breach.complaint"].browse(complaint.id).exchange_ids.mapped("body")
        self.assertTrue(
            any("You were right." in text and "Information Commissioner" in text for text in said)
        )
        self.assertTrue(any(complaint.name in text for text in said))

    def test_state_is_not_edited(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            for vals in (
                {"state": "closed"},
                {"acknowledged_on": date.today()},
                {"description": "x"},
                {"name": "COMP-1"},
            ):
                with self.subTest(vals=vals), self.assertRaises(ConfidentialityError):
                    mine.write(vals)
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                env["wlec.breach.complaint"].create({"partner_id": self.carol.partner_id.id})
        with self.assertRaises(ConfidentialityError):
            complaint.sudo().unlink()
        with self.assertRaises(ConfidentialityError):
            complaint.sudo().copy()

    def test_clocks(self):
        with self.assertRaises(ValidationError):
            self.receive(received_on=self.Complaint._today() + timedelta(days=1))
        late = self.receive(received_on=self.Complaint._today() - timedelta(days=30))
        last_day = self.receive(received_on=self.Complaint._today() - timedelta(days=29))
        overdue = self.Complaint.search([("is_overdue", "=", True), ("id", "in", (late | last_day).ids)])
        self.assertEqual(overdue, late)
        self.assertTrue(late.is_overdue)
        self.assertFalse(last_day.is_overdue)
        self.assertTrue(last_day.is_late_to_acknowledge)
        self.assertEqual(
            self.Complaint.search([("is_overdue", "!=", True), ("id", "in", (late | last_day).ids)]), last_day
        )
        with self.acting(self.otto) as env:
            env["wlec.breach.complaint"].browse(late.id).action_acknowledge()
        self.assertFalse(late.is_overdue)
        self.assertEqual(late.due_on, late.received_on + timedelta(days=56))

    @freeze_time("2026-06-30 23:30:00")
    def test_day_at_home(self):
        self.assertEqual(self.Complaint._today(), date(2026, 7, 1))

    def test_entered_by_staff(self):
        with self.acting(self.fred) as env:
            form = Form(env["wlec.complaint.entry"])
            form.description = SECRET
            form.complainant = "A woman from Southall, by phone"
            form.received_on = self.Complaint._today() - timedelta(days=2)
            entry = form.save()
            entry.action_submit()
            reference = entry.reference
            self.assertFalse(entry.description)
            self.assertFalse(entry.complainant)
            entry.action_submit()
        complaint = self.Complaint.search([("name", "=", reference)])
        self.assertEqual(
            (complaint.channel, complaint.received_on), ("staff", self.Complaint._today() - timedelta(days=2))
        )
        self.assertEqual(len(self.Complaint.search([]) - self.before), 1)
        with self.acting(self.fred) as env, self.assertRaises(UserError):
            env["wlec.breach.complaint"].browse(complaint.id).read(["description"])
        with self.acting(self.otto) as env:
            self.assertEqual(env["wlec.breach.complaint"].browse(complaint.id).description, SECRET)
        with self.acting(self.fred) as env:
            empty = env["wlec.complaint.entry"].create({"description": "   "})
            with self.assertRaises(ValidationError):
                empty.action_submit()

    def test_sealed_at_rest(self):
        complaint = self.receive(documents=[upload.Upload("note.pdf", "application/pdf", len(PDF), PDF)])
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT c::text, d::text FROM wlec_breach_complaint c JOIN wlec_complaint_document d"
            " ON d.complaint_id = c.id WHERE c.id = %s",
            [complaint.id],
        )
        row = "".join(self.env.cr.fetchone())
        self.assertNotIn("canary", row)
        self.assertNotIn(SECRET.encode().hex(), row)
        self.assertNotIn(PDF.hex(), row)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=like", "wlec.%complaint%"), ("res_id", "in", complaint.ids)]
            )
        )

    def test_one_key_for_each_complaint(self):
        complaint = self.receive(documents=[upload.Upload("note.pdf", "application/pdf", len(PDF), PDF)])
        self.env.flush_all()
        self.assertEqual(complaint.document_ids._key_scope(), f"wlec.breach.complaint,{complaint.id}")
        self.env.cr.execute("SELECT count(*) FROM wlec_data_key WHERE scope = %s", [complaint._key_scope()])
        self.assertEqual(self.env.cr.fetchone(), (1,))
