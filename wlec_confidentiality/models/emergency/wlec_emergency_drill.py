# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people, references, unsealed
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.reports import pdf

from . import practice

_EVERY = relativedelta(years=1)
_AHEAD = relativedelta(days=30)
_TASK = "mail.mail_activity_data_todo"


class WlecEmergencyDrill(models.Model):
    """Once a year: whether an emergency access does what it must, tried on a practice file, with the result as evidence.

    The drill is planned by the clock, carried out by an officer with one button, and says of itself line by line what it found.
    Nobody writes a result, and nobody changes one.
    """

    _name = "wlec.emergency.drill"
    _description = "Emergency drill"
    _inherit = ["wlec.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "due_on desc, id desc"

    _TRANSITIONS = {
        ("due", "pass"): Transition("passed", (people.OFFICER,)),
        ("due", "fail"): Transition("failed", (people.OFFICER,)),
    }
    _WORKFLOW_FIELDS = frozenset(("ran_by_id", "ran_at", "line_ids", "name", "file", "file_name"))

    name = fields.Char("Reference", readonly=True, copy=False, default="New")
    due_on = fields.Date("To be done by", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [("due", "To be done"), ("passed", "Everything held"), ("failed", "Something did not hold")],
        required=True,
        default="due",
        readonly=True,
        copy=False,
        index=True,
    )
    ran_at = fields.Datetime("Carried out", readonly=True, copy=False)
    ran_by_id = fields.Many2one("res.users", "By", readonly=True, copy=False, ondelete="restrict")
    line_ids = fields.One2many(
        "wlec.emergency.drill.line", "drill_id", "What was tried", readonly=True, copy=False
    )
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue")
    can_run = fields.Boolean("Can be carried out", compute="_compute_can_run")
    file = fields.Binary("As a document", readonly=True, copy=False, attachment=False)
    file_name = fields.Char(readonly=True, copy=False)

    _name_uniq = models.Constraint("UNIQUE (name)", "There is a drill with this reference already.")

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for drill in self:
            drill.is_overdue = drill.state == "due" and bool(drill.due_on) and drill.due_on < today

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_run(self):
        is_officer = self.env.user.has_group(people.OFFICER)
        for drill in self:
            drill.can_run = is_officer and drill.state == "due"

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        drills = super().create(vals_list)
        for drill, name in zip(drills, references.draw(self, "DRILL", len(drills)), strict=True):
            drill._note_down({"name": name})
        return drills

    def write(self, vals):
        if "due_on" in vals and any(drill.state != "due" for drill in self):
            raise ConfidentialityError(self.env._("What was found stays as it is: plan another drill."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise ConfidentialityError(self.env._("A drill is kept as evidence."))

    def _note_down(self, vals):
        with permit(self, self._workflow_fields()):
            self.write(vals)

    # ---- carrying it out
    def action_run(self):
        """Try everything, and keep what was found."""
        self.ensure_one()
        self.check_access("write")
        if why := self._may_take("pass"):
            raise ConfidentialityError(why)
        found = practice.drill(self.env.cr.dbname)
        held = bool(found) and all(holds for _name, holds, _what in found) and self._is_complete(found)
        self.env["wlec.emergency.drill.line"].sudo()._keep(self, found)
        self._transition("pass" if held else "fail", ran_at=fields.Datetime.now(), ran_by_id=self.env.uid)
        return True

    @api.model
    def _is_complete(self, found):
        """A drill that stopped half-way has not passed."""
        checks = self.env["wlec.emergency.drill.line"]._fields["check"].get_values(self.env)
        return {name for name, _holds, _what in found} == set(checks)

    def _after_transition(self, action):
        super()._after_transition(action)
        audit.record(self, "inspect", fields=(self.state,))
        self.sudo().activity_unlink([_TASK])
        if action == "fail":
            told = people.members(self.env, people.OFFICER) | people.chair(self.env)
            self._remind(told, self.env._("An emergency drill has failed"), fields.Date.context_today(self))

    def _remind(self, users, summary, deadline):
        for user in users:
            with unsealed.log_line():
                self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                    _TASK, date_deadline=deadline, summary=summary, user_id=user.id
                )

    # ---- once a year
    @api.model
    def _cron_plan(self):
        """A month ahead there is a drill to be done, and the officers know."""
        if self.search_count([("state", "=", "due")], limit=1):
            return
        today = fields.Date.context_today(self)
        last = self.search([("state", "=", "passed")], order="ran_at desc", limit=1)
        due_on = fields.Date.context_today(self, last.ran_at) + _EVERY if last else today + _AHEAD
        if due_on - _AHEAD <= today:
            drill = self.create([{"due_on": due_on}])
            drill._remind(
                people.members(self.env, people.OFFICER), self.env._("The yearly emergency drill"), due_on
            )

    # ---- on paper
    def action_print(self):
        """The result as a document, for the trustees."""
        self.ensure_one()
        self.check_access("read")
        if self.state == "due":
            raise ConfidentialityError(self.env._("The drill has not been carried out."))
        values = {"drill": self, "centre": self.env.company.sudo().name}
        page = self.env["ir.qweb"]._render("wlec_confidentiality.wlec_emergency_drill_page", values)
        drill = self.sudo()
        drill._note_down({"file": base64.b64encode(pdf.render(page)), "file_name": f"{self.name}.pdf"})
        audit.record(self, "print", fields=("line_ids",))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.name}.pdf?download=true",
            "target": "self",
        }
