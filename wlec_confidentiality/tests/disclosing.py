# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from dateutil.relativedelta import relativedelta

from odoo import fields

from .common import ConfidentialityCase

PAPER = base64.b64encode(b"%PDF-1.4 a signed form")


class DisclosingCase(ConfidentialityCase):
    """A file of alice's, with a document, a consent and a complete request to rest on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = cls.env.ref
        cls.ehrc = ref("wlec_confidentiality.agency_ehrc")
        cls.police = ref("wlec_confidentiality.agency_pol")
        cls.help = ref("wlec_confidentiality.consent_purpose_assistance")
        cls.other_purpose = ref("wlec_confidentiality.consent_purpose_audit")
        cls.health = ref("wlec_confidentiality.information_category_health")
        cls.employment = ref("wlec_confidentiality.information_category_employment")
        cls.gender = ref("wlec_confidentiality.information_category_gender_identity")
        cls.explicit = ref("wlec_confidentiality.legal_provision_ukgdpr_92a")
        cls.notice = ref("wlec_confidentiality.legal_provision_eqa06_sch2")
        cls.today = fields.Date.today()

    def setUp(self):
        super().setUp()
        self.case = self.case_for(self.alice)
        with self.acting(self.alice) as env:
            self.document = env["wlec.case.document"].create(
                {
                    "case_id": self.case.id,
                    "content": base64.b64encode(b"the letter itself"),
                    "file_name": "letter.txt",
                }
            )

    def days(self, number):
        return self.today + relativedelta(days=number)

    def consent(self, given=True, **vals):
        """A consent recorded by alice; each call its own record."""
        full = {
            "case_id": self.case.id,
            "agency_id": self.ehrc.id,
            "purpose_id": self.help.id,
            "purpose": "To help me against my employer",
            "category_ids": [(6, 0, (self.health | self.employment).ids)],
            "evidence": PAPER,
            "evidence_filename": "signed.pdf",
            **vals,
        }
        with self.acting(self.alice) as env:
            consent = env["wlec.consent"].create(full)
            if given:
                consent.action_give()
        return consent.with_env(self.env)

    def request(self, ground="consent", **vals):
        """A request of alice's with nothing missing on that ground; each call its own record."""
        item = {
            "category_id": self.employment.id,
            "description": "Letter of dismissal",
            "document_id": self.document.id,
        }
        full = {
            "case_id": self.case.id,
            "ground": ground,
            "origin": "client",
            "agency_id": self.ehrc.id,
            "purpose_id": self.help.id,
            "necessity": "They cannot judge the case without it",
            "proportionality": "Only the letter, no medical papers",
            "item_ids": [] if ground == "conflict" else [(0, 0, item)],
            **self._evidence(ground),
            **vals,
        }
        with self.acting(self.alice) as env:
            request = env["wlec.disclosure.request"].create(full)
        return request.with_env(self.env)

    def _evidence(self, ground):
        if ground == "consent":
            self.permission = self.consent()
            return {"consent_id": self.permission.id}
        return {
            "danger": {
                "danger_who": "The client's sister",
                "danger_what": "Threats against her life",
                "danger_imminence": "now",
                "why_not_consent": "The client cannot be reached",
                "safeguarding_route": "police",
            },
            "law": {
                "provision_id": self.notice.id,
                "notice_reference": "EHRC/2026/17",
                "notice_document": PAPER,
                "binds_checked": True,
            },
            "conflict": {"conflict_statement": "We act for the other side already"},
        }[ground]

    def step(self, record, user, action):
        """``user`` presses a button."""
        with self.acting(user) as env:
            return getattr(record.with_env(env), f"action_{action}")()

    def submitted(self, ground="consent", **vals):
        request = self.request(ground, **vals)
        self.step(request, self.alice, "assess")
        self.step(request, self.alice, "submit")
        return request

    def approved(self, ground="consent", **vals):
        request = self.submitted(ground, **vals)
        self.step(request, self.mona, "approve")
        if ground != "consent":
            self.step(request, self.otto, "approve")
        return request

    def _refuse(self, request, user=None):
        with self.acting(user or self.mona) as env:
            request.with_env(env).refusal_reason = "A form is not an order"
            request.with_env(env).action_refuse()

    def missing(self, request, user=None):
        with self.acting(user or self.alice) as env:
            return request.with_env(env)._missing()
