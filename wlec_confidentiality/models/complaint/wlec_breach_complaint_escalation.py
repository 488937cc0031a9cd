# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import clock

from .wlec_breach_complaint import STAFF
from .wlec_breach_complaint_clocks import HEARS_FROM_US

_LEVELS = [("0", "Nobody: in time"), ("1", "Whoever looks into it"), ("2", "The officer"), ("3", "The chair")]


class WlecBreachComplaint(models.Model):
    """What is late goes up: to whoever looks into it, to the officer, to the chair; as tasks that say nothing of it. A letter that
    a mail server refused comes to light as well."""

    _inherit = "wlec.breach.complaint"

    escalation_level = fields.Integer("Passed up", readonly=True, copy=False, groups=STAFF, aggregator=None)
    escalation = fields.Selection(
        _LEVELS, "Passed up to", compute="_compute_escalation", store=True, groups=STAFF
    )

    @api.model
    def _workflow_fields(self):
        return super()._workflow_fields() | {"escalation_level"}

    @api.depends("escalation_level")
    def _compute_escalation(self):
        for complaint in self:
            complaint.escalation = str(complaint.escalation_level or 0)

    @api.model
    def _cron_clocks(self):
        """Once a day: remind, pass up, ask for news, and find what did not go out. Four searches, whatever there is."""
        for complaint in self.search(self._escalation_domain()):
            level = complaint._escalation_now()
            if level > complaint.escalation_level:
                complaint._escalate(level)
        for complaint in self.search([("is_progress_due", "=", True)]):
            who = complaint.reviewer_id if complaint.state == "review" else complaint.investigator_id
            complaint._task(complaint._news_summary(), complaint._today(), who)
        self._find_refused_mails()

    @api.model
    def _escalation_domain(self):
        running = Domain("state", "in", ("received", *HEARS_FROM_US)) & Domain("due_on", "!=", False)
        # Nothing is due for a reminder earlier than five working days, which are never more than two weeks of days.
        near = Domain("state", "=", "received") | Domain(
            "due_on", "<=", clock.add_working_days(self._today(), 6)
        )
        return running & near & Domain("escalation_level", "<", clock.CHAIR)

    def _escalation_now(self):
        self.ensure_one()
        today = self._today()
        if self.state == "received":
            return clock.acknowledgement_escalation(self.received_on, today)
        return clock.answer_escalation(self.due_on, today)

    def _escalate(self, level):
        worker = self.reviewer_id if self.state == "review" else self.investigator_id
        if level == clock.INVESTIGATOR:
            self._task(self.env._("A deadline is near"), self.due_on, worker)
        if level >= clock.OFFICER:
            self._task(self.env._("A deadline has passed"), self._today())
        if level >= clock.CHAIR:
            self._to_the_chair()
        with permit(self, {"escalation_level"}):
            self.escalation_level = level
        audit.record(self, "transition", fields=("escalate",))

    def _to_the_chair(self):
        """The chair, or the first trustee who is free, sees it from now on."""
        self.ensure_one()
        chair = self.env.company.sudo().wlec_chair_id._or_cover()
        trustees = people.members(self.env, people.COMMITTEE)
        free = (chair & trustees | trustees).filtered(lambda user: not self._obstacle(user))[:1]
        if free and free != self.handler_id:
            self._set_named({"overseer_id": free.id})
        if free:
            self._task(self.env._("A deadline has passed"), self._today(), free)

    def _news_summary(self):
        if self.paused_on:
            return self.env._("We are still waiting for a client: remind them")
        return self.env._("A progress notice is due")

    def _heard(self):
        super()._heard()
        summaries = (
            self.env._("A progress notice is due"),
            self.env._("We are still waiting for a client: remind them"),
        )
        self.sudo().activity_ids.filtered(lambda task: task.summary in summaries).unlink()

    def write(self, vals):
        """A new time begins: what was passed up comes down."""
        if vals.get("state") or "extended_to" in vals:
            vals = {"escalation_level": 0, **vals}
        return super().write(vals)

    @api.model
    def _find_refused_mails(self):
        """The mail that says “there is news” did not leave: the letter was not delivered either."""
        mails = self.env["mail.mail"].search([("model", "=", self._name), ("state", "=", "exception")])
        complaints = self.browse({mail.res_id for mail in mails if mail.res_id}).exists()
        letters = self.env["wlec.complaint.letter"].search(
            [("complaint_id", "in", complaints.ids), ("way", "=", "email"), ("state", "=", "sent")]
        )
        for complaint, theirs in letters.grouped("complaint_id").items():
            last = theirs.sorted("id")[-1]
            if any(mail.res_id == complaint.id and mail.create_date >= last.sent_on for mail in mails):
                last._note(
                    state="failed", failure=self.env._("The e-mail that says there is news was refused.")
                )
                complaint._task(self.env._("A letter could not be sent"), complaint._today())
