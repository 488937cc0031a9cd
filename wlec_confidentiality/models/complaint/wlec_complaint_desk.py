# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.tools import clock


class WlecComplaintDesk(models.Model):
    """What an officer sees of every complaint, so that none is left lying: that it is there, when it came, how far it is, who handles
    it. Who made it, about whom, and every word of it are for those who handle it. Of a complaint about the officer: nothing."""

    _name = "wlec.complaint.desk"
    _description = "Complaint on the officers' desk, without its content"
    _inherit = ["wlec.complaint.blind.mixin"]
    _auto = False
    _wlec_walled = True  # a form that is to be filled in shows no label of one that is not there for its user
    _order = "due_on, received_on desc, id desc"

    name = fields.Char("Reference", readonly=True)
    received_on = fields.Date("Received on", readonly=True)
    state = fields.Selection(
        lambda self: self.env["wlec.breach.complaint"]._fields["state"].selection, readonly=True
    )
    acknowledge_by = fields.Date("Acknowledge by (law)", readonly=True)
    outcome_target_on = fields.Date("Answer by", readonly=True)
    due_on = fields.Date("Next deadline", readonly=True)
    escalation = fields.Selection(
        lambda self: self.env["wlec.breach.complaint"]._fields["escalation"].selection,
        "Passed up to",
        readonly=True,
    )
    handler_id = fields.Many2one("res.users", "Handled by", readonly=True)
    time_left = fields.Char("Time left", compute="_compute_clock")
    is_overdue = fields.Boolean("Overdue", compute="_compute_clock", search="_search_is_overdue")
    is_mine = fields.Boolean("Open to me", compute="_compute_is_mine")
    subject_user_ids = fields.Many2many(
        "res.users", "wlec_complaint_subject_rel", "complaint_id", "user_id", groups=fields.NO_ACCESS
    )

    overseer_id = fields.Many2one("res.users", groups=fields.NO_ACCESS)

    _depends = {
        "wlec.breach.complaint": [
            "name", "received_on", "state", "acknowledge_by", "outcome_target_on", "due_on", "escalation", "handler_id",
            "overseer_id", "subject_user_ids",
        ],
    }  # fmt: skip

    def _protected_closed(self):
        return set(self.ids) - set(self._filtered_by_search().ids)

    @property
    def _table_query(self):
        return SQL(
            """SELECT c.id, c.name, c.received_on, c.state, c.acknowledge_by, c.outcome_target_on, c.due_on, c.escalation,
                      c.handler_id, c.overseer_id
                 FROM wlec_breach_complaint c"""
        )

    @api.depends("due_on")
    def _compute_clock(self):
        Complaint = self.env["wlec.breach.complaint"]
        today = Complaint._today()
        for row in self:
            row.is_overdue = bool(row.due_on and row.due_on < today)
            row.time_left = Complaint._clock_text(clock.days_left(row.due_on, today)) if row.due_on else ""

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("due_on", "<", self.env["wlec.breach.complaint"]._today())
        return Domain.OR([late] * (True in value) + [~late] * (False in value))

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.env["wlec.breach.complaint"].sudo(False)._complaints_open_to(self.ids, self.env.uid)
        for row in self:
            row.is_mine = row.id in mine

    # ---- buttons
    def action_open(self):
        """The complaint itself, for those to whom it is open."""
        self.ensure_one()
        self.check_access("read")
        if not self.is_mine:
            raise UserError(
                self.env._("Somebody else handles this complaint. To read it, take it over and say why.")
            )
        return (
            self.env["wlec.breach.complaint"]
            .browse(self.id)
            ._get_records_action(view_mode="form", views=[(False, "form")])
        )

    def action_assign(self):
        """Ask who is to handle it from now on, and why."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_complaint_assign_action"
        )
        return {**action, "context": {"default_desk_id": self.id}}
