# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import people


class WlecBreach(models.Model):
    """Nobody deals with a breach of their own, and nobody involved learns that there is one."""

    _inherit = "wlec.breach"

    _HANDLER_GROUPS = (people.OFFICER, people.COMMITTEE, people.MANAGER)

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
            why = self.env._(
                "Were you involved yourself? Then press “Too close to me”: it goes to somebody else at once."
            )
            self._check_not_about_me(why)
            self.sudo()._remove_traces()
        if "handler_id" in vals:
            self._check_handler_free(self.env._("Somebody who was involved cannot deal with it."))
            self._brief_handler()
        return result

    @api.constrains("handler_id")
    def _check_handler(self):
        self._check_handler_able(
            self.env._("Only an officer, a line manager or a committee member can deal with a breach.")
        )

    def _remove_traces(self):
        for breach in self:
            if breach.chair_id in breach.subject_user_ids:
                breach.chair_id = False
        super()._remove_traces()

    # ---- who deals with it
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
        return self._give_up("wlec_breach_action")
