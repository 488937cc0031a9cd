# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from odoo.addons.wlec_confidentiality.reports import wording
from odoo.addons.wlec_confidentiality.tools import letter_text

KINDS = [
    ("acknowledgement", "Acknowledgement"),
    ("progress", "Progress notice"),
    ("waiting", "Waiting for the client"),
    ("extension", "The answer takes longer"),
    ("outcome", "Outcome"),
    ("review", "Result of the review"),
]
_EVERYWHERE = ("reference", "received", "today", "answer_by", "centre", "regulator", "contact")
# What else a kind of letter can say.
PLACES = {
    "acknowledgement": _EVERYWHERE,
    "progress": (*_EVERYWHERE, "reason"),
    "waiting": (*_EVERYWHERE, "reason"),
    "extension": (*_EVERYWHERE, "reason"),
    "outcome": (*_EVERYWHERE, "issues", "answer"),
    "review": (*_EVERYWHERE, "review"),
}
# What it must say, whoever edits it.
NEEDED = {
    "outcome": {"issues", "regulator"},
    "review": {"review", "regulator"},
    "acknowledgement": {"reference"},
}


class WlecComplaintLetterTemplate(models.Model):
    """The wording of a letter about complaints, with places to fill in. It is nobody's secret: no content stands here."""

    _name = "wlec.complaint.letter.template"
    _description = "Letter about a complaint: wording"
    _order = "sequence, id"
    _rec_name = "kind"

    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    subject = fields.Char("Heading", required=True, translate=True)
    body = fields.Text("Wording", required=True, translate=True)
    places_label = fields.Char("Places to fill in", compute="_compute_places_label")
    preview = fields.Text("How it reads", compute="_compute_preview")

    _kind_uniq = models.Constraint("UNIQUE (kind)", "There is one wording for each kind of letter.")

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for template in self:
            template.display_name = labels.get(template.kind, "")

    @api.depends("kind")
    def _compute_places_label(self):
        for template in self:
            template.places_label = " ".join(f"{{{name}}}" for name in PLACES.get(template.kind, ()))

    @api.depends("kind", "body")
    def _compute_preview(self):
        """With made-up values, so that whoever edits it sees a letter and not braces."""
        for template in self:
            known = PLACES.get(template.kind, ())
            if letter_text.unknown(template.body, known):
                template.preview = False
            else:
                template.preview = letter_text.fill(template.body, template._examples())

    def _examples(self):
        company, today = self.env.company.sudo(), fields.Date.context_today(self)
        day = format_date(self.env, today, date_format="d MMMM y")
        return {
            "reference": "COMP-48213",
            "received": day,
            "today": day,
            "answer_by": day,
            "centre": company.name,
            "regulator": company._wlec_regulator_text(),
            "contact": company._wlec_contact_text(),
            "reason": self.env._("(your words)"),
            "issues": self.env._("(the points complained about, each with its finding, reason and remedy)"),
            "answer": self.env._("(what you say on the whole)"),
            "review": self.env._("(the result of the review)"),
        }

    @api.constrains("body", "kind")
    def _check_places(self):
        for template in self:
            if wrong := letter_text.unknown(template.body, PLACES[template.kind]):
                raise ValidationError(
                    self.env._(
                        "“%(wrong)s” cannot be filled in. In this letter there can be: %(places)s.",
                        wrong=wrong[0],
                        places=template.places_label,
                    )
                )
            missing = NEEDED.get(template.kind, set()) - letter_text.places(template.body)
            if missing:
                raise ValidationError(
                    self.env._("This letter must have {%s} in it.", "}, {".join(sorted(missing)))
                )

    @api.model
    def _of(self, kind, lang):
        """The wording of a kind of letter: in the reader's language, where the centre has written it in that; else English."""
        template = self.sudo().search([("kind", "=", kind)], limit=1)
        return template.with_context(lang=wording.language(template, "body", lang))
