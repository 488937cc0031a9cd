# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.models.complaint import wlec_breach_complaint_person as person
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.tools import upload


class WlecComplaintEntry(models.TransientModel):
    """How it was told, in which language, on paper if so, and by whom if not by the client."""

    _inherit = "wlec.complaint.entry"

    received_through = fields.Selection(person.WAYS_IN, "How it was told", required=True, default="phone")
    language = ConfidentialChar("Language, interpreter or other help")
    has_representative = fields.Boolean("Somebody speaks for the client")
    representative = ConfidentialChar("Their name, and who they are to the client")
    representative_contact = ConfidentialText("How to reach them")
    answer_to = fields.Selection(
        [("client", "The client"), ("representative", "Whoever speaks for them")],
        "We write to",
        required=True,
        default="client",
    )
    authority = fields.Selection(person.AUTHORITIES, "Their authority", default="none")
    authority_file = ConfidentialBinary("Document that shows it")
    authority_file_name = ConfidentialChar("Name of that document")
    letter = ConfidentialBinary("The letter or form, scanned")
    letter_name = ConfidentialChar("Name of the scan")

    @api.model
    def _further(self):
        return (
            "language",
            "representative",
            "representative_contact",
            "authority_file",
            "authority_file_name",
            "letter",
            "letter_name",
        )

    def _wiped(self):
        return {**super()._wiped(), **dict.fromkeys(self._further(), False), "authority": "none"}

    def _receive(self):
        letter = self._checked(self.letter, self.letter_name)
        authority = self.has_representative and self._checked(self.authority_file, self.authority_file_name)
        if self.has_representative and not (self.representative or "").strip():
            raise ValidationError(self.env._("Please write down who speaks for the client."))
        complaint = super()._receive()
        complaint.write(self._person_values())
        Document = self.env["wlec.complaint.document"]
        if letter:
            Document._add(complaint, letter, "client")
        if authority:
            document = Document._add(complaint, authority, "centre")
            complaint.authority_document_id = document.id
        return complaint

    def _person_values(self):
        vals = {"received_through": self.received_through, "language": self.language}
        if self.has_representative:
            vals.update(
                representative=self.representative,
                representative_contact=self.representative_contact,
                answer_to=self.answer_to,
                authority=self.authority,
            )
        return vals

    def _checked(self, content, name):
        """The file, or ``None``.

        :raise ValidationError: it may not be kept
        """
        if not content:
            return None
        try:
            return upload.check(name, upload.decoded(content))
        except upload.UploadRefused as refused:
            text = self.env["wlec.complaint.document"]._refusal(refused.reason)
            told = self.env._("%(document)s: %(why)s", document=upload.clean_name(name), why=text)
            raise ValidationError(told) from None
