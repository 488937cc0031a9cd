# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import Command, api, fields, models
from odoo.tools import format_date


class WlecBreachComplaint(models.Model):
    """A complaint that turns out to be a breach goes into the register, with one button."""

    _inherit = "wlec.breach.complaint"

    breach_count = fields.Integer("Breaches", compute="_compute_breach_count", groups="base.group_user")
    action_count = fields.Integer(
        "Actions of line management", compute="_compute_breach_count", groups="base.group_user"
    )

    @api.depends_context("uid")
    def _compute_breach_count(self):
        """Only what this user may see: to everybody else there is none."""
        for name, model in (("breach_count", "wlec.breach"), ("action_count", "wlec.management.action")):
            Model, counts = self.env[model].sudo(False), {}
            if Model.has_access("read"):
                counts = dict(
                    Model._read_group([("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"])
                )
            for complaint in self:
                complaint[name] = counts.get(complaint, 0)

    def write(self, vals):
        result = super().write(vals)
        if "subject_user_ids" in vals:
            self.sudo()._wall_breaches()
        return result

    def _wall_breaches(self):
        """Whom the complaint turns out to be about had a hand in the breach that came from it, too: they lose sight of it at once, and
        whoever of them dealt with it gives it up. Never the other way round: somebody may be involved in a breach who is not
        complained about, so whoever is taken off the complaint is taken off the breach by hand."""
        for breach in self.env["wlec.breach"].search([("complaint_id", "in", self.ids)]):
            if late := breach.complaint_id.subject_user_ids - breach.subject_user_ids:
                breach.subject_user_ids = [Command.link(user.id) for user in late]

    def action_record_breach(self):
        """Enter it in the register; a second press finds the first one's. The clock starts now: whoever presses this is certain
        enough. An earlier moment can be set there."""
        self.ensure_one()
        self.check_access("write")
        self._lock_for_decision()
        complaint = self.sudo()
        told = {
            "facts": self.description,
            "discovery": self.env._(
                "By the complaint %(name)s, received on %(date)s.",
                name=self.name,
                date=format_date(self.env, self.received_on, date_format="d MMMM y"),
            ),
        }
        found = self.env["wlec.breach"]._report_breach(
            "complaint", told, complaint.subject_user_ids, complaint=complaint, cases=complaint.case_id
        )
        mine = self.env["wlec.breach"].browse(found.id)
        if mine.has_access("read"):
            return mine._get_records_action(view_mode="form", views=[(False, "form")])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "It is in the register as %s. Somebody else deals with it.", found.name
                ),
            },
        }

    def action_open_actions(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_management_action_action"
        )
        where = [("complaint_id", "=", self.id)]
        return action | {"domain": where, "context": {"default_complaint_id": self.id}}
