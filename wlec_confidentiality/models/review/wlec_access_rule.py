# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecAccessRule(models.Model):
    """The name of one of the rules in ``tools/anomalies``, so that it can be chosen, grouped by and translated."""

    _name = "wlec.access.rule"
    _description = "Rule on access records"
    _order = "sequence, id"

    name = fields.Char(required=True, readonly=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is such a rule already.")
