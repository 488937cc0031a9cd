# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from . import people

_logger = logging.getLogger(__name__)

HANDLERS = (people.OFFICER, people.COMMITTEE, people.MANAGER)


class WlecBreach(models.Model):
    """Nobody deals with a breach of their own, and nobody involved learns that there is one."""

    _inherit = "wlec.breach"

    chair_id = fields.Many2one(
        "res.users", "Brought before", ondelete="set null", readonly=True, index="btree_not_null", copy=False,
        help="The chair of trustees sees a breach that is overdue, or a serious incident for the charity; not who the clients are.",
    )  # fmt: skip

    # ---- need to know
    def _open_sql(self, alias, uid):
        """Officers, whoever deals with it, the chair it was brought before, and the line managers of the people involved; never
        those themselves."""
        user = self.env["res.users"].sudo().browse(uid)
        self.flush_model(["handler_id", "chair_id", "subject_user_ids"])
        return SQL(
            """(%(handler)s = %(uid)s OR %(chair)s = %(uid)s OR %(officer)s OR %(manager)s AND EXISTS (
                    SELECT 1 FROM wlec_breach_subject_rel s WHERE s.breach_id = %(id)s AND s.user_id IN (%(below)s)))
                AND %(internal)s AND NOT %(involved)s""",
            handler=SQL.identifier(alias, "handler_id"),
            chair=SQL.identifier(alias, "chair_id"),
            id=SQL.identifier(alias, "id"),
            uid=uid,
            officer=user.has_group(people.OFFICER),
            manager=user.has_group(people.MANAGER),
            internal=user._is_internal(),
            below=people.below_sql(uid),
            involved=self._involved_sql(SQL.identifier(alias, "id"), uid),
        )

    def _dealt_with_sql(self, alias, uid):
        """SQL condition: ``uid`` deals with the breach ``alias``, and so learns who the people affected are."""
        user = self.env["res.users"].sudo().browse(uid)
        self.flush_model(["handler_id", "subject_user_ids"])
        return SQL(
            "(%s = %s OR %s) AND %s AND NOT %s",
            SQL.identifier(alias, "handler_id"),
            uid,
            user.has_group(people.OFFICER),
            user._is_internal(),
            self._involved_sql(SQL.identifier(alias, "id"), uid),
        )

    def _involved_sql(self, breach, uid):
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_breach_subject_rel x WHERE x.breach_id = %s AND x.user_id = %s)",
            breach,
            uid,
        )

    # ---- the people involved
    def write(self, vals):
        result = super().write(vals)
        if "subject_user_ids" in vals:
            self._check_not_about_me()
            self.sudo()._remove_traces()
        if "handler_id" in vals:
            self._check_handler_free()
            self._brief_handler()
        return result

    def _check_not_about_me(self):
        if not self.env.su and self.env.user in self.sudo().subject_user_ids:
            raise ConfidentialityError(
                self.env._(
                    "Were you involved yourself? Then press “Too close to me”: it goes to somebody else at once."
                )
            )

    def _check_handler_free(self):
        if any(breach.handler_id in breach.subject_user_ids for breach in self.sudo() if breach.handler_id):
            raise ValidationError(self.env._("Somebody who was involved cannot deal with it."))

    @api.constrains("handler_id")
    def _check_handler(self):
        for handler in self.sudo().handler_id:
            if not any(handler.has_group(group) for group in HANDLERS):
                raise ValidationError(
                    self.env._(
                        "Only an officer, a line manager or a committee member can deal with a breach."
                    )
                )

    def _remove_traces(self):
        """Take from the people involved whatever still ties them to it."""
        for breach in self:
            subjects = breach.subject_user_ids
            breach.activity_ids.filtered(lambda task, subjects=subjects: task.user_id in subjects).unlink()
            breach.message_follower_ids.unlink()
            if breach.chair_id in subjects:
                breach.chair_id = False
            if not breach.handler_id or breach.handler_id in subjects:
                breach.handler_id = breach._choose_handler()

    # ---- who deals with it
    def _choose_handler(self):
        """The officer with the fewest open breaches who was not involved; else whom the centre has named for complaints about
        the officer; else the chair, a trustee, a line manager."""
        self.ensure_one()
        for users in (
            people.officers_by_load(self.env),
            self.env.company.sudo().wlec_complaint_reserve_id.filtered("active"),
            people.chair(self.env) | people.members(self.env, people.COMMITTEE),
            people.members(self.env, people.MANAGER),
        ):
            if free := users - self.subject_user_ids:
                return free[0]
        _logger.warning("A breach has nobody left to deal with it: name a person for this in the settings.")
        return self.env["res.users"]

    def _brief_handler(self):
        for breach in self.sudo().filtered(lambda breach: breach.handler_id and breach.state != "closed"):
            breach._task(
                breach.handler_id,
                self.env._("A breach awaits you: the 72 hours run"),
                fields.Date.context_today(breach, breach.notify_by),
            )

    def action_hand_over(self):
        """The person who presses this was involved: they lose sight of it there and then."""
        self.check_access("write")
        self.sudo().write({"subject_user_ids": [Command.link(self.env.uid)]})
        action = self.env["ir.actions.act_window"]._for_xml_id("wlec_confidentiality.wlec_breach_action")
        return {**action, "target": "main"}  # no way back to a page that is theirs no longer
