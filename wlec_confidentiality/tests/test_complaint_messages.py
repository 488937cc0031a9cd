# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, NeedToKnowError
from odoo.addons.wlec_confidentiality.tools import upload

from .complaint_common import PDF, ComplaintCase


class TestMessagesAndDocuments(ComplaintCase):
    def test_reply(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            wizard = env["wlec.complaint.reply"].create(
                {
                    "complaint_id": complaint.id,
                    "body": "What day was it?",
                    "document": base64.b64encode(PDF),
                    "document_name": "../../leaflet.pdf",
                }
            )
            wizard.action_send()
        with self.acting(self.carol) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertEqual(mine.exchange_ids.body, "What day was it?")
            self.assertEqual(mine.document_ids.file_name, "leaflet.pdf")
            self.assertEqual(base64.b64decode(mine.document_ids.content), PDF)

    def test_append_only(self):
        complaint = self.receive(documents=[upload.Upload("note.pdf", "application/pdf", len(PDF), PDF)])
        message = self.env["wlec.complaint.message"]._add(complaint, "client", "Hello")
        with self.acting(self.otto) as env:
            his = env["wlec.complaint.message"].browse(message.id)
            with self.assertRaises(ConfidentialityError):
                his.write({"body": "Changed"})
            with self.assertRaises(AccessError):
                his.unlink()
            with self.assertRaises(ConfidentialityError):
                env["wlec.breach.complaint"].browse(complaint.id).document_ids.write({"content": False})
        for record in (message, complaint.document_ids):
            with self.assertRaises(ConfidentialityError):
                record.sudo().unlink()

    def test_staff_speak_for_the_centre_only(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            message = env["wlec.complaint.message"].create(
                {"complaint_id": complaint.id, "author_kind": "client", "kind": "outcome", "body": "Forged"}
            )
            self.assertEqual(
                (message.author_kind, message.kind, message.user_id), ("centre", "message", self.otto)
            )
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            env["wlec.complaint.message"].create(
                {"complaint_id": complaint.id, "author_kind": "centre", "body": "Hello"}
            )

    def test_refused_documents(self):
        complaint = self.receive()
        for name, content in (
            ("x.html", b"<html>"),
            ("x.svg", b"<svg/>"),
            ("x.pdf", b"MZ"),
            ("x.pdf", b""),
            ("x.exe", b"MZ"),
        ):
            with self.subTest(name=name), self.acting(self.otto) as env, self.assertRaises(ValidationError):
                env["wlec.complaint.document"].create(
                    {
                        "complaint_id": complaint.id,
                        "file_name": name,
                        "content": base64.b64encode(content),
                        "author_kind": "centre",
                    }
                )
        many = [upload.Upload(f"{n}.pdf", "application/pdf", len(PDF), PDF) for n in range(11)]
        with self.assertRaises(ValidationError):
            self.receive(documents=many)

    def test_internal_documents_stay_internal(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            inside = env["wlec.complaint.document"].create(
                {
                    "complaint_id": complaint.id,
                    "file_name": "log.pdf",
                    "content": base64.b64encode(PDF),
                    "author_kind": "centre",
                }
            )
            self.assertEqual(inside.size, len(PDF))
        with self.acting(self.carol) as env:
            self.assertFalse(env["wlec.complaint.document"].search([("complaint_id", "=", complaint.id)]))
            self.assertFalse(env["wlec.complaint.document"].browse(inside.id).read(["size"]))
            with self.assertRaises(NeedToKnowError):
                env["wlec.complaint.document"].browse(inside.id).sudo().content  # noqa: B018
        with self.acting(self.otto) as env:
            env["wlec.complaint.document"].browse(inside.id).is_shared = True
        with self.acting(self.carol) as env:
            self.assertEqual(base64.b64decode(env["wlec.complaint.document"].browse(inside.id).content), PDF)

    def test_mails_say_nothing(self):
        self.carol.partner_id.email = "carol@example.org"
        self.otto.partner_id.email = "otto@example.org"
        known = self.env["mail.mail"].search([])
        complaint = self.receive(
            about="Alice Okafor",
            documents=[upload.Upload("canary-name.pdf", "application/pdf", len(PDF), PDF)],
        )
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            mine.action_acknowledge()
            mine.write({"finding": "upheld", "outcome_text": "canary-outcome"})
            mine.action_give_outcome()
        with self.acting(self.carol) as env:
            env["wlec.complaint.message"]._add(complaint, "client", "canary-message")
        mails = self.env["mail.mail"].search([]) - known
        self.assertTrue(mails)
        addressed = mails.recipient_ids | self.env["res.partner"].search(
            [("email", "in", [m.email_to for m in mails if m.email_to])]
        )
        self.assertEqual(addressed, self.carol.partner_id | self.otto.partner_id)
        for mail in mails:
            text = f"{mail.subject} {mail.body_html} {mail.body}"
            for word in ("canary", "Alice", "Okafor", "upheld", "neighbour"):
                self.assertNotIn(word, text)
            self.assertFalse(mail.attachment_ids)
            self.assertNotIn("carol", f"{mail.email_from} {mail.reply_to} {mail.author_id.name}".lower())
            self.assertNotIn("otto", f"{mail.email_from} {mail.reply_to} {mail.author_id.name}".lower())
            self.assertIn(complaint.name, text)
        lines = self.env["mail.message"].search(
            [("model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertNotIn("canary", " ".join(str(line.body) + str(line.subject) for line in lines))

    def test_no_mail_unless_wished(self):
        self.carol.partner_id.email = "carol@example.org"
        for way in ("portal", "phone", "post"):
            complaint = self.receive(contact_by=way)
            known = self.env["mail.mail"].search([])
            with self.acting(self.otto) as env:
                env["wlec.breach.complaint"].browse(complaint.id).action_acknowledge()
            self.assertFalse(
                (self.env["mail.mail"].search([]) - known).filtered(
                    lambda m: self.carol.partner_id in m.recipient_ids
                )
            )

    def test_no_chatter(self):
        complaint = self.receive()
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.complaint"].browse(complaint.id)
            with self.assertRaises(ConfidentialityError):
                mine.message_post(body="Secret")
            mine.message_subscribe(partner_ids=self.alice.partner_id.ids)
        self.assertFalse(complaint.message_follower_ids)
