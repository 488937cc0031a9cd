# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.chatter import owners
from odoo.addons.wlec_confidentiality.tools import clock, deadlines

# What starts, moves or stops a clock without being a step.
_MOVED_BY = frozenset(
    ("answer_by", "ground", "callback_at", "callback_by_id", "walled_at", "package_destroyed_at", "tell_date")
)


class WlecDisclosureRequestClocks(models.Model):
    """What has to be done about a disclosure in time: the notice answered, the decision taken, the call made, the client and the
    recipients told, the package handed over."""

    _name = "wlec.disclosure.request"
    _inherit = ["wlec.disclosure.request", "wlec.clock.mixin"]

    notice_ids = fields.One2many(
        "wlec.disclosure.notice", "request_id", string="Notices about it", readonly=True
    )

    def write(self, vals):
        result = super().write(vals)
        if _MOVED_BY & vals.keys():
            self._run_clocks()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests.filtered("answer_by")._run_clocks()
        return requests

    def _after_transition(self, action):
        super()._after_transition(action)
        self._run_clocks()

    def _plan_telling(self):
        self._run_clocks()

    def _ask_for_review(self):
        super()._ask_for_review()
        self._run_clocks()

    # ---- the clocks
    @api.model
    def _clock_domain(self):
        open_or_out = [("state", "in", (*deadlines.OPEN, "released"))]
        undone = [
            "|", ("answer_by", "!=", False), "|", ("state", "=", "submitted"), "|", ("ground", "=", "conflict"), "|", ("review_state", "=", "pending"),
            "|", ("notice_ids.state", "=", "to_send"), "&", ("state", "=", "released"),
            "|", ("told_at", "=", False), "&", ("package_hash", "!=", False), ("package_destroyed_at", "=", False),
        ]  # fmt: skip
        return [*open_or_out, *undone]

    def _deadlines(self, now):
        for request in self:
            facts = request._clock_facts()
            yield from ((request, deadline) for deadline in deadlines.of_disclosure(facts, now))

    def _clock_facts(self):
        released = self.released_at and clock.today_at_home(self.released_at)
        waiting = (
            self.sudo().notice_ids.filtered(lambda notice: notice.state == "to_send").mapped("create_date")
        )
        links = self.sudo().delivery_ids.filtered(lambda delivery: delivery.state in ("open", "expired"))
        return deadlines.Disclosure(
            state=self.state,
            created=clock.today_at_home(self.create_date),
            answer_by=self.answer_by or None,
            decide_by=self.decide_by or None,
            unwalled=self.ground == "conflict" and not self.walled_at,
            callback_due=self.callback_due or None,
            called_back=bool(self.callback_at),
            review_due=self.review_due or None,
            review_pending=self.is_emergency and self.review_state == "pending",
            tell_on=self._tell_on(released),
            told=bool(self.told_at) or self.review_state == "not_justified",
            released=released or None,
            has_package=bool(self.package_hash) and not self.package_destroyed_at,
            delivered=self.delivery_state == "delivered",
            link_until=max(links.filtered("expires_at").mapped("expires_at"), default=None),
            package_until=self.package_until or None,
            notices_since=clock.today_at_home(min(waiting)) if waiting else None,
        )

    def _tell_on(self, released):
        return (released if self.tell_client == "now" else self.tell_date) or None

    def _clock_text(self, kind):
        _ = self.env._
        if kind == "telling" and self.tell_client == "not":
            return _("Review: can the client be told about a disclosure now?")
        return {
            "notice": _("Answer a disclosure request before its time limit"),
            "decision": _("Decide on a disclosure request"),
            "wall": _("Conflict of interest: put up the wall"),
            "callback": _("Call back now: the identity is not checked yet"),
            "review": _("Emergency disclosure: review it"),
            "telling": _("Tell the client about a disclosure"),
            "delivery": _("See that the recipient gets the package"),
            "package": _("A package should have been destroyed: see to it"),
            "recipients": _("Tell the recipients that something has changed"),
        }[kind]

    # ---- who
    def _clock_person(self, role, kind):
        reason = self.env._("A deadline of the disclosure request %s", self.name)
        people = {
            "doer": lambda: self._clock_doer(kind),
            "manager": lambda: self._ask_manager(reason),
            "officer": lambda: self._ask_officer(reason),
            "chair": self._ask_chair,
        }[role]()
        # Whoever has approved already is not asked again.
        return people - (self.approver_id | self.second_approver_id) if kind == "decision" else people

    def _clock_doer(self, kind):
        """Whoever asked, or let it go, as long as they are there and know of it; then whoever works on the file."""
        first = [self.released_by_id] if kind in ("delivery", "package") else []
        for user in (*first, self.requester_id, self.sudo().case_id.caseworker_id):
            there = user and user._or_cover() == user
            if there and owners.users_let_in(self.env, self._name, self.id, user):
                return user
        return self.env["res.users"]
