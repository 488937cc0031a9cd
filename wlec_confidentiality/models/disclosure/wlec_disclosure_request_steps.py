# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.tools import disclosure_people as people

from .wlec_disclosure_request_people import CASEWORKER, COMMITTEE, MANAGER, OFFICER

_ANYBODY = (CASEWORKER, OFFICER)
DECIDERS = (
    MANAGER,
    OFFICER,
    COMMITTEE,
)  # of the committee only the chair, and only what was passed on to them
# What a request is left with when it goes back to draft: nobody has approved it.
_UNDECIDED = {
    "approver_id": False, "second_approver_id": False, "approval_remark": False, "second_approval_remark": False,
    "approved_at": False, "submitted_by_id": False, "submitted_at": False, "decide_by": False,
    "chair_id": False,
}  # fmt: skip


class WlecDisclosureRequestSteps(models.Model):
    """The steps of a request. There is one way to "released", and it passes the gate four times."""

    _inherit = "wlec.disclosure.request"

    _TRANSITIONS = {
        ("draft", "assess"): Transition("assessed", (CASEWORKER,), "_guard_lawful"),
        ("assessed", "submit"): Transition("submitted", (CASEWORKER,), "_guard_lawful"),
        ("submitted", "first_approve"): Transition("submitted", DECIDERS, "_guard_approve"),
        ("submitted", "approve"): Transition("approved", DECIDERS, "_guard_approve_finally"),
        ("approved", "release"): Transition("released", _ANYBODY, "_guard_release"),
        ("released", "repack"): Transition("released", _ANYBODY, "_guard_release"),
        ("submitted", "ask_back"): Transition("draft", DECIDERS, "_guard_ask_back"),
        **{(state, "refuse"): Transition("refused", DECIDERS, "_guard_refuse")
           for state in ("draft", "assessed", "submitted", "approved")},
        **{(state, "cancel"): Transition("cancelled", _ANYBODY)
           for state in ("draft", "assessed", "submitted", "approved")},
        **{(state, "reopen"): Transition("draft", _ANYBODY) for state in ("assessed", "submitted", "approved")},
        **{(state, "stop"): Transition("draft", (), "_guard_stop") for state in ("assessed", "submitted", "approved")},
    }  # fmt: skip
    _WORKFLOW_FIELDS = {
        "name", "requester_id", "assessed_at", "submitted_by_id", "submitted_at", "approver_id", "second_approver_id",
        "approval_remark", "second_approval_remark", "approved_at", "refused_by_id", "refused_at", "released_by_id",
        "released_at", "cancelled_at", "stopped_at", "schedule", "schedule_hash", "package", "package_hash",
        "package_filename", "schedule_filename", "package_count",
    }  # fmt: skip

    assessed_at = fields.Datetime(string="Assessed on", readonly=True, copy=False)
    submitted_at = fields.Datetime(string="Submitted on", readonly=True, copy=False)
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    refused_at = fields.Datetime(string="Refused on", readonly=True, copy=False)
    released_at = fields.Datetime(string="Released on", readonly=True, copy=False, index="btree_not_null")
    cancelled_at = fields.Datetime(string="Cancelled on", readonly=True, copy=False)
    stopped_at = fields.Datetime(string="Stopped on", readonly=True, copy=False)

    can_assess = fields.Boolean(compute="_compute_can")
    can_submit = fields.Boolean(compute="_compute_can")
    can_approve = fields.Boolean(compute="_compute_can")
    can_refuse = fields.Boolean(compute="_compute_can")
    can_ask_back = fields.Boolean(compute="_compute_can")
    can_release = fields.Boolean(compute="_compute_can")
    can_repack = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")

    # ---- guards
    def _guard_lawful(self):
        if sentences := self._missing():
            return self.env._(
                "This disclosure is not lawful yet:\n%s", "\n".join(f"• {s}" for s in sentences)
            )
        return None

    def _guard_approve(self):
        return self._why_not_approve() or self._guard_lawful()

    def _guard_approve_finally(self):
        if not self._completes_approval():
            return self.env._("One more approval is needed first.")
        return self._guard_approve()

    def _guard_release(self):
        return self._why_not_release() or self._guard_lawful()

    def _guard_refuse(self):
        if self.env.uid in self._requesters():
            return self.env._("You asked for this disclosure, so somebody else decides on it.")
        return None if self._filled("refusal_reason") else self.env._("A refusal needs its reasons.")

    def _guard_ask_back(self):
        if self.env.uid in self._requesters():
            return self.env._("You asked for this disclosure, so somebody else decides on it.")
        return None if self._filled("question") else self.env._("Write down what you want to know.")

    def _guard_stop(self):
        return None if self.consent_id.state != "given" else self.env._("The consent still holds.")

    def _completes_approval(self):
        """Whether the present user's approval is the last one needed."""
        return people.approved(self.ground, (*self._approvers(), self._as_approver(self.env.user)))

    # ---- buttons
    def action_assess(self):
        self._transition("assess", assessed_at=fields.Datetime.now())

    def action_submit(self):
        for request in self:
            request._transition(
                "submit",
                submitted_by_id=self.env.uid,
                submitted_at=fields.Datetime.now(),
                decide_by=request._decide_by(),
                question=False,
            )

    def action_approve(self):
        for request in self:
            request._approve()

    def _approve(self):
        self._lock_for_decision()
        self.invalidate_recordset(["state", "approver_id", "second_approver_id"])
        self._lock_consent()
        step = "approve" if self._completes_approval() else "first_approve"
        place = "second_approver_id" if self.approver_id else "approver_id"
        remark = "second_approval_remark" if self.approver_id else "approval_remark"
        values = {place: self.env.uid}
        if self.state == "submitted" and self._filled("decision_remark"):
            values |= {remark: self.decision_remark, "decision_remark": False}
        if step == "approve":
            values["approved_at"] = fields.Datetime.now()
        self._transition(step, **values)

    def action_refuse(self):
        """Refuse, for the reasons written down; when there are none yet, ask for them."""
        self.ensure_one()
        if self._filled("refusal_reason") or not self.can_refuse:
            self._transition("refuse", refused_by_id=self.env.uid, refused_at=fields.Datetime.now())
            return {"type": "ir.actions.act_window_close"}
        return self._ask_for_words("refuse", self.env._("Why is it refused?"))

    def action_ask_back(self):
        """Give it back with a question; what is there so far stays, and approvals given so far are void."""
        self.ensure_one()
        if self._filled("question") or not self.can_ask_back:
            self._transition("ask_back", **_UNDECIDED)
            return {"type": "ir.actions.act_window_close"}
        return self._ask_for_words("ask_back", self.env._("What do you want to know?"))

    def _ask_for_words(self, step, title):
        view = self.env.ref(f"wlec_confidentiality.wlec_disclosure_request_view_form_{step}")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_cancel(self):
        self._transition("cancel", cancelled_at=fields.Datetime.now())

    def action_reopen(self):
        """Back to draft, for whoever needs to change or complete it; approvals given so far are void."""
        self._transition("reopen", **_UNDECIDED)

    def action_recommend_refusal(self):
        """A caseworker thinks it should be refused: the decision is asked for, whatever is missing."""
        self.check_access("write")
        for request in self:
            if request.state not in ("draft", "assessed"):
                raise TransitionError(
                    self.env._("This step is not possible in the state “%s”.", request._state_label())
                )
            request._plans_done()
            request._ask_for_decision()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Your line manager has been asked to decide."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # ---- what follows
    def _after_transition(self, action):
        super()._after_transition(action)
        self._plans_done()
        if action in ("submit", "first_approve"):
            self._ask_for_decision_of_others()
        elif action == "approve":
            self._ask_for_release()
        elif action == "ask_back":
            self._plan(self.requester_id, self.env._("A disclosure request came back to you with a question"))

    def _ask_for_decision_of_others(self):
        self._ask_for_decision()
        # Who has approved already is not asked again.
        approvers = self.approver_id | self.second_approver_id
        self.sudo().activity_ids.filtered(lambda activity: activity.user_id in approvers).unlink()

    # ---- a consent ends
    def _lock_consent(self):
        """Hold the consent still while deciding: it is withdrawn before, or after, but not in between."""
        consents = self.sudo().consent_id
        consents._lock_for_decision()
        consents.invalidate_recordset(["state", "valid_from", "valid_to", "confirmed_at"])

    def _stop(self):
        """The consent underneath has ended: back to draft, in the same transaction, and the requester is told."""
        for request in self:
            request._transition("stop", stopped_at=fields.Datetime.now(), **_UNDECIDED)
            request._plan(request.requester_id, self.env._("Disclosure stopped: the consent has ended"))
