# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

_WHO = "base.group_system,wlec_confidentiality.group_officer"
_LETTER = """We are sorry to tell you that something about you was not kept confidential. Our reference is {reference}.

What happened: we noticed on {noticed} that …

What may come of it for you: {consequences}

What we have done about it: {measures}

What you can do yourself: …

You can talk to us about it: {contact}. You may also complain to the regulator at any time: {regulator}.

{centre}"""


class ResCompany(models.Model):
    _inherit = "res.company"

    wlec_registration_number = fields.Char("Our registration number with the regulator", groups=_WHO)
    wlec_breach_contact = fields.Char(
        "Contact point for breaches",
        groups=_WHO,
        help="Name, telephone and e-mail of the data protection officer, or of whoever answers for it.",
    )
    wlec_insurer_name = fields.Char("Insurer, with the number of the policy", groups=_WHO)
    wlec_breach_letter = fields.Text(
        "Letter to people affected",
        default=_LETTER,
        translate=True,
        groups=_WHO,
        help="In plain words. To write it in another language of the centre's, switch your own to it first; whoever reads none of them "
        "gets the English one. {reference}, {noticed}, {consequences}, {measures}, {contact}, {regulator} and {centre} are filled in.",
    )
