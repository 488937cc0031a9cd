# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models


class WlecTwin(models.Model):
    """wlec.case as Odoo would have it: the same fields, in clear, with no record of who reads them."""

    _name = "wlec.twin"
    _description = "Twin of the case file"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "opened_on desc, id desc"

    name = fields.Char()
    state = fields.Selection(
        [("enquiry", "Enquiry"), ("open", "Open"), ("closed", "Closed")], default="enquiry"
    )
    partner_id = fields.Many2one("res.partner")
    caseworker_id = fields.Many2one("res.users")
    category_ids = fields.Many2many("wlec.information.category")
    opened_on = fields.Date(default=fields.Date.context_today)
    next_review_on = fields.Date()
    closed_on = fields.Date()
    matter = fields.Char()
    narrative = fields.Text()
    risk_notes = fields.Text()
    safe_contact = fields.Text()


class WlecTwinRuled(models.Model):
    """The same with the usual record rule, "I am one of its users": what Odoo's own means cost."""

    _name = "wlec.twin.ruled"
    _description = "Twin of the case file with a rule"
    _inherit = ["wlec.twin"]

    user_ids = fields.Many2many("res.users")


class WlecTwinFull(models.Model):
    """The same, for an auditing addon to log every read of, in full."""

    _name = "wlec.twin.full"
    _description = "Twin of the case file, logged in full"
    _inherit = ["wlec.twin"]


class WlecTwinFast(models.Model):
    """The same, for an auditing addon to log every read of, its fast way."""

    _name = "wlec.twin.fast"
    _description = "Twin of the case file, logged fast"
    _inherit = ["wlec.twin"]
