# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecInformationCategory(models.Model):
    """A kind of information, with what must be kept in mind when it is held or passed on."""

    _name = "wlec.information.category"
    _description = "Category of information"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short and lasting: other records and reports refer to it.")
    regime = fields.Selection(
        [
            ("special", "Special category (UK GDPR Art. 9)"),
            ("criminal", "Criminal offence (UK GDPR Art. 10)"),
            ("protected", "Protected characteristic"),
            ("sensitive", "Particularly sensitive"),
            ("ordinary", "Personal, not particularly sensitive"),
        ],
        required=True,
        default="ordinary",
        help="What the law, or the policy's clause 7, asks for.",
    )
    description = fields.Text(translate=True)
    handling = fields.Text(translate=True, help="What to do, and not to do, with such information.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.Constraint("UNIQUE(code)", "This code is taken.")
