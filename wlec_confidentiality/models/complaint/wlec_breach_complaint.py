# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import references
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.tools import clock

STAFF = "base.group_user"
FINDINGS = [("upheld", "Upheld"), ("partly", "Partly upheld"), ("not_upheld", "Not upheld")]
ANSWERED = ("outcome", "review", "closed")


class WlecBreachComplaint(models.Model):
    """A complaint that confidentiality was breached.

    It is seen by the confidentiality officers, by the one person named to handle it, and by the client who made it; never by
    a person it is about, whatever their role. It comes in by one door only (``_receive``) and never goes away.
    """

    _name = "wlec.breach.complaint"
    _description = "Complaint about a breach of confidentiality"
    _inherit = [
        "wlec.workflow.mixin",
        "wlec.complaint.blind.mixin",
        "wlec.independent.mixin",
        "wlec.confidential.mixin",
        "wlec.staff.thread.mixin",
    ]
    _order = "received_on desc, id desc"

    name = fields.Char("Reference", required=True, readonly=True, copy=False, default="New")
    partner_id = fields.Many2one("res.partner", "Client", ondelete="set null", index=True)
    case_id = fields.Many2one(
        "wlec.case", "File it is about", ondelete="set null", index="btree_not_null", groups=STAFF
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("receipt", "Receipt code"), ("staff", "Told to a member of staff")],
        "Came in by",
        required=True,
        default="staff",
        readonly=True,
    )
    received_on = fields.Date(
        "Received on",
        required=True,
        default=lambda self: self._today(),
        help="The day it really reached us; the clocks run from it.",
    )
    acknowledge_by = fields.Date(
        compute="_compute_deadlines",
        store=True,
        help="The law's limit: 29 days after receipt is safe on every reading.",
    )
    acknowledge_target = fields.Date(
        compute="_compute_deadlines", store=True, help="Our promise: five working days."
    )
    outcome_target_on = fields.Date(
        "Answer by", compute="_compute_deadlines", store=True, help="Our promise: eight weeks."
    )
    due_on = fields.Date("Next deadline", compute="_compute_due_on", store=True, index="btree_not_null")
    time_left = fields.Char("Time left", compute="_compute_is_overdue")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    is_late_to_acknowledge = fields.Boolean("Past our own target", compute="_compute_is_overdue")
    state = fields.Selection(
        [
            ("received", "Received"),
            ("acknowledged", "Acknowledged"),
            ("investigating", "Being investigated"),
            ("outcome", "Answered"),
            ("review", "Under review"),
            ("closed", "Closed"),
        ],
        required=True,
        default="received",
        copy=False,
        index=True,
    )
    handler_id = fields.Many2one(
        "res.users", "Handled by", ondelete="set null", index="btree_not_null", groups=STAFF, copy=False
    )
    subject_user_ids = fields.Many2many(
        "res.users",
        "wlec_complaint_subject_rel",
        "complaint_id",
        "user_id",
        "People complained about",
        groups=STAFF,
        copy=False,
        help="They find no trace of the complaint, whatever their role.",
    )
    finding = fields.Selection(
        FINDINGS,
        "Finding as a whole",
        compute="_compute_finding",
        store=True,
        readonly=False,
        groups=STAFF,
        copy=False,
        help="Follows from the findings on the points complained about, when they are listed.",
    )
    contact_by = fields.Selection(
        [
            ("portal", "Only here in the portal"),
            ("email", "By e-mail that says nothing but “there is news”"),
            ("phone", "By phone"),
            ("post", "By post"),
        ],
        "How to reach the client",
        required=True,
        default="portal",
    )
    acknowledged_on = fields.Date("Acknowledged on", readonly=True, copy=False)
    outcome_on = fields.Date("Answered on", readonly=True, copy=False)
    review_requested_on = fields.Date("Review asked for on", readonly=True, copy=False)
    closed_on = fields.Date("Closed on", readonly=True, copy=False)

    # What the client told us: kept as it came.
    complainant = ConfidentialChar("Who complains, when they are no contact of ours")
    description = ConfidentialText("What happened")
    happened = ConfidentialChar("When it happened")
    about = ConfidentialText("Who it is about, in the client's words")
    desired_outcome = ConfidentialText("What the client would like to happen")
    safe_contact = ConfidentialText("Safe ways to reach the client")
    # What we write. The client gets the answer as a message once it is given, never a draft.
    investigation = ConfidentialText("Investigation notes", groups=STAFF)
    outcome_text = ConfidentialText("What we say on the whole", groups=STAFF)

    exchange_ids = fields.One2many(
        "wlec.complaint.message", "complaint_id", "Messages with the client", readonly=True
    )
    issue_ids = fields.One2many(
        "wlec.breach.complaint.issue", "complaint_id", "Points complained about", groups=STAFF
    )
    document_ids = fields.One2many("wlec.complaint.document", "complaint_id", "Documents")
    document_count = fields.Integer("Number of documents", compute="_compute_document_count", groups=STAFF)
    # One form, one complaint: a second press of the button finds the first one's complaint.
    submission_key = fields.Char(groups=fields.NO_ACCESS, copy=False)

    _name_uniq = models.Constraint("UNIQUE (name)", "There is a complaint with this reference already.")
    _submission_key_uniq = models.UniqueIndex("(submission_key) WHERE submission_key IS NOT NULL")

    _FROZEN = frozenset(
        ("name", "channel", "complainant", "description", "happened", "about", "desired_outcome")
    )

    # ---- clocks
    @api.model
    def _today(self):
        return clock.today_at_home(fields.Datetime.now())

    @api.depends("due_on", "state", "acknowledge_target")
    def _compute_is_overdue(self):
        today = self._today()
        for complaint in self:
            complaint.is_overdue = bool(complaint.due_on and complaint.due_on < today)
            target = complaint.state == "received" and complaint.acknowledge_target
            complaint.is_late_to_acknowledge = bool(target and target < today)
            complaint.time_left = (
                complaint._clock_text(clock.days_left(complaint.due_on, today)) if complaint.due_on else ""
            )

    @api.model
    def _clock_text(self, days):
        if days < 0:
            return self.env._("%s days late", -days) if days < -1 else self.env._("1 day late")
        if days > 1:
            return self.env._("%s days left", days)
        return self.env._("1 day left") if days else self.env._("due today")

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late, today = fields.Domain("due_on", "<", self._today()), self._today()
        in_time = fields.Domain("due_on", "=", False) | fields.Domain("due_on", ">=", today)
        return fields.Domain.OR([late] * (True in value) + [in_time] * (False in value))

    @api.depends("issue_ids.finding")
    def _compute_finding(self):
        """Every point upheld: upheld; none: not upheld; else in part. Without points it is chosen by hand."""
        for complaint in self:
            findings = complaint.issue_ids.mapped("finding")
            if findings:
                kinds = set(findings)
                complaint.finding = kinds.pop() if len(kinds) == 1 else "partly"
                if False in findings:
                    complaint.finding = False

    @api.depends("document_ids")
    def _compute_document_count(self):
        for complaint in self:
            complaint.document_count = len(complaint.document_ids)

    # ---- rows
    @api.constrains("received_on")
    def _check_received_on(self):
        today = self._today()
        if any(complaint.received_on > today for complaint in self):
            raise ValidationError(
                self.env._("A complaint cannot have been received in the future: please check the date.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals, name in zip(vals_list, references.draw(self, "COMP", len(vals_list)), strict=True):
            vals["name"] = name
        return super().create(vals_list)

    def write(self, vals):
        if self._FROZEN & vals.keys():
            raise ConfidentialityError(
                self.env._("What the client told us stays as it came: write a note or a message instead.")
            )
        if "received_on" in vals and any(complaint.acknowledged_on for complaint in self):
            raise ConfidentialityError(
                self.env._("The date of receipt is fixed once the complaint is acknowledged.")
            )
        if {"finding", "outcome_text"} & vals.keys() and any(
            complaint.state in ANSWERED for complaint in self
        ):
            raise ConfidentialityError(
                self.env._("The client has this answer already: only a review can change it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("A complaint is never deleted: close it instead."))

    def copy(self, default=None):
        raise ConfidentialityError(self.env._("A complaint cannot be duplicated."))
