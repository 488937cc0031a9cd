# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from .wlec_disclosure_request_limits import WlecDisclosureRequestLimits

_BASES = [
    ("legitimate_interests", "Legitimate interests: Article 6(1)(f)"),
    ("recognised_interests", "Recognised legitimate interest: Article 6(1)(ea)"),
    ("consent", "Consent: Article 6(1)(a)"),
    ("contract", "Contract with the client: Article 6(1)(b)"),
    ("legal_obligation", "Legal obligation: Article 6(1)(c)"),
    ("vital_interests", "Vital interests: Article 6(1)(d)"),
    ("public_task", "Public task: Article 6(1)(e)"),
]
# What usually holds on each ground; whoever asks chooses another where it does.
_USUAL = {"consent": "legitimate_interests", "law": "legal_obligation", "danger": "vital_interests"}


class WlecDisclosureRequestBasis(models.Model):
    """Why the law on personal data lets this leave: the request's own answer, whatever the client has allowed.

    The permission on a consent is what confidentiality asks for. The lawful basis (UK GDPR, Article 6) is asked for each
    disclosure, and the conditions for sensitive data (Article 9: ``condition_id``; Article 10: ``offence_condition_id``) where such
    data is given.
    """

    _inherit = "wlec.disclosure.request"

    _FACTS = WlecDisclosureRequestLimits._FACTS | {"lawful_basis"}

    lawful_basis = fields.Selection(
        _BASES, string="Lawful basis (UK GDPR)", compute="_compute_lawful_basis", store=True, readonly=False, copy=False,
        help="Not the same as the client's permission. Why the UK GDPR lets the centre pass this on: for what a law requires it"
        " is the legal obligation, for a danger to life vital interests, and otherwise seldom “consent”.",
    )  # fmt: skip

    @api.depends("ground", "consent_id")
    def _compute_lawful_basis(self):
        """What usually holds on the ground chosen, or what the consent says; it can be changed until it is submitted."""
        for request in self.filtered(lambda r: r.state in r._OPEN):
            of_consent = request.consent_id.lawful_basis if request.ground == "consent" else False
            request.lawful_basis = of_consent or _USUAL.get(request.ground)

    def _basis_label(self):
        return dict(self._fields["lawful_basis"]._description_selection(self.env)).get(self.lawful_basis, "")

    def _as_exported(self, is_given):
        """What an export of the access records says of it (``tools.export_facts``). A body is named; of a person it is said that it
        was one.

        :param is_given: something left with it; whoever was to get it and did not is no recipient
        """
        facts = {"legal_basis": self._basis_label(), "consent": self.consent_id.name or ""}
        if is_given:
            body = (
                self.agency_id if self.recipient_kind == "agency" else self.partner_id.filtered("is_company")
            )
            named = self.recipient_kind != "person" and body.display_name
            facts.update(
                recipient=named or self.env._("A named person"), has_asked=self.origin == "recipient"
            )
        return facts
