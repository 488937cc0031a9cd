# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText

STAFF = "base.group_user"
WAYS_IN = [
    ("phone", "By telephone"),
    ("letter", "By letter"),
    ("person", "In person"),
    ("email", "By e-mail"),
    ("social", "On social media"),
    ("other", "In another way"),
]
AUTHORITIES = [
    ("none", "Nothing yet"),
    ("written", "Written permission of the client"),
    ("parent", "Parent or guardian of a child"),
    ("attorney", "Power of attorney, or deputy"),
    ("estate", "Executor or administrator, the client having died"),
    ("other", "Something else"),
]


class WlecBreachComplaint(models.Model):
    """How whoever complains wants to be spoken to, and who speaks for them.

    A complaint by a representative is taken in at once. What we write goes to them only when their authority is on file: a
    document of the complaint shows it, and somebody has said of what kind it is.
    """

    _inherit = "wlec.breach.complaint"

    language = ConfidentialChar("Language, interpreter or other help")
    received_through = fields.Selection(
        WAYS_IN,
        "How it was told",
        readonly=True,
        copy=False,
        groups=STAFF,
        help="For complaints staff enter.",
    )
    postal_address = ConfidentialText(
        "Address for the envelope",
        help="Name and address as they are to stand in the window of an envelope: one that is safe, of whom we write to.",
    )
    representative = ConfidentialChar("Who speaks for the client", groups=STAFF)
    representative_contact = ConfidentialText("How to reach whoever speaks for them", groups=STAFF)
    answer_to = fields.Selection(
        [("client", "The client"), ("representative", "Whoever speaks for them")],
        "We write to",
        required=True,
        default="client",
        groups=STAFF,
    )
    authority = fields.Selection(AUTHORITIES, "Their authority", groups=STAFF, copy=False)
    authority_document_id = fields.Many2one(
        "wlec.complaint.document",
        "Document that shows it",
        domain="[('complaint_id', '=', id)]",
        ondelete="restrict",
        groups=STAFF,
        copy=False,
    )
    lacks_authority = fields.Boolean(compute="_compute_lacks_authority", groups=STAFF)

    @api.depends("answer_to", "authority", "authority_document_id")
    def _compute_lacks_authority(self):
        for complaint in self:
            complaint.lacks_authority = complaint.answer_to == "representative" and not (
                complaint.authority_document_id and complaint.authority not in (False, "none")
            )

    @api.constrains("authority_document_id")
    def _check_authority_document(self):
        for complaint in self.sudo():
            if complaint.authority_document_id and complaint.authority_document_id.complaint_id != complaint:
                raise ValidationError(
                    self.env._("The document belongs to another complaint: add it to this one.")
                )

    def _check_may_be_told(self):
        """Before anything but an acknowledgement is written: may whoever gets it know?"""
        for complaint in self.sudo():
            if complaint.lacks_authority:
                raise ConfidentialityError(
                    self.env._(
                        "We write to somebody who speaks for the client, and their authority is not on file. Ask for it, add"
                        " the document, and say what kind it is; or write to the client."
                    )
                )
