# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.tools import clock

from .wlec_breach_complaint import STAFF

WORKING_ON_IT = ("acknowledged", "investigating")
HEARS_FROM_US = (*WORKING_ON_IT, "review")


class WlecBreachComplaint(models.Model):
    """When it is due: the clocks of ``tools/clock`` (written down in ``tests/unit/clock_specification.md``), and what stops them
    and puts them off. The law's clock for acknowledging stops for nothing."""

    _inherit = "wlec.breach.complaint"

    paused_on = fields.Date("Waiting for the client since", readonly=True, copy=False, groups=STAFF)
    waited_days = fields.Integer("Days waited", readonly=True, copy=False, groups=STAFF, aggregator=None)
    extended_to = fields.Date("Put off to", readonly=True, copy=False, groups=STAFF)
    last_news_on = fields.Date("Last news to the client", readonly=True, copy=False, groups=STAFF)
    progress_due_on = fields.Date(
        "Next progress notice",
        compute="_compute_progress_due_on",
        groups=STAFF,
        help="Somebody who complained and hears nothing is told how far we are.",
    )
    is_progress_due = fields.Boolean(
        compute="_compute_progress_due_on", search="_search_is_progress_due", groups=STAFF
    )

    can_pause = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")
    can_extend = fields.Boolean(compute="_compute_can")
    can_tell_progress = fields.Boolean(compute="_compute_can")

    @api.model
    def _workflow_fields(self):
        return super()._workflow_fields() | {"paused_on", "waited_days", "extended_to", "last_news_on"}

    # ---- what is due when
    @api.depends("received_on", "extended_to", "waited_days")
    def _compute_deadlines(self):
        for complaint in self:
            received = complaint.received_on
            complaint.acknowledge_by = received and clock.acknowledge_by(received)
            complaint.acknowledge_target = received and clock.acknowledge_target(received)
            complaint.outcome_target_on = received and clock.outcome_due(
                received, complaint.extended_to or None, complaint.waited_days
            )

    @api.depends("state", "received_on", "review_requested_on", "outcome_target_on", "paused_on")
    def _compute_due_on(self):
        for complaint in self:
            due = False
            if complaint.state == "received":
                due = complaint.received_on and clock.acknowledge_by(complaint.received_on)
            elif complaint.state in WORKING_ON_IT and not complaint.paused_on:
                due = complaint.outcome_target_on
            elif complaint.state == "review" and complaint.review_requested_on:
                due = clock.review_target(complaint.review_requested_on)
            complaint.due_on = due

    @api.depends("state", "last_news_on", "acknowledged_on", "received_on", "paused_on")
    def _compute_progress_due_on(self):
        every, today = self.env.company.sudo().wlec_complaint_progress_days, self._today()
        for complaint in self:
            last = complaint.last_news_on or complaint.acknowledged_on or complaint.received_on
            waits = complaint.state in HEARS_FROM_US and last
            complaint.progress_due_on = waits and clock.progress_due(last, every)
            complaint.is_progress_due = bool(waits and complaint.progress_due_on <= today)

    def _search_is_progress_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = Domain("state", "in", HEARS_FROM_US) & Domain("last_news_on", "<=", self._longest_silence())
        return Domain.OR([due] * (True in value) + [~due] * (False in value))

    @api.model
    def _longest_silence(self):
        """Whoever heard from us last on this day, or before, is to hear again today."""
        return self._today() - timedelta(days=self.env.company.sudo().wlec_complaint_progress_days)

    def _heard(self):
        """The client has heard from us today."""
        with permit(self, {"last_news_on"}):
            self.sudo().last_news_on = self._today()

    # ---- stopping, going on, putting off
    def _pause(self):
        self._transition("pause", paused_on=self._today())

    def action_resume(self):
        self._transition("resume", **self._resumed())

    def _resumed(self):
        """The values by which the clock goes on; the days waited are added to the time for the answer."""
        self.ensure_one()
        waited = clock.waited(self.paused_on, self._today()) if self.paused_on else 0
        return {"paused_on": False, "waited_days": self.waited_days + waited}

    def _extend(self, until):
        """Put off the answer to ``until``.

        :raise TransitionError: not later than it is due now, or further than can be put off at once
        """
        self.ensure_one()
        latest = clock.latest_extension(max(self.outcome_target_on, self._today()))
        if not until or not max(self.outcome_target_on, self._today()) < until <= latest:
            raise TransitionError(
                self.env._(
                    "Choose a day after %(due)s, when the answer is due now, and not after %(latest)s. It can be put off again then.",
                    due=format_date(self.env, self.outcome_target_on, date_format="d MMMM y"),
                    latest=format_date(self.env, latest, date_format="d MMMM y"),
                )
            )
        # Days waited come on top of the day it was put off to: they are in the new day already.
        self._transition("extend", extended_to=until - timedelta(days=self.waited_days))

    def _tell_progress(self):
        self._transition("tell_progress")

    def _guard_pause(self):
        return self.env._("The clock stands still already.") if self.paused_on else None

    def _guard_resume(self):
        return None if self.paused_on else self.env._("The clock is running.")

    def _guard_extend(self):
        return self.env._("Let the clock go on first.") if self.paused_on else None

    def _client_wrote(self):
        """What we waited for has come: the clock goes on by itself."""
        for complaint in self.sudo().filtered("paused_on"):
            with permit(complaint, complaint._workflow_fields()):
                complaint.write(complaint._resumed())
                complaint._note_transition("resume", complaint.state)
