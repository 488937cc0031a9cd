# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialChar

from .wlec_disclosure_request import WlecDisclosureRequest


class WlecDisclosureRequestLimits(models.Model):
    """Where a ground ends: who can avert a danger, whom a power does not reach, what only the client can give up."""

    _inherit = "wlec.disclosure.request"

    _FACTS = WlecDisclosureRequest._FACTS | {
        "safeguarding_route", "advice_head", "advice_free", "privilege_waiver", "privilege_waiver_filename",
    }  # fmt: skip

    safeguarding_route = fields.Selection(
        [
            ("emergency", "Emergency services (999)"),
            ("children", "Children's social care"),
            ("adults", "Adult social care"),
            ("police", "Police"),
            ("health", "Mental health crisis team, GP or hospital"),
            ("marac", "MARAC (domestic abuse)"),
            ("other", "Another body that can avert it"),
        ],
        string="Who can avert it?",
        help="The safeguarding route taken. What is given goes to them and to nobody else.",
    )
    shields_advice = fields.Boolean(related="provision_id.shields_advice")
    advice_head = fields.Selection(
        [
            ("social_security", "Social security"),
            ("housing", "Housing"),
            ("debt", "Debt"),
            ("other", "Something else"),
        ],
        string="What we advise this client on",
    )
    advice_free = fields.Selection([("yes", "Yes"), ("no", "No")], string="Is our advice free to them?")
    privilege_waiver = ConfidentialBinary(
        string="Client's waiver of privilege",
        help="Signed by the client. Needed when an item given is legally privileged: only the client can give that up.",
    )
    privilege_waiver_filename = ConfidentialChar(string="Name of the waiver file")
