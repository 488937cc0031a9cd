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
    offence_condition = fields.Selection(
        [
            ("consent", "Consent: DPA 2018, Schedule 1, paragraph 29"),
            ("legal_claims", "Legal claims: DPA 2018, Schedule 1, paragraph 33"),
            ("vital_interests", "Vital interests: DPA 2018, Schedule 1, paragraph 30"),
            ("not_for_profit", "Not-for-profit body about its own members: DPA 2018, Schedule 1, paragraph 31"),
            ("public_interest", "Substantial public interest: DPA 2018, Schedule 1, Part 2"),
        ],
        string="Condition for criminal-offence data", default="consent", groups=STAFF,
        help="Needed as well when something told is about crime (UK GDPR, Article 10). Where some of it is of a special category and"
        " some about crime, both conditions are.",
    )  # fmt: skip
    has_special = fields.Boolean(compute="_compute_has_special")
    has_criminal = fields.Boolean(compute="_compute_has_special")

    @api.depends("category_ids.regime")
    def _compute_has_special(self):
        for consent in self:
            regimes = consent.category_ids.mapped("regime")
            consent.has_special, consent.has_criminal = "special" in regimes, "criminal" in regimes

    def _facts_frozen(self):
        return super()._facts_frozen() | {"lawful_basis", "special_condition", "offence_condition"}

    def _condition_labels(self):
        """The conditions that count here, as they stand in the receipt."""
        wanted = (("special_condition", self.has_special), ("offence_condition", self.has_criminal))
        return [self._label(name) for name, counts in wanted if counts and self[name]]

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
            (
                not self.has_criminal or self.offence_condition,
                _("Choose the condition for criminal-offence data: some of what may be told is about crime."),
            ),
        )
        return [sentence for fine, sentence in checks if not fine]

    def _label(self, field_name):
        """The label of what is chosen in a selection, or nothing."""
        return dict(self._fields[field_name]._description_selection(self.env)).get(self[field_name], "")
