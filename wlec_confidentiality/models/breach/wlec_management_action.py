# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access import held, references
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecManagementAction(models.Model):
    """What line management does about a breach or a complaint. Only those above the person concerned see it: never that
    person, nor those beside them."""

    _name = "wlec.management.action"
    _description = "Action of line management"
    _inherit = ["wlec.breach.thread.mixin", "wlec.confidential.mixin"]
    _order = "due_on, id"

    _TRANSITIONS = {
        ("open", "finish"): Transition("done", guard="_guard_outcome"),
        ("open", "cancel"): Transition("cancelled", guard="_guard_outcome"),
        ("done", "reopen"): Transition("open"),
        ("cancelled", "reopen"): Transition("open"),
    }
    _WORKFLOW_FIELDS = frozenset(("finished_on", "finished_by_id", "escalated"))
    _ORIGIN = frozenset(("name", "breach_id", "complaint_id", "person_id"))

    name = fields.Char("Reference", required=True, readonly=True, copy=False, default="New")
    breach_id = fields.Many2one("wlec.breach", "Breach", ondelete="restrict", index="btree_not_null")
    complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Complaint", ondelete="restrict", index="btree_not_null"
    )
    person_id = fields.Many2one(
        "res.users", "Person concerned", required=True, ondelete="restrict", index=True,
        domain="[('share', '=', False)]", help="They and those beside them never see this.",
    )  # fmt: skip
    owner_id = fields.Many2one(
        "res.users", "To be done by", required=True, ondelete="restrict", index=True, default=lambda self: self.env.uid,
        domain="[('share', '=', False), ('id', '!=', person_id)]", help="Somebody above the person concerned.",
    )  # fmt: skip
    kind = fields.Selection(
        [
            ("supervision", "Supervision"),
            ("training", "Training"),
            ("restriction", "Restriction of access"),
            ("disciplinary", "Disciplinary matter (its reference only)"),
            ("other", "Something else"),
        ],
        required=True,
        default="supervision",
    )
    hr_reference = fields.Char(
        "Reference of the personnel file", help="Nothing of a disciplinary matter itself is kept here."
    )
    what = ConfidentialText("What is to be done")
    due_on = fields.Date("Due on", required=True, index=True)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    state = fields.Selection(
        [("open", "To do"), ("done", "Done"), ("cancelled", "Not needed any more")],
        "Status",
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )
    outcome = ConfidentialText("What came of it")
    finished_on = fields.Date("Finished on", readonly=True, copy=False)
    finished_by_id = fields.Many2one("res.users", "Finished by", readonly=True, copy=False)
    can_finish = fields.Boolean(compute="_compute_can")
    can_cancel = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")

    _name_uniq = models.Constraint("UNIQUE (name)", "There is an action with this reference already.")
    _one_origin = models.Constraint(
        "CHECK ((breach_id IS NULL) <> (complaint_id IS NULL))",
        "It belongs to one breach or to one complaint.",
    )

    def init(self):
        super().init()
        held.follow(self.env.cr, self._table, "owner_id")

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for action in self:
            action.is_overdue = action.state == "open" and bool(action.due_on and action.due_on < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = fields.Domain("state", "=", "open") & fields.Domain("due_on", "<", today)
        return late if True in value else ~late

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        for vals, name in zip(vals_list, references.draw(self, "ACT", len(vals_list)), strict=True):
            vals["name"] = name
            self._check_origin_open(vals)
        actions = super().create(vals_list)
        actions._brief_owner()
        return actions

    def _check_origin_open(self, vals):
        """Before anything is hung on a breach or complaint: else the database itself says which ids exist."""
        for name, model in (("breach_id", "wlec.breach"), ("complaint_id", "wlec.breach.complaint")):
            if vals.get(name) and not self.env.su:
                self.env[model].browse(vals[name]).check_access("read")

    def write(self, vals):
        if self._ORIGIN & vals.keys():
            raise TransitionError(
                self.env._("Whom and what an action is about stays as it was: make another one.")
            )
        if {"what", "due_on", "owner_id", "kind", "hr_reference", "outcome"} & vals.keys() and any(
            action.state != "open" for action in self
        ):
            raise TransitionError(self.env._("This action is finished: reopen it to change anything."))
        result = super().write(vals)
        if "owner_id" in vals:
            self._tasks_done()
            self._brief_owner()
        return result

    @api.constrains("owner_id", "person_id")
    def _check_owner(self):
        for action in self:
            if action.id not in action.sudo()._need_to_know(action.owner_id.id):
                raise ValidationError(
                    self.env._(
                        "%s is not above the person concerned: choose a line manager of theirs, the officer or the chair.",
                        action.owner_id.sudo().name,
                    )
                )

    @api.constrains("kind", "hr_reference")
    def _check_hr_reference(self):
        if any(action.kind == "disciplinary" and not action.hr_reference for action in self):
            raise ValidationError(
                self.env._("Give the reference of the personnel file, and nothing else of it.")
            )

    def _brief_owner(self):
        for action in self:
            action._task(action.owner_id, self.env._("Something to do for line management"), action.due_on)

    # ---- steps
    def _guard_outcome(self):
        return self._gap(outcome=self.env._("Write down what came of it."))

    def action_finish(self):
        self._transition("finish", finished_on=fields.Date.context_today(self), finished_by_id=self.env.uid)

    def action_cancel(self):
        self._transition("cancel", finished_on=fields.Date.context_today(self), finished_by_id=self.env.uid)

    def action_reopen(self):
        self._transition("reopen", finished_on=False, finished_by_id=False, escalated=0)

    def _after_transition(self, action):
        super()._after_transition(action)
        self._tasks_done()
        if action == "reopen":
            self._brief_owner()
