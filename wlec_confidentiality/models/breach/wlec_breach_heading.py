# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

RECIPIENTS = [
    ("regulator", "Data protection regulator"),
    ("charity", "Charity Commission"),
    ("insurer", "Insurer"),
    ("other", "Somebody else"),
]


class WlecBreachHeading(models.Model):
    """A heading of the form a regulator wants filled in, in its own order. The centre follows when a form changes."""

    _name = "wlec.breach.heading"
    _description = "Heading of a notice"
    _order = "recipient, sequence, id"

    name = fields.Char("Heading", required=True, translate=True)
    recipient = fields.Selection(RECIPIENTS, "Notice to", required=True)
    hint = fields.Text("What to write", translate=True)
    phase = fields.Selection(
        [
            ("all", "In every notice"),
            ("initial", "Only in the first one"),
            ("follow_up", "Only in later ones"),
        ],
        "Where",
        required=True,
        default="all",
    )
    source = fields.Selection(
        [
            ("facts", "What happened"),
            ("discovery", "How it was noticed"),
            ("cyber", "Whether it was an attack on our computers"),
            ("cause", "How it came about"),
            ("measures_before", "What was in place to prevent it"),
            ("when", "When it happened and was noticed"),
            ("categories", "Kinds of information"),
            ("counts", "Numbers of people and records"),
            ("people", "Which people"),
            ("consequences", "What may come of it"),
            ("risk", "The risk, as decided"),
            ("training", "Training of the staff involved"),
            ("late", "Why it is late"),
            ("containment", "What was done"),
            ("lessons", "What we change"),
            ("told", "Whether the people affected were told"),
            ("others", "Others who are told"),
            ("centre", "Our name, address and registration"),
            ("contact", "Our contact point"),
            ("serious", "Why it is a serious incident"),
        ],
        "Filled in from",
        help="Empty: somebody writes it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
