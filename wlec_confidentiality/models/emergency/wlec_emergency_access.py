# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import need_to_know, people, references
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText

CATEGORIES = [
    ("danger", "Danger to somebody's life or safety"),
    ("safeguarding", "Safeguarding of a child or an adult at risk"),
    ("deadline", "A deadline or hearing today"),
    ("client", "The client is here, and nobody on the file can be reached"),
    ("other", "Something else that cannot wait"),
]
_FIXED = frozenset(
    {"reference", "category", "reason", "tell_client", "tell_reason", "tell_on", "tell_by_email"}
)


class WlecEmergencyAccess(models.Model):
    """Breaking the glass: a caseworker opens a file nobody has given them, for four hours, and answers for it.

    The file opens by a grant that ends by itself. Whoever keeps the person out of the file - the client, a wall - keeps them out
    here too. Somebody else reviews it within three working days; the client learns of it, at once or at a date with a reason.
    """

    _name = "wlec.emergency.access"
    _description = "Emergency access"
    _inherit = ["wlec.breach.thread.mixin", "wlec.confidential.mixin"]
    _order = "id desc"

    name = fields.Char("Reference", readonly=True, copy=False, default="New")
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.uid,
        index=True,
    )
    reference = fields.Char(
        "File",
        required=True,
        help="Its reference, such as CASE-48213. It is on the enquiry, on letters and in messages.",
    )
    category = fields.Selection(CATEGORIES, "Why now", required=True)
    reason = ConfidentialText(
        "What is so urgent", help="At least 20 characters. Whoever reviews it reads this, and nobody else."
    )
    state = fields.Selection(
        [("draft", "Not opened yet"), ("open", "Open"), ("expired", "Over"), ("reviewed", "Reviewed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    case_id = fields.Many2one(
        "wlec.case", "Case file", readonly=True, copy=False, ondelete="restrict", index=True
    )
    grant_id = fields.Many2one("wlec.access.grant", readonly=True, copy=False, ondelete="restrict")
    opened_at = fields.Datetime("Opened", readonly=True, copy=False)
    ends_at = fields.Datetime("Closes by itself", readonly=True, copy=False)
    review_due = fields.Datetime("Review by", readonly=True, copy=False, index="btree_not_null")
    reviewer_id = fields.Many2one("res.users", "Reviewed by", readonly=True, copy=False, ondelete="set null")
    review_ids = fields.One2many("wlec.emergency.review", "access_id", "Review")
    is_overdue = fields.Boolean("Review overdue", compute="_compute_is_overdue")

    tell_client = fields.Selection(
        [("now", "At once"), ("later", "Later, for a reason")],
        "The client learns of it",
        required=True,
        default="now",
        help="In the portal, without your name. Only a danger to somebody, or the law, is a reason to wait.",
    )
    tell_reason = ConfidentialText("Why the client is told later")
    tell_on = fields.Date("Told on")

    _name_uniq = models.Constraint(
        "UNIQUE (name)", "There is an emergency access with this reference already."
    )

    @api.depends("review_due", "state")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for access in self:
            waits = access.state in ("open", "expired")
            access.is_overdue = bool(waits and access.review_due and access.review_due < now)

    # ---- to whom it is open
    def _open_sql(self, alias, uid):
        """To the person, to whoever reviews it, to the officers and the person's line managers; never to somebody who is kept out
        of the file. What is not opened yet is the person's own."""
        user = self.env["res.users"].sudo().browse(uid)
        self.flush_model(["user_id", "reviewer_id", "case_id", "state"])
        return SQL(
            "(%(person)s = %(uid)s OR %(state)s <> 'draft' AND (%(reviewer)s = %(uid)s OR %(officer)s"
            " OR %(manager)s AND %(person)s IN (%(below)s)))"
            " AND %(internal)s AND NOT %(excluded)s",
            person=SQL.identifier(alias, "user_id"),
            state=SQL.identifier(alias, "state"),
            reviewer=SQL.identifier(alias, "reviewer_id"),
            uid=uid,
            officer=user.has_group(people.OFFICER),
            manager=user.has_group(people.MANAGER),
            below=people.below_sql(uid),
            internal=user._is_internal(),
            excluded=need_to_know.excluded(SQL.identifier(alias, "case_id"), uid),
        )

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        for vals, name in zip(vals_list, references.draw(self, "EMER", len(vals_list)), strict=True):
            vals |= {"name": name, "user_id": self.env.uid}
        return super().create(vals_list)

    def write(self, vals):
        if {"name", "user_id"} & vals.keys():
            raise ConfidentialityError(self.env._("Whose emergency access it is does not change."))
        if _FIXED & vals.keys() and any(access.state != "draft" for access in self):
            raise ConfidentialityError(
                self.env._("What was said when the file was opened stays as it is: write a note instead.")
            )
        return super().write(vals)
