# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import need_to_know
from odoo.addons.wlec_confidentiality.models.chatter import owners

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
            to_sql=lambda model, alias, query: need_to_know.holds(
                model.env, SQL.identifier(alias, "id"), uid
            ),
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
        self._have_caseworker_follow()

    def _have_caseworker_follow(self):
        """Whoever works on a file is told of news in it."""
        for caseworker, cases in self.sudo().grouped("caseworker_id").items():
            cases.message_subscribe(caseworker.partner_id.ids)

    def _drop_followers(self, users):
        """Those of these users who may see these files no longer do not follow them either: they would be told of nothing, and
        the others would think they are.

        By SQL, as Odoo forgets everything it has read when it deletes: whoever does this may be out of the file by then.
        """
        Followers = self.env["mail.followers"].sudo()
        rows = Followers.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("partner_id", "in", users.partner_id.ids),
            ]
        )
        gone = Followers.browse()
        for case_id, some in rows.grouped("res_id").items():
            told = owners.users_let_in(self.env, self._name, case_id, users).partner_id
            gone |= some.filtered(lambda follower, told=told: follower.partner_id not in told)
        if gone:
            self.env.cr.execute(SQL("DELETE FROM mail_followers WHERE id = ANY(%s)", gone.ids))
            gone.invalidate_recordset(flush=False)
            self.invalidate_recordset(["message_follower_ids", "message_partner_ids"], flush=False)

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
