# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import protection
from odoo.addons.wlec_confidentiality.orm import audit

from . import protection_switch

_MAY = ("wlec_confidentiality.group_front_desk", "wlec_confidentiality.group_caseworker")


class ResPartner(models.Model):
    """When a contact becomes a client, and what goes with them."""

    _inherit = "res.partner"

    wlec_protected_by_id = fields.Many2one(
        "res.users",
        "Protected by",
        readonly=True,
        copy=False,
        help="Sees the contact as long as it has neither an enquiry nor a case file.",
    )
    wlec_can_protect = fields.Boolean(compute="_compute_wlec_can_protect")

    @api.depends_context("uid")
    @api.depends("wlec_protected")
    def _compute_wlec_can_protect(self):
        may = protection_switch.is_on(self.env) and any(self.env.user.has_group(group) for group in _MAY)
        able = self._never_clients() if may else self.browse()
        for partner in self:
            partner.wlec_can_protect = may and not partner.wlec_protected and partner._origin not in able

    def action_wlec_protect(self):
        """Protect these contacts as clients; there is no way back for one record."""
        self.check_access("write")
        if not any(self.env.user.has_group(group) for group in _MAY):
            raise ConfidentialityError(self.env._("Front desk and caseworkers protect a client's contact."))
        if never := self._never_clients():
            raise ConfidentialityError(
                self.env._("%s belongs to a colleague or to the centre itself.", never[0].display_name)
            )
        self.sudo().wlec_protected_by_id = self.env.user
        self._protect_as_clients(companies=True)
        return True

    # ---- who is one
    def _protect_as_clients(self, companies=False):
        """Protect those of these contacts that are people (also companies and agencies, where they are the client of a file),
        with their addresses. Nothing happens before the protection of the CRM has begun."""
        if not self or not protection_switch.is_on(self.env):
            return
        todo = self.sudo().filtered(lambda partner: not partner._is_row_protected())
        if not companies:
            todo = todo.filtered(lambda partner: not partner.is_company)
        todo -= todo._never_clients()
        todo.with_env(self.env)._protect()._protect_what_is_theirs()

    def _never_clients(self):
        """Those who belong to colleagues, to the centre, or to no person at all."""
        own = self.env["res.company"].sudo().search([("partner_id", "in", self._origin.ids)]).partner_id
        users = (
            self.env["res.users"]
            .sudo()
            .with_context(active_test=False)
            .search(
                Domain("partner_id", "in", self._origin.ids)
                & (Domain("share", "=", False) | Domain("id", "=", self.env.ref("base.public_user").id))
            )
        )
        return self._origin & (own | users.partner_id).with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        """A client's addresses are protected with them."""
        if protected := protection.named(self, "parent_id", vals_list)._protected_ids():
            self.check_access("create")
            self.browse(sorted(protected))._require_open()
            vals_list = [
                {**vals, "wlec_protected": True}
                if protected.intersection(protection.named(self, "parent_id", [vals]).ids)
                else vals
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if parent := protection.named(self, "parent_id", [vals]):
            self.check_access("write")
            parent._require_open()
        result = super().write(vals)
        if parent:
            audit.forget_lenses(self.env.cr)
            if parent._is_row_protected():
                self._protect_as_clients()
        return result

    # ---- what goes with them
    def _protect_what_is_theirs(self):
        """Addresses and enquiries. (The job that protects a filled CRM comes by these itself.)"""
        partners = self.sudo().with_context(active_test=False)
        partners.child_ids.filtered(lambda child: not child.is_company)._protect_as_clients()
        self.env["crm.lead"].sudo().with_context(active_test=False).search(
            [("partner_id", "in", self.ids), ("wlec_protected", "!=", True)]
        ).with_env(self.env)._protect()

    def _after_protect(self):
        super()._after_protect()
        self.sudo().with_context(active_test=False).user_ids._forget_signature()
        self._rename_attendees()

    def _rename_attendees(self):
        attendees = self.env["calendar.attendee"].sudo().search([("partner_id", "in", self.ids)])
        self.env.add_to_compute(attendees._fields["common_name"], attendees)

    def _after_unprotect(self):
        super()._after_unprotect()
        self._rename_attendees()
        self.env["res.users"].sudo().with_context(active_test=False).search(
            [("partner_id", "in", self.ids), ("signature", "=", False)]
        )._compute_signature()
