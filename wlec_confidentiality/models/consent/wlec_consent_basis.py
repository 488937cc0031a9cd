# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

STAFF = "base.group_user"


class WlecConsentBasis(models.Model):
    """Two questions that are easily taken for one: whether the client allows it, and why the law on personal data does."""

    _inherit = "wlec.consent"

    lawful_basis = fields.Selection(
        [
            ("legitimate_interests", "Legitimate interests: Article 6(1)(f)"),
            ("recognised_interests", "Recognised legitimate interest: Article 6(1)(ea)"),
            ("consent", "Consent: Article 6(1)(a)"),
            ("contract", "Contract with the client: Article 6(1)(b)"),
            ("legal_obligation", "Legal obligation: Article 6(1)(c)"),
            ("vital_interests", "Vital interests: Article 6(1)(d)"),
            ("public_task", "Public task: Article 6(1)(e)"),
        ],
        string="Lawful basis (UK GDPR)", default="legitimate_interests", groups=STAFF,
        help="Not the same as the client's permission on this form. The permission is what confidentiality asks for: without it"
        " nothing is told. The lawful basis is why the UK GDPR lets the centre hold and pass on the data at all; for an advice"
        " centre that is seldom “consent”, because a basis of consent falls away altogether when it is withdrawn. Record both.",
    )  # fmt: skip
    special_condition = fields.Selection(
        [
            ("explicit_consent", "Explicit consent: Article 9(2)(a)"),
            ("legal_claims", "Legal claims: Article 9(2)(f)"),
            ("not_for_profit", "Not-for-profit body about its own members: Article 9(2)(d)"),
            ("vital_interests", "Vital interests: Article 9(2)(c)"),
            ("health_care", "Health or social care: Article 9(2)(h)"),
            ("public_interest", "Substantial public interest: Article 9(2)(g) and Schedule 1 of the DPA 2018"),
        ],
        string="Condition for sensitive data", default="explicit_consent", groups=STAFF,
        help="Needed as well when something told is of a special category, such as health, ethnic origin or religion.",
    )  # fmt: skip
    has_special = fields.Boolean(compute="_compute_has_special")

    @api.depends("category_ids.regime")
    def _compute_has_special(self):
        for consent in self:
            consent.has_special = "special" in consent.category_ids.mapped("regime")

    def _facts_frozen(self):
        return super()._facts_frozen() | {"lawful_basis", "special_condition"}

    def _basis_sentences(self):
        _ = self.env._
        checks = (
            (self.lawful_basis, _("Choose the lawful basis under the UK GDPR.")),
            (
                not self.has_special or self.special_condition,
                _(
                    "Choose the condition for sensitive data: some of what may be told is of a special category."
                ),
            ),
        )
        return [sentence for fine, sentence in checks if not fine]

    def _label(self, field_name):
        """The label of what is chosen in a selection, or nothing."""
        return dict(self._fields[field_name]._description_selection(self.env)).get(self[field_name], "")
