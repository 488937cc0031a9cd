# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools import severity

RISKS = [
    ("none", "No risk: register only"),
    ("risk", "A risk: tell the regulator"),
    ("high_risk", "A high risk: tell the people affected as well"),
]
PRESETS = [
    ("client", "Name or address of a client of ours"),
    ("appointment", "That somebody has an appointment"),
    ("abuse_address", "Address of somebody who fled violence"),
    ("child", "A child, or somebody at particular risk"),
    ("immigration", "Immigration status, asylum"),
    ("hiv", "HIV status"),
    ("health", "Health, disability"),
    ("union", "Trade union membership, dispute at work"),
    ("discrimination", "Discrimination claim, without its details"),
    ("gender_history", "Gender history"),
    ("sexuality", "Sexual orientation or sex life"),
    ("offence", "Criminal offences"),
    ("benefits", "Benefits, debts, income"),
    ("bank", "Bank or card details"),
    ("mailing_list", "Mailing list of supporters"),
    ("staff", "Contact details of staff"),
]


class WlecBreach(models.Model):
    """How severe it is: a figure by a published method, and beside it what people decide. Where the two differ, a reason."""

    _inherit = "wlec.breach"

    severity_preset = fields.Selection(
        PRESETS,
        "What it was about",
        help="Fills in the next three; change them where this case is different.",
    )
    data_kind = fields.Selection(
        [
            ("simple", "Simple (names, contact details) · 1"),
            ("behavioural", "Behaviour (habits, journeys, calls) · 2"),
            ("financial", "Money (income, benefits, debts) · 3"),
            ("sensitive", "Sensitive (health, beliefs, sexuality …) · 4"),
        ],
        "Kind of data",
    )
    data_adjustment = fields.Integer(
        "More or less telling than usual",
        help="From −3 to 3. More where the data tells of health, beliefs or sexuality (2), or somebody's safety hangs on it (3);"
        " less where it is old, public or says little.",
    )
    identification = fields.Selection(
        [
            ("negligible", "Hardly anybody would know who it is · 0.25"),
            ("limited", "With effort · 0.5"),
            ("significant", "Those who know the person would · 0.75"),
            ("maximum", "At once: the name stands there · 1"),
        ],
        "Who it is can be seen",
    )
    confidentiality = fields.Selection(
        [
            ("none", "Nobody is known to have seen it · 0"),
            ("known", "Seen by people we know of · 0.25"),
            ("unknown", "Seen by we do not know whom · 0.5"),
        ],
        default="none",
        required=True,
    )
    integrity = fields.Selection(
        [
            ("none", "Nothing was altered · 0"),
            ("recoverable", "Altered, can be put right · 0.25"),
            ("lost", "Altered for good · 0.5"),
        ],
        "Correctness",
        default="none",
        required=True,
    )
    availability = fields.Selection(
        [
            ("none", "Nothing is missing · 0"),
            ("temporary", "Missing for a time · 0.25"),
            ("lost", "Lost for good · 0.5"),
        ],
        default="none",
        required=True,
    )
    malicious = fields.Boolean("Done on purpose · 0.5")
    unintelligible = fields.Boolean("Nobody can read it", help="Encrypted, and the key is safe.")
    recovered = fields.Boolean(
        "Back from somebody trusted", help="Who has confirmed in writing that it is returned or destroyed."
    )
    severity_score = fields.Float("Figure", digits=(3, 2), compute="_compute_severity", store=True)
    severity = fields.Selection(
        [("low", "Low"), ("medium", "Medium"), ("high", "High"), ("very_high", "Very high")],
        compute="_compute_severity",
        store=True,
    )
    severity_text = fields.Char("How the figure is made", compute="_compute_severity_text")
    suggested_risk = fields.Selection(RISKS, "The figure suggests", compute="_compute_severity", store=True)
    risk_decision = fields.Selection(RISKS, "We decide")
    risk_reason = ConfidentialText("Why we decide otherwise")
    is_diverging = fields.Boolean(compute="_compute_is_diverging")
    concerns_many = fields.Boolean("More than 100 people", compute="_compute_concerns_many")

    _adjustment_range = models.Constraint(
        "CHECK (data_adjustment BETWEEN -3 AND 3)", "More or less telling: a whole number from −3 to 3."
    )

    @api.onchange("severity_preset")
    def _onchange_severity_preset(self):
        if preset := severity.PRESETS.get(self.severity_preset):
            self.data_kind, self.data_adjustment = preset.base, preset.adjustment
            self.identification = preset.identification

    def _severity_facts(self):
        """What the figure is made of, or ``None`` as long as something is missing."""
        if not (self.data_kind and self.identification):
            return None
        return severity.Facts(
            ((self.data_kind, self.data_adjustment),), self.identification, self.confidentiality, self.integrity,
            self.availability, self.malicious, self.unintelligible, self.recovered,
        )  # fmt: skip

    @api.depends(
        "data_kind", "data_adjustment", "identification", "confidentiality", "integrity", "availability", "malicious",
        "unintelligible", "recovered",
    )  # fmt: skip
    def _compute_severity(self):
        for breach in self:
            facts = breach._severity_facts()
            possible = facts and abs(breach.data_adjustment) <= severity.MOST_ADJUSTED
            breach.severity_score = severity.score(facts) if possible else 0
            breach.severity = severity.band(breach.severity_score) if possible else False
            breach.suggested_risk = severity.suggestion(facts) if possible else False

    @api.depends("severity_score", "severity")
    def _compute_severity_text(self):
        bands = dict(self._fields["severity"]._description_selection(self.env))
        for breach in self:
            facts = breach.severity and breach._severity_facts()
            breach.severity_text = facts and self.env._(
                "%(band)s: %(context)s × %(identification)s + %(circumstances)s = %(figure)s",
                band=bands[breach.severity],
                context=severity.context(facts.data),
                identification=f"{severity.IDENTIFICATION[facts.identification]:g}",
                circumstances=f"{severity.circumstances(facts):g}",
                figure=f"{breach.severity_score:g}",
            )

    @api.depends("suggested_risk", "risk_decision")
    def _compute_is_diverging(self):
        for breach in self:
            decided = breach.suggested_risk and breach.risk_decision
            breach.is_diverging = bool(decided and breach.suggested_risk != breach.risk_decision)

    @api.depends("people_count")
    def _compute_concerns_many(self):
        for breach in self:
            breach.concerns_many = breach.people_count > severity.MANY
