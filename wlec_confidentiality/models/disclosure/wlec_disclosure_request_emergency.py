# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools import clock
from odoo.addons.wlec_confidentiality.tools import disclosure_gate as gate

from .wlec_disclosure_request_people import CASEWORKER, OFFICER
from .wlec_disclosure_request_steps import DECIDERS, WlecDisclosureRequestSteps

_CALLBACK_HOURS = 24
_SHORTEST_REASON = 20
# What may wait until the danger is averted, and is completed for the review.
_COMPLETED_LATER = frozenset({
    "callback_by_id", "callback_at", "callback_number", "asker_name", "asker_rank", "asker_contact", "necessity",
    "notice_document", "notice_filename", "proportionality", "lawful_basis", "condition_id", "offence_condition_id", "purpose_id", "tell_client", "tell_date", "tell_reason", "item_ids",
})  # fmt: skip


class WlecDisclosureRequestEmergency(models.Model):
    """Danger that is there now: whoever is on duty lets the least that helps go at once, and answers for it afterwards.

    The call-back follows within 24 hours, the review by two others within one working day. What is not done in time, or not
    found justified, is a breach of confidentiality from that moment.
    """

    _inherit = "wlec.disclosure.request"

    is_emergency = fields.Boolean(string="Emergency release", readonly=True, copy=False)
    emergency_reason = ConfidentialText(
        string="Why it cannot wait",
        help="At least 20 characters. Two others review it within one working day.",
    )
    callback_due = fields.Datetime(string="Call back by", readonly=True, copy=False)
    review_due = fields.Datetime(string="Review by", readonly=True, copy=False, index="btree_not_null")
    review_state = fields.Selection(
        [("pending", "Awaits review"), ("justified", "Justified"), ("not_justified", "Not justified")],
        string="Review", readonly=True, copy=False,
    )  # fmt: skip
    review_finding = ConfidentialText(string="Finding of the review")
    breach_at = fields.Datetime(string="A breach since", readonly=True, copy=False, index="btree_not_null")
    breach_reason = fields.Selection(
        [
            ("callback", "The identity was not checked within 24 hours"),
            ("review", "It was not reviewed in time"),
            ("not_justified", "The review found it not justified"),
        ],
        string="Why it is a breach", readonly=True, copy=False,
    )  # fmt: skip
    can_release_emergency = fields.Boolean(compute="_compute_can")
    can_justify = fields.Boolean(compute="_compute_can")
    can_reject = fields.Boolean(compute="_compute_can")

    _TRANSITIONS = {
        **WlecDisclosureRequestSteps._TRANSITIONS,
        ("draft", "release_emergency"): Transition("released", (CASEWORKER, OFFICER), "_guard_emergency"),
        ("assessed", "release_emergency"): Transition("released", (CASEWORKER, OFFICER), "_guard_emergency"),
        ("released", "first_justify"): Transition("released", DECIDERS, "_guard_justify"),
        ("released", "justify"): Transition("released", DECIDERS, "_guard_justify_finally"),
        ("released", "reject"): Transition("released", DECIDERS, "_guard_reject"),
        ("released", "breach"): Transition("released", (), "_guard_breach"),
    }
    _EMERGENCY_FIELDS = frozenset({
        "is_emergency", "callback_due", "review_due", "review_state", "breach_at", "breach_reason",
    })  # fmt: skip

    def _workflow_fields(self):
        return super()._workflow_fields() | self._EMERGENCY_FIELDS

    @api.depends("is_emergency", "review_state")
    def _compute_can(self):
        super()._compute_can()
        for request in self.filtered(lambda r: not r.is_emergency or r.review_state != "pending"):
            request.can_justify = request.can_reject = False

    # ---- letting go
    def _guard_emergency(self):
        sentences = [self._sentence(gap) for gap in gate.missing_in_emergency(self._facts())]
        if not self._filled("emergency_reason") or len(self.emergency_reason.strip()) < _SHORTEST_REASON:
            sentences.append(
                self.env._(
                    "Say in at least %s characters why it cannot wait (page “Danger”).", _SHORTEST_REASON
                )
            )
        if sentences:
            return self.env._("It cannot leave yet:\n%s", "\n".join(f"• {s}" for s in sentences))
        return None

    def action_release_emergency(self):
        """Let the least that helps go now. The package is made as for any release; the review is due in one working day."""
        self.ensure_one()
        now = fields.Datetime.now()
        self._transition(
            "release_emergency", is_emergency=True, review_state="pending", submitted_by_id=self.env.uid, submitted_at=now,
            released_by_id=self.env.uid, released_at=now, review_due=self._review_due(),
            callback_due=now + relativedelta(hours=_CALLBACK_HOURS) if self.callback_needed else False,
        )  # fmt: skip
        audit.record(self, "emergency")
        password = self._make_package()
        self._ask_for_review()
        return self._show_password(password)

    def _review_due(self):
        """The end of the next working day, as the centre's clock has it."""
        return clock.end_of_day(clock.add_working_days(clock.today_at_home(), 1))

    def _ask_for_review(self):
        asked = self._ask_manager() | self._ask_officer()
        asked |= self.env["res.users"] if len(asked) > 1 else self._ask_chair()
        self._plan(asked, self.env._("Emergency disclosure: review it"), self.review_due.date())

    def _check_open_for_edits(self):
        open_for_review = self.filtered(lambda r: r.is_emergency and r.review_state == "pending")
        super(WlecDisclosureRequestEmergency, self - open_for_review)._check_open_for_edits()

    def write(self, vals):
        frozen = (self._FACTS | {"emergency_reason"}) & vals.keys()
        pending = self.filtered(lambda r: r.is_emergency and r.review_state == "pending")
        if frozen - _COMPLETED_LATER and any(r.is_emergency for r in self):
            super()._check_open_for_edits()
        if "review_finding" in vals and not self.env.su and not (self._decides() and pending == self):
            self._check_decision_texts({"refusal_reason": vals["review_finding"]})
        return super().write(vals)

    # ---- the review
    def _guard_pending(self):
        if not self.is_emergency or self.review_state != "pending":
            return self.env._("There is no emergency release to review here.")
        return None

    def _guard_justify(self):
        return self._guard_pending() or self._why_not_approve() or self._guard_lawful()

    def _guard_justify_finally(self):
        if not self._completes_approval():
            return self.env._("One more person reviews it first.")
        return self._guard_justify()

    def _guard_reject(self):
        if not self._filled("review_finding"):
            return self._guard_pending() or self.env._("Say what the review has found.")
        return self._guard_pending() or self._why_not_approve()

    def action_justify(self):
        """It was justified. Two say so, one of them the officer, and neither of them let it go."""
        for request in self:
            request._lock_for_decision()
            request.invalidate_recordset(["state", "approver_id", "second_approver_id"])
            last = request._completes_approval()
            place = "second_approver_id" if request.approver_id else "approver_id"
            values = {place: self.env.uid}
            if last:
                values |= {"review_state": "justified", "approved_at": fields.Datetime.now()}
            request._transition("justify" if last else "first_justify", **values)

    def action_reject(self):
        """It was not justified: a breach of confidentiality from the moment it left."""
        self.ensure_one()
        if not self._filled("review_finding") and self.can_reject:
            return self._ask_for_words("reject", self.env._("Why was it not justified?"))
        self._transition(
            "reject",
            review_state="not_justified",
            breach_at=fields.Datetime.now(),
            breach_reason="not_justified",
        )
        return {"type": "ir.actions.act_window_close"}

    # ---- a breach by itself
    def _guard_breach(self):
        return None if self._overdue() else self.env._("Nothing is overdue.")

    def _overdue(self):
        """Which of the two duties of an emergency release is overdue, or ``None``."""
        now = fields.Datetime.now()
        if not self.is_emergency or self.breach_at:
            return None
        if self.callback_due and self.callback_due < now and not self.callback_at:
            return "callback"
        return "review" if self.review_state == "pending" and self.review_due < now else None

    @api.model
    def _cron_emergencies(self):
        """What was not checked or reviewed in time becomes a breach, whether anybody looks or not."""
        released = self.search(
            [("is_emergency", "=", True), ("breach_at", "=", False), ("state", "=", "released")]
        )
        for request in released.filtered(lambda r: r._overdue()):
            request._transition("breach", breach_at=fields.Datetime.now(), breach_reason=request._overdue())

    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "first_justify":
            self._ask_for_review()
            self.sudo().activity_ids.filtered(lambda a: a.user_id in self.approver_id).unlink()
        if action == "justify":
            self._plan_telling()
        if action in ("reject", "breach"):
            self._became_breach()

    def _became_breach(self):
        """The officer deals with it as a breach from now on; the clock of 72 hours has begun."""
        officers = self._ask_officer() | self._ask_chair()
        self._plan(
            officers, self.env._("An emergency disclosure has become a breach: assess it, the 72 hours run")
        )
