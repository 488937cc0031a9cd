# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access import people
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import _permitted, permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import independence

from .wlec_breach_complaint import STAFF
from .wlec_breach_complaint_independence import HANDLER_GROUPS

# Who else sees a complaint, besides its handler.
NAMED = ("investigator_id", "reviewer_id", "overseer_id")
_REVIEWERS = {"review_text", "review_note"}


class WlecBreachComplaint(models.Model):
    """Who looks into it, who reviews it, and to whom it went because it was late: never somebody too close to it.

    Checked wherever it is set - form, remote call, import, full rights -, and again at every step that needs it."""

    _inherit = "wlec.breach.complaint"

    investigator_id = fields.Many2one(
        "res.users",
        "Looked into by",
        ondelete="set null",
        index="btree_not_null",
        groups=STAFF,
        copy=False,
        help="Chosen by the officer. Never a person the complaint is about, who reports to them, or their line manager.",
    )
    reviewer_id = fields.Many2one(
        "res.users",
        "Reviewed by",
        ondelete="set null",
        index="btree_not_null",
        groups=STAFF,
        copy=False,
        help="The chair or another trustee: not who looked into it or gave the answer.",
    )
    overseer_id = fields.Many2one(
        "res.users",
        "Passed on to",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups=STAFF,
        copy=False,
        help="The chair, because it was late.",
    )
    outcome_by_id = fields.Many2one(
        "res.users", "Answered by", ondelete="set null", readonly=True, groups=STAFF, copy=False
    )
    barred_user_ids = fields.Many2many(
        "res.users", string="Too close to it", compute="_compute_barred_user_ids", groups=STAFF
    )

    may_edit = fields.Boolean(compute="_compute_may_edit")

    @api.model
    def _workflow_fields(self):
        return super()._workflow_fields() | {"overseer_id"}

    # ---- who sees it
    def _open_sql(self, alias, uid):
        self.flush_model(NAMED)
        named = SQL(" OR ").join(SQL("%s = %s", SQL.identifier(alias, name), uid) for name in NAMED)
        return SQL(
            """(%s OR ((%s) AND %s AND NOT EXISTS (
                SELECT 1 FROM wlec_complaint_subject_rel s WHERE s.complaint_id = %s AND s.user_id = %s)))""",
            super()._open_sql(alias, uid),
            named,
            self.env["res.users"].sudo().browse(uid)._is_internal(),
            SQL.identifier(alias, "id"),
            uid,
        )

    # ---- who is too close
    @api.depends("subject_user_ids.wlec_line_manager_id")
    def _compute_barred_user_ids(self):
        managers = self._managers()
        for complaint in self:
            barred = independence.too_close(complaint.sudo().subject_user_ids.ids, managers)
            complaint.barred_user_ids = self.env["res.users"].browse(sorted(barred))

    @api.model
    def _managers(self):
        """{person: line manager}"""
        users = self.env["res.users"].sudo().with_context(active_test=False)
        users = users.search([("wlec_line_manager_id", "!=", False)])
        return {user.id: user.wlec_line_manager_id.id for user in users}

    def _obstacle(self, user):
        """Why this person can neither look into the complaint nor review it: a text, or ``None``."""
        self.ensure_one()
        complaint = self.sudo()
        why = independence.too_close(complaint.subject_user_ids.ids, self._managers()).get(user.id)
        if not why and user.partner_id == complaint.partner_id:
            return self.env._("Whoever made a complaint cannot judge it.")
        return {
            independence.SUBJECT: self.env._("A person the complaint is about cannot judge it."),
            independence.REPORT: self.env._(
                "%s reports to a person the complaint is about. Please choose somebody independent of them.",
                user.sudo().name,
            ),
            independence.MANAGER: self.env._(
                "%s is the line manager of a person the complaint is about. Please choose somebody who is not.",
                user.sudo().name,
            ),
        }.get(why)

    def _review_obstacle(self, user):
        """Why this person cannot review it: a text, or ``None``."""
        complaint, user = self.sudo(), user.sudo()
        if user in complaint.investigator_id | complaint.outcome_by_id:
            return self.env._("Whoever looked into the complaint or answered it cannot review it.")
        if not user.has_group(people.COMMITTEE):
            return self.env._("A review is for the chair or another trustee (a committee member).")
        return self._obstacle(user)

    @api.constrains(*NAMED, "outcome_by_id")
    def _check_independence(self):
        for complaint in self.sudo():
            for user in complaint.investigator_id | complaint.overseer_id:
                if why := complaint._obstacle(user):
                    raise ValidationError(why)
            if complaint.reviewer_id and (why := complaint._review_obstacle(complaint.reviewer_id)):
                raise ValidationError(why)
            investigator = complaint.investigator_id
            if investigator and not any(investigator.has_group(group) for group in HANDLER_GROUPS):
                raise ValidationError(
                    self.env._("Only an officer, a caseworker or a committee member can look into it.")
                )

    # ---- setting them
    def write(self, vals):
        if not self.env.su:
            self.check_access("write")  # before anything is said about it
        if "handler_id" in vals and not (self.env.su or _permitted(self, {"handler_id"})):
            self._check_handed_on()
        chosen = {"investigator_id", "reviewer_id"} & vals.keys()
        if chosen and not _permitted(self, chosen):
            self._check_may_choose()
        if not self.env.su:
            self._check_may_edit(vals)
        result = super().write(vals)
        if changed := sorted({"handler_id", *NAMED} & vals.keys()):
            audit.record(self, "grant", fields=changed)  # who may see it has changed
        if "subject_user_ids" in vals:
            self.sudo()._drop_too_close()
        elif vals.get("investigator_id") and set(self.mapped("state")) <= {"investigating"}:
            self._after_investigate_anew()
        elif vals.get("reviewer_id"):
            self._after_reviewer()
        return result

    def _check_may_choose(self):
        """Asked of the person behind it, also where the programme writes with full rights."""
        user = self.env.user
        by_the_programme = self.env.uid == api.SUPERUSER_ID  # the scheduler and the demo data
        handles = all(user in complaint._deciding() for complaint in self)
        if not (by_the_programme or user.has_group(people.OFFICER) or handles):
            raise ConfidentialityError(
                self.env._(
                    "The confidentiality officer chooses who handles a complaint, who looks into it and who reviews it."
                )
            )

    @api.depends("handler_id", "investigator_id")
    @api.depends_context("uid")
    def _compute_may_edit(self):
        for complaint in self:
            complaint.may_edit = (
                self.env.user in complaint.sudo().handler_id | complaint.sudo().investigator_id
            )

    def _check_may_edit(self, vals):
        """The reviewer, and to whom it was passed up, write what is theirs and take steps; they do not rewrite the rest."""
        theirs = {name for name in vals if name.startswith(("activity_", "message_"))}
        if not vals.keys() - theirs - _REVIEWERS - self._workflow_fields():
            return
        if not all(self.mapped("may_edit")):
            raise ConfidentialityError(
                self.env._("A reviewer writes the result of the review, and changes nothing else.")
            )

    def _set_named(self, vals):
        """Name people by the programme's own choice, whoever is behind it; independence is checked all the same."""
        with permit(self, vals):
            self.sudo().write(vals)

    def _default_investigator(self):
        """Nobody else was chosen: whoever handles it looks into it, when they are free to."""
        complaint = self.sudo()
        handler = complaint.handler_id
        if not complaint.investigator_id and handler and not complaint._obstacle(handler):
            self._set_named({"investigator_id": handler.id})

    def _after_investigate_anew(self):
        for complaint in self:
            complaint._close_tasks()
            complaint._task(
                self.env._("Answer a complaint"),
                complaint.outcome_target_on,
                complaint.sudo().investigator_id,
            )

    def _drop_too_close(self):
        """People who turn out to be too close lose it, and what it gave them to do; the officer chooses others."""
        for complaint in self.sudo():
            found = {name for name in NAMED if complaint[name] and complaint._obstacle(complaint[name])}
            if not found:
                continue
            close = self.env["res.users"].union(*(complaint[name] for name in found))
            complaint.activity_ids.filtered(lambda task, close=close: task.user_id in close).unlink()
            complaint._set_named(dict.fromkeys(found, False))
            complaint._task(self.env._("Choose who looks into a complaint"), complaint._today())

    @api.model
    def _drop_where_too_close(self):
        """After the lines of management changed."""
        named = Domain.OR(Domain(name, "!=", False) for name in NAMED)
        domain = Domain("state", "!=", "closed") & Domain("subject_user_ids", "!=", False) & named
        self.sudo().search(domain)._drop_too_close()

    # ---- the guards that ask for people
    def _guard_investigate(self):
        if not self.investigator_id:
            return self.env._(
                "Choose who looks into it first: whoever handles it is too close to a person it is about."
            )
        return self._obstacle(self.investigator_id)

    def _answer_obstacle(self):
        """Why the present user cannot answer: a text, or ``None``."""
        complaint, user = self.sudo(), self.env.user
        if user not in complaint.investigator_id | complaint.handler_id:
            return self.env._("The answer is for whoever looks into the complaint to give.")
        return self._obstacle(user)
