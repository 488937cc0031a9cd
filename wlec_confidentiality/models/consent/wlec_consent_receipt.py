# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import json

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary
from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools import clock, consent_record, consent_signing

FORMS = {"jsonld": "application/ld+json", "pdf": "application/pdf"}


class WlecConsentReceipt(models.Model):
    """The signed receipt of a step: an ISO/IEC TS 27560 record with its signature, kept sealed as it was signed.

    Made by the step itself and never changed. The page to print is made from it when it is asked for, and signed in turn.
    """

    _name = "wlec.consent.receipt"
    _description = "Consent receipt"
    _inherit = ["wlec.consent.open.mixin"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    consent_id = fields.Many2one(
        "wlec.consent", required=True, readonly=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one("wlec.case", required=True, readonly=True, index=True, ondelete="restrict")
    event = fields.Selection(selection="_event_selection", string="Receipt of", required=True, readonly=True)
    at = fields.Datetime(string="When", required=True, readonly=True)
    key = fields.Char(string="Signed with", required=True, readonly=True)
    record = ConfidentialBinary(string="Signed record", readonly=True)

    @api.model
    def _event_selection(self):
        return self.env["wlec.consent.event"]._event_selection()

    def write(self, vals):
        raise ConfidentialityError(self.env._("A receipt is not changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("A receipt is not deleted."))

    @api.model
    def _keep(self, consent, event, signed, signer):
        """Keep a signed record. The one write is for the value that is sealed."""
        return self.sudo().create({
            "name": f"{consent.name}-{event.id}", "consent_id": consent.id, "case_id": consent.case_id.id, "event": event.event,
            "at": event.at, "key": signer.key, "record": base64.b64encode(json.dumps(signed, ensure_ascii=False, indent=1).encode()),
        })  # fmt: skip

    # ---- handing it out
    def _file(self, form):
        """The receipt as a file: (bytes, type, name). Opening it is on record as a download.

        :param form: ``jsonld``, or ``pdf``
        """
        self.ensure_one()
        record = base64.b64decode(self.record or b"")
        name = f"receipt-{self.name}.{form}"
        if form == "jsonld":
            return record, FORMS[form], name
        try:
            signer = seal_key.signer()
        except consent_signing.SealKeyProblem:
            raise ConfidentialityError(
                self.env._(
                    "The page to print cannot be signed at present. Please take the record instead, or try again later."
                )
            ) from None
        page = self.env["ir.qweb"]._render(
            "wlec_confidentiality.wlec_consent_receipt_page", self._page_values(record)
        )
        return signer.pdf(pdf.render(page)), FORMS[form], name

    def _page_values(self, record):
        signed = json.loads(record)
        about = signed["dpv:hasRecordOfActivity"]
        labels = dict(self._fields["event"]._description_selection(self.env))
        return {
            "receipt": signed,
            "about": about,
            "title": labels.get(self.sudo().event),
            "statement": about["dpv:hasNotice"]["wlec:statement"],
            "notice": about["dpv:hasNotice"],
            "events": about["dpv:hasConsentStatus"],
            "when": lambda stamp: clock.on_paper(consent_record.moment(stamp)),
            "process": about["dpv:hasProcess"],
            "controller": about["dpv:hasDataController"],
            "proof": signed["proof"],
            "key": self.sudo().key,
        }

    def _download(self, form):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/consents/receipt/{self.id}/{form}",
            "target": "download",
        }

    def action_download_pdf(self):
        self.check_access("read")
        return self._download("pdf")

    def action_download_record(self):
        self.check_access("read")
        return self._download("jsonld")

    def _portal_line(self):
        labels = dict(self._fields["event"]._description_selection(self.env))
        return {"id": self.id, "at": self.at, "label": labels.get(self.event, ""), "name": self.name}
