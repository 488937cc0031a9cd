# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know

MANAGER = "wlec_confidentiality.group_line_manager"


class WlecCase(models.Model):
    """Who may see a file, and how that follows the people who work on it."""

    _inherit = "wlec.case"

    is_granted = fields.Boolean("Open to me", compute="_compute_is_granted", search="_search_is_granted")
    grant_ids = fields.One2many("wlec.access.grant", "case_id", "Who may see this file")
    exclusion_ids = fields.One2many("wlec.access.exclusion", "case_id", "Who is kept out")
    grant_count = fields.Integer("People with access", compute="_compute_grant_count")
    granted_until = fields.Datetime("Open to me until", compute="_compute_granted_until")
    may_reassign = fields.Boolean(compute="_compute_may")
    may_grant = fields.Boolean(compute="_compute_may")

    # ---- one question, one piece of SQL (the record rules are this field)
    @api.depends_context("uid")
    @api.depends("grant_ids.valid_to", "grant_ids.revoked_at", "exclusion_ids.lifted_at")
    def _compute_is_granted(self):
        granted = need_to_know.open_files(self.env, self.env.uid, self._origin.ids)
        mine = self.filtered(lambda case: case._origin.id in granted)
        mine.is_granted = True
        (self - mine).is_granted = False

    @api.model
    def _search_is_granted(self, operator, value):
        if operator != "in":
            return NotImplemented
        need_to_know.flush(self.env)
        uid = self.env.uid
        granted = Domain.custom(
            to_sql=lambda model, alias, query: need_to_know.holds(SQL.identifier(alias, "id"), uid),
        )
        return granted if True in value else ~granted

    @api.depends("grant_ids.revoked_at")
    def _compute_grant_count(self):
        for case in self:
            case.grant_count = len(case.grant_ids.filtered("is_valid").user_id - case._kept_out())

    @api.depends_context("uid")
    @api.depends("grant_ids.valid_to", "grant_ids.revoked_at")
    def _compute_granted_until(self):
        """When the present user's last grant ends; empty when one of them has no end."""
        for case in self:
            mine = case.grant_ids.filtered(lambda grant: grant.is_valid and grant.user_id == self.env.user)
            ends = mine.mapped("valid_to")
            case.granted_until = max(ends) if ends and all(ends) else False

    def _kept_out(self):
        return self.exclusion_ids.filtered(lambda exclusion: not exclusion.lifted_at).user_id

    # ---- the caseworker and their line manager see the file
    def _grant_to_team(self):
        """Each file is open to its caseworker and to the caseworker's line manager, without anybody's doing."""
        Grant = self.env["wlec.access.grant"]
        for caseworker, cases in self.grouped("caseworker_id").items():
            Grant._grant(cases, caseworker, "assigned", self.env._("Caseworker of the file"))
            if manager := caseworker.sudo().wlec_line_manager_id:
                Grant._grant(
                    cases,
                    manager,
                    "line_management",
                    self.env._("Line manager of the caseworker, %s", caseworker.sudo().name),
                )

    def _follow_reassignment(self):
        """After another caseworker was set: the former ones' access ends, the new ones' begins."""
        for caseworker, cases in self.grouped("caseworker_id").items():
            manager = caseworker.sudo().wlec_line_manager_id
            running = cases.sudo().grant_ids.filtered(lambda grant: not grant.revoked_at)
            former = running.filtered_domain([("source", "=", "assigned"), ("user_id", "!=", caseworker.id)])
            former |= running.filtered_domain(
                [("source", "=", "line_management"), ("user_id", "!=", manager.id)]
            )
            former.sudo(self.env.su)._end("reassigned")
        self._grant_to_team()

    @api.depends_context("uid")
    @api.depends("caseworker_id")
    def _compute_may(self):
        """What the buttons of the form need to know; the checks themselves stand where the thing is done."""
        manager = self.env.user.has_group(MANAGER)
        for case in self:
            case.may_reassign = case._manages(case.caseworker_id)
            case.may_grant = manager or case.caseworker_id == self.env.user

    def _manages(self, user):
        me = self.env.user
        return me.has_group(MANAGER) and (user.sudo().wlec_line_manager_id == me or user == me)

    def _check_reassignment(self, caseworker):
        for case in self:
            if not (self.env.su or case._manages(case.caseworker_id) or case._manages(caseworker)):
                raise AccessError(
                    self.env._(
                        "Only the line manager of the present or of the new caseworker hands over a file."
                    )
                )
