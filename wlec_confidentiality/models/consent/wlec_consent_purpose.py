# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecConsentPurpose(models.Model):
    """What a client may agree to have information passed on for. A disclosure must be for the same purpose."""

    _name = "wlec.consent.purpose"
    _description = "Purpose of a consent or disclosure"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    for_proceedings = fields.Boolean(
        string="Court or tribunal", help="A litigation friend may decide for this purpose."
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "There is already a purpose with this name.")
