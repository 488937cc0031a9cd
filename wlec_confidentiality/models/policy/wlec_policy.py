# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.tools import policy_text

COMMITTEE = "wlec_confidentiality.group_committee"
OFFICER = "wlec_confidentiality.group_officer"


class WlecPolicy(models.Model):
    """One version of the Confidentiality Policy."""

    _name = "wlec.policy"
    _description = "Confidentiality policy"
    _inherit = ["mail.thread", "wlec.workflow.mixin"]
    _order = "number desc"

    _TRANSITIONS = {
        ("draft", "approve"): Transition("approved", (COMMITTEE,), "_guard_approve"),
        ("approved", "put_in_force"): Transition("in_force", (OFFICER,), "_guard_put_in_force"),
        # No button: a version is superseded by the next one, in the same transaction.
        ("in_force", "supersede"): Transition("superseded", (OFFICER,)),
    }
    _WORKFLOW_FIELDS = frozenset(("approved_on", "approved_by_id", "in_force_from"))
    # What was approved stays as it was approved.
    _FROZEN = frozenset(("name", "number", "body", "minute_reference", "grace_days"))

    name = fields.Char(required=True, default=lambda self: self.env._("Confidentiality Policy"))
    number = fields.Integer("Version", readonly=True, copy=False, default=lambda self: self._next_number())
    body = fields.Html("Text", sanitize=True)
    canonical_text = fields.Text(
        compute="_compute_canonical_text",
        help="The words of the policy as they are hashed: one line for each paragraph, without any formatting.",
    )
    text_hash = fields.Char(
        "SHA-256 of the text",
        compute="_compute_text_hash",
        store=True,
        help="SHA-256 of the canonical text in UTF-8: anybody can check it with a tool of their own.",
    )
    summary_of_changes = fields.Text("Changes", help="What is new for those who knew the version before.")
    minute_reference = fields.Char(
        "Minute reference",
        copy=False,
        help="Where the committee's decision is minuted, such as “EC 12/2026, item 4”.",
    )
    approved_on = fields.Date("Approved on", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    in_force_from = fields.Date("In force from", readonly=True, copy=False)
    review_date = fields.Date("To be reviewed by", copy=False)
    review_overdue = fields.Boolean(compute="_compute_review_overdue", search="_search_review_overdue")
    grace_days = fields.Integer(
        "Days of grace",
        help="How long people who had acknowledged an earlier version may go on working before they acknowledge this one."
        " Somebody new always acknowledges first.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("in_force", "In force"),
            ("superseded", "Superseded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    can_approve = fields.Boolean(compute="_compute_can")
    can_put_in_force = fields.Boolean(compute="_compute_can")

    _number_unique = models.Constraint("UNIQUE(number)", "This version number is taken.")
    _one_in_force = models.UniqueIndex(
        "(state) WHERE state = 'in_force'",
        "Another version has come into force in the meantime. Please reload the page.",
    )
    _grace_not_negative = models.Constraint("CHECK(grace_days >= 0)", "Days of grace cannot be negative.")

    # ---- defaults and computes
    @api.model
    def _next_number(self):
        return (self.sudo().search([], order="number desc", limit=1).number or 0) + 1

    @api.depends("name", "number")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = self.env._(
                "%(name)s, version %(number)s", name=policy.name, number=policy.number
            )

    @api.depends("body")
    def _compute_canonical_text(self):
        for policy in self:
            policy.canonical_text = policy_text.canonical(policy.body)

    @api.depends("body")
    def _compute_text_hash(self):
        for policy in self:
            policy.text_hash = policy_text.fingerprint(policy_text.canonical(policy.body))

    @api.depends("review_date", "state")
    def _compute_review_overdue(self):
        today = fields.Date.context_today(self)
        for policy in self:
            due = policy.state in ("approved", "in_force") and policy.review_date
            policy.review_overdue = bool(due and policy.review_date < today)

    @api.model
    def _search_review_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "in", ("approved", "in_force")) & Domain(
            "review_date", "<", fields.Date.context_today(self)
        )
        return overdue if True in value else ~overdue

    @api.model
    def _in_force(self):
        """The version in force: one, or none."""
        return self.sudo().search([("state", "=", "in_force")], limit=1).sudo(self.env.su)

    # ---- CRUD
    def write(self, vals):
        if self._FROZEN & vals.keys() and any(policy.state != "draft" for policy in self):
            raise UserError(
                self.env._(
                    "An approved policy is not altered. Make a new version, and let the committee approve that one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(policy.state != "draft" for policy in self):
            raise UserError(
                self.env._("Only a draft can be deleted: approved versions are kept as evidence.")
            )

    @api.constrains("review_date", "approved_on")
    def _check_review_date(self):
        for policy in self:
            if policy.review_date and policy.approved_on and policy.review_date < policy.approved_on:
                raise ValidationError(self.env._("The review date lies before the day of the approval."))

    # ---- workflow
    def _guard_approve(self):
        if not policy_text.canonical(self.body):
            return self.env._("There is no text to approve yet.")
        if not (self.minute_reference or "").strip():
            return self.env._(
                "Say first where the committee's decision is minuted (field “Minute reference”)."
            )
        return None

    def _guard_put_in_force(self):
        newer = self.sudo().search_count(
            [("number", ">", self.number), ("state", "in", ("in_force", "superseded"))], limit=1
        )
        return self.env._("A later version has already been in force.") if newer else None

    def action_approve(self):
        self._transition("approve", approved_on=fields.Date.context_today(self), approved_by_id=self.env.uid)

    def action_put_in_force(self):
        self._transition("put_in_force", in_force_from=fields.Date.context_today(self))

    def _transition(self, action, **values):
        if action == "put_in_force":
            self._supersede_older()
        return super()._transition(action, **values)

    def _supersede_older(self):
        """In the same transaction, and only if this version may take its place."""
        self.ensure_one()
        if why := self._may_take("put_in_force"):
            raise UserError(why)
        if older := self.search([("state", "=", "in_force")]):
            older._transition("supersede")
            older.flush_recordset(["state"])

    def _after_transition(self, action):
        self.env["wlec.policy.acknowledgement"]._forget_obstacles()
        return super()._after_transition(action)

    def action_new_version(self):
        """A draft of the next version, starting from this text."""
        self.ensure_one()
        draft = self.create({"name": self.name, "body": self.body, "grace_days": self.grace_days})
        return draft._get_records_action(view_mode="form", views=[(False, "form")])

    @api.model
    def _load_first_version(self):
        """The policy the centre already has: reviewed and in force before this addon came (called from the data file)."""
        policy = self.env.ref("wlec_confidentiality.policy_version_1")
        if policy.state != "draft" or self._in_force():
            return
        with permit(policy, policy._workflow_fields()):
            policy.write({"approved_on": "2018-12-01", "in_force_from": "2018-12-01", "state": "in_force"})
