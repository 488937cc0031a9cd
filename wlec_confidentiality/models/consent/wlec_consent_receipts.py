# SPDX-License-Identifier: LGPL-3.0-or-later
import logging
import uuid

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.orm import gate
from odoo.addons.wlec_confidentiality.tools import consent_record, consent_signing
from odoo.addons.wlec_confidentiality.tools.consent_record import Event, Party

_logger = logging.getLogger(__name__)
_RECEIPTED = ("given", "confirmed", "withdrawn")


class WlecConsentReceipts(models.Model):
    """Every yes, and every taking back of it, gets a signed receipt, in the transaction it happens in."""

    _inherit = "wlec.consent"

    receipt_ids = fields.One2many("wlec.consent.receipt", "consent_id", string="Receipts", readonly=True)
    receipt_missing = fields.Boolean(compute="_compute_receipt_missing")

    @api.depends("event_ids", "receipt_ids")
    def _compute_receipt_missing(self):
        for consent in self:
            consent.receipt_missing = bool(consent._without_receipt())

    def _without_receipt(self):
        """The steps that should have a receipt and have none: the seal key was not there that day."""
        events = self.sudo().event_ids.filtered(lambda event: event.event in _RECEIPTED)
        have = {(receipt.event, receipt.at) for receipt in self.sudo().receipt_ids}
        return events.filtered(lambda event: (event.event, event.at) not in have).sorted("id")

    def _after_transition(self, action):
        super()._after_transition(action)
        # What somebody says counts whether or not a paper about it can be made - no key, or told to somebody who may not open
        # the file: the receipt can be made up for.
        try:
            signer = seal_key.signer()
        except consent_signing.SealKeyProblem as problem:
            if self._without_receipt():
                _logger.error("No receipt for a consent: %s.", problem)
            return
        self.browse(sorted(gate.open_ids(self)))._issue_receipts(signer)

    def action_make_receipt(self):
        """Make up for receipts that could not be made."""
        self.check_access("write")
        try:
            self._issue_receipts(seal_key.signer())
        except consent_signing.SealKeyProblem as problem:
            raise ConfidentialityError(self.env._("Receipts cannot be signed: %s.", problem)) from None

    def _issue_receipts(self, signer):
        for consent in self:
            for event in consent._without_receipt():
                with consent._reading_for_itself():
                    facts = consent._receipt_facts(event)
                signed = signer.record(consent_record.receipt(facts), consent_record.stamp(facts.created))
                self.env["wlec.consent.receipt"]._keep(consent, event, signed, signer)
        self.invalidate_recordset(["receipt_ids"])

    # ---- what it says
    def _receipt_facts(self, event):
        consent = self.sudo()
        wording, base = consent.wording_id, self.get_base_url()
        return consent_record.Facts(
            receipt=str(uuid.uuid4()),
            reference=consent.name,
            file=consent.case_id.name,
            url=f"{base}/my/consents/{consent.id}",
            language=wording.language or "en-GB",
            wording=wording.name,
            wording_version=wording.version,
            wording_hash=consent.wording_hash or "",
            statement=consent.statement or "",
            statement_hash=consent.statement_hash or "",
            centre=self._centre_party(base),
            recipient=consent._recipient_party(),
            purpose=consent.purpose_id.name or "",
            purpose_words=consent.purpose or "",
            categories=tuple((c.code, c.name, c.regime == "special") for c in consent.category_ids),
            documents=tuple(consent._document_labels()),
            valid_from=consent.valid_from,
            valid_to=consent.valid_to,
            lawful_basis=consent.lawful_basis or "legitimate_interests",
            lawful_basis_label=consent._label("lawful_basis") or "-",
            condition_label="; ".join(consent._condition_labels()),
            events=tuple(
                consent._receipt_event(past)
                for past in consent.event_ids.sorted("id")
                if past.id <= event.id and past.event in consent_record.STATUS
            ),
            created=fields.Datetime.now(),
        )

    def _receipt_event(self, event):
        who = event.by_role
        told = event.event in ("given", "confirmed") and self.representative_kind
        if told or who == "representative":
            who = f"representative: {self._speaker()}"
        signed = event.event == "given" and event.channel == "portal"
        name = "method" if event.method else "channel"
        how = dict(event._fields[name]._description_selection(self.env)).get(event[name]) or ""
        return Event(event.event, event.at, who, how, (self.signature or "") if signed else "")

    def _centre_party(self, base):
        company = self.env.company.sudo()
        address = " ".join((company.partner_id._display_address(without_company=True) or "").split())
        return Party(base, company.name, address, company.email or company.phone or base)

    def _recipient_party(self):
        if self.recipient_kind == "agency":
            agency = self.agency_id
            return Party(agency.code, agency.name, "", agency.official_contact or "")
        if self.recipient_kind == "partner":
            return Party(f"contact {self.partner_id.id}", self.partner_id.name or "", "", "")
        return Party("person", self.recipient_name or "", "", "")
