# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools import breach_clock

# A clock that is a little ahead is no date in the future.
_SLACK = timedelta(minutes=5)


class WlecBreach(models.Model):
    """The 72 hours. They run from the moment somebody of the staff became aware, and do not stop for a weekend."""

    _inherit = "wlec.breach"

    noticed_at = fields.Datetime(
        "Noticed on", required=True, default=fields.Datetime.now, readonly=True, help="As it was reported."
    )
    aware_at = fields.Datetime(
        "Aware since",
        required=True,
        default=fields.Datetime.now,
        index=True,
        help="When it was reasonably certain that this is a breach. As a rule that is when it was noticed.",
    )
    aware_reason = ConfidentialText("Why we were aware later than it was noticed")
    notify_by = fields.Datetime(
        "Regulator to be told by", compute="_compute_notify_by", store=True, index=True
    )
    notified_at = fields.Datetime("Regulator told on", readonly=True, copy=False)
    late_reason = ConfidentialText("Why the regulator was told late")
    clock_text = fields.Char("Clock", compute="_compute_clock")
    clock_stage = fields.Selection(
        [
            ("calm", "More than a day"),
            ("soon", "Less than a day"),
            ("urgent", "Less than six hours"),
            ("late", "Late"),
            ("done", "Stopped"),
        ],
        "Stage of the clock",
        compute="_compute_clock",
    )
    notify_by_text = fields.Char("By the clock on the wall", compute="_compute_clock")
    warned_stage = fields.Char(readonly=True, copy=False)

    _RUNNING = ("suspected", "assessed")

    @api.depends("aware_at")
    def _compute_notify_by(self):
        for breach in self:
            breach.notify_by = breach.aware_at and breach_clock.notify_by(breach.aware_at)

    @api.depends("notify_by", "state", "notified_at")
    def _compute_clock(self):
        now = fields.Datetime.now()
        for breach in self:
            runs = breach.state in self._RUNNING and breach.notify_by
            breach.clock_stage = breach_clock.stage(breach.notify_by, now) if runs else "done"
            breach.clock_text = breach._running_text(now) if runs else breach._stopped_text()
            breach.notify_by_text = breach.notify_by and format_datetime(
                self.env, breach.notify_by, tz="Europe/London", dt_format="EEEE d MMMM y, HH:mm (z)"
            )

    def _running_text(self, now):
        left = breach_clock.left(self.notify_by, now)
        if left.is_late:
            return self.env._("%(hours)s h %(minutes)s min late", hours=left.hours, minutes=left.minutes)
        return self.env._("%(hours)s h %(minutes)s min left", hours=left.hours, minutes=left.minutes)

    def _stopped_text(self):
        if not self.notified_at or not self.notify_by:
            return self.env._("Not running")
        left = breach_clock.left(self.notify_by, self.notified_at)
        words = {"hours": left.hours, "minutes": left.minutes}
        if left.is_late:
            return self.env._("Told %(hours)s h %(minutes)s min late", **words)
        return self.env._("Told with %(hours)s h %(minutes)s min to spare", **words)

    # ---- the moments it runs from
    @api.constrains("aware_at", "noticed_at", "happened_at")
    def _check_moments(self):
        latest = fields.Datetime.now() + _SLACK
        for breach in self:
            if any(at and at > latest for at in (breach.aware_at, breach.noticed_at, breach.happened_at)):
                raise ValidationError(
                    self.env._("A breach cannot have happened or been noticed in the future.")
                )
            if breach.happened_at and breach.happened_at > breach.aware_at:
                raise ValidationError(
                    self.env._("We cannot have been aware of it before it happened: please check the dates.")
                )

    def write(self, vals):
        if "noticed_at" in vals:
            raise TransitionError(self.env._("When it was noticed stays as it was reported."))
        if "aware_at" in vals:
            self._check_clock_runs()
            audit.record(self, "configure", fields=("aware_at",))  # whoever moves the clock is on record
        return super().write(vals)

    def _check_clock_runs(self):
        if any(breach.state not in self._RUNNING for breach in self):
            raise TransitionError(self.env._("The clock has stopped: what it ran from stays as it is."))

    def _guard_aware(self):
        if self.aware_at > self.noticed_at:
            return self._gap(
                aware_reason=self.env._(
                    "Say why we were aware only later than it was noticed (page “Clock”): the 72 hours run from there."
                )
            )
        return None

    # ---- nobody forgets it
    @api.model
    def _cron_warn(self):
        """Remind whoever deals with it a day and six hours before the end; once it is late, the chair, too."""
        now = fields.Datetime.now()
        warned_from = now + timedelta(hours=breach_clock.WARN_HOURS)
        running = self.search([("state", "in", self._RUNNING), ("notify_by", "<=", warned_from)])
        for breach in running:
            stage = breach_clock.stage(breach.notify_by, now)
            if stage != breach.warned_stage:
                breach.warned_stage = stage
                breach._warn(stage)

    def _warn(self, stage):
        asked = self.handler_id
        summary = {
            "soon": self.env._("Less than a day left for this breach"),
            "urgent": self.env._("Less than six hours left for this breach"),
            "late": self.env._("The 72 hours are over: tell the regulator now, and say why it is late"),
        }[stage]
        if stage == "late":
            asked |= self._bring_before_chair()
        self._task(asked, summary, fields.Date.context_today(self, self.notify_by))

    def _bring_before_chair(self):
        """The chair sees it from now on; where it is about them, another trustee."""
        breach = self.sudo()
        if not breach.chair_id:
            trustees = people.chair(self.env) | people.members(self.env, people.COMMITTEE)
            breach.chair_id = (trustees - breach.subject_user_ids)[:1]
        return breach.chair_id.with_env(self.env)
