# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from .complaint_common import PDF, SECRET, ComplaintCase


@tagged("post_install", "-at_install")
class TestComplaintPerson(ComplaintCase):
    """What staff take in, and who may speak for a client."""

    def enter(self, user=None, **vals):
        with self.acting(user or self.fred) as env:
            wizard = env["wlec.complaint.entry"].create({"description": SECRET, **vals})
            wizard.action_submit()
            self.assertEqual(
                [name for name in (*wizard._TOLD, *wizard._further()) if wizard._has_value(name)], []
            )
            return self.Complaint.search([("name", "=", wizard.reference)])

    def opened(self, complaint):
        return self.as_(complaint, self.otto)

    def test_a_letter(self):
        received = self.Complaint._today() - timedelta(days=9)
        complaint = self.enter(
            received_through="letter",
            received_on=received,
            language="Somali",
            letter=base64.b64encode(PDF),
            letter_name="../scan.pdf",
        )
        self.assertEqual(
            (complaint.received_on, complaint.received_through, complaint.channel),
            (received, "letter", "staff"),
        )
        self.assertEqual(complaint.acknowledge_by, received + timedelta(days=29))
        with self.acting(self.otto) as env:
            here = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertEqual(here.language, "Somali")
            self.assertEqual(
                (here.document_ids.file_name, here.document_ids.author_kind), ("scan.pdf", "client")
            )
            self.assertFalse(here.lacks_authority)

    def test_not_in_the_future(self):
        with self.assertRaises(ValidationError):
            self.enter(received_on=self.Complaint._today() + timedelta(days=1))

    def test_a_document_that_is_none(self):
        for name, content in (
            ("scan.pdf", b"<html>"),
            ("run.exe", b"MZ"),
            ("big.pdf", PDF + b" " * 11_000_000),
        ):
            with self.assertRaises(ValidationError):
                self.enter(letter=base64.b64encode(content), letter_name=name)
        self.assertEqual(self.Complaint.search([]), self.before)

    def test_a_representative_without_authority(self):
        complaint = self.enter(
            has_representative=True, representative="Amal, her sister", answer_to="representative"
        )
        self.assertTrue(complaint.lacks_authority)
        with self.acting(self.otto) as env:
            here = env["wlec.breach.complaint"].browse(complaint.id)
            self.assertEqual(here.representative, "Amal, her sister")
            here.action_acknowledge()
            vals = {"complaint_id": here.id, "body": "We found out"}
            with self.assertRaises(ConfidentialityError):
                env["wlec.complaint.message"].create(vals)
            with self.assertRaises(ConfidentialityError):
                here._letter("progress", reason="We still wait for a colleague")
            here.write({"finding": "upheld", "outcome_text": "We were wrong"})
            with self.assertRaises(ConfidentialityError), env.cr.savepoint():
                here.action_give_outcome()
            here.write({"authority": "written"})
            with self.assertRaises(ConfidentialityError):
                env["wlec.complaint.message"].create(vals)
            document = env["wlec.complaint.document"].create(
                {"complaint_id": here.id, "file_name": "permission.pdf", "content": base64.b64encode(PDF)}
            )
            here.authority_document_id = document
            self.assertTrue(env["wlec.complaint.message"].create(vals))
            here.action_give_outcome()

    def test_a_representative_with_authority(self):
        complaint = self.enter(
            has_representative=True,
            representative="Amal",
            answer_to="representative",
            authority="attorney",
            authority_file=base64.b64encode(PDF),
            authority_file_name="power.pdf",
        )
        self.assertFalse(complaint.lacks_authority)
        self.assertEqual(complaint.authority_document_id, complaint.document_ids)
        with self.assertRaises(ValidationError):
            self.enter(has_representative=True, representative=" ")

    def test_a_document_of_another_complaint_shows_nothing(self):
        mine, other = (
            self.enter(),
            self.enter(received_through="letter", letter=base64.b64encode(PDF), letter_name="a.pdf"),
        )
        with self.acting(self.otto) as env, self.assertRaises(ValidationError):
            env["wlec.breach.complaint"].browse(mine.id).authority_document_id = other.document_ids.id
