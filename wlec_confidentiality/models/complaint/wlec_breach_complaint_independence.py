# SPDX-License-Identifier: LGPL-3.0-or-later
import re
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.models.access import people

HANDLER_GROUPS = (people.OFFICER, people.COMMITTEE, people.CASEWORKER)


class WlecBreachComplaint(models.Model):
    """Nobody judges their own cause, and nobody learns that there is a cause to judge."""

    _inherit = "wlec.breach.complaint"

    _HANDLER_GROUPS = HANDLER_GROUPS

    # ---- need to know
    def _need_to_know(self, uid):
        return set(self._complaints_open_to(self.ids, uid))

    @api.model
    def _complaints_open_to(self, ids, uid):
        """The complaints whose content ``uid`` may open: {id: whether as the client who made it}."""
        user = self.env["res.users"].sudo().browse(uid)
        query = SQL(
            "SELECT c.id, c.partner_id = %s AND NOT %s FROM wlec_breach_complaint c WHERE c.id = ANY(%s) AND %s",
            user.partner_id.id,
            user._is_internal(),
            list(ids),
            self._open_sql("c", uid),
        )
        return dict(self.env.execute_query(query))

    def _open_sql(self, alias, uid):
        """Whoever handles it, and the client who made it. Being an officer opens nothing: what an officer sees of a complaint that
        somebody else handles is ``wlec.complaint.desk``."""
        user = self.env["res.users"].sudo().browse(uid)
        self.flush_model(["handler_id", "partner_id", "subject_user_ids"])
        column = partial(SQL.identifier, alias)
        return SQL(
            """(%(handler)s = %(uid)s AND %(internal)s OR %(client)s = %(partner)s AND NOT %(internal)s)
                AND NOT EXISTS (
                    SELECT 1 FROM wlec_complaint_subject_rel s WHERE s.complaint_id = %(id)s AND s.user_id = %(uid)s)""",
            handler=column("handler_id"),
            client=column("partner_id"),
            id=column("id"),
            uid=uid,
            partner=user.partner_id.id,
            internal=user._is_internal(),
        )

    # ---- the client's file
    case_reference = fields.Char(
        "Case file",
        compute="_compute_case_reference",
        inverse="_inverse_case_reference",
        groups="base.group_user",
        help="The reference of the client's file, such as CASE-48213. Naming it opens nothing of it.",
    )

    @api.depends("case_id")
    def _compute_case_reference(self):
        for complaint in self:
            complaint.case_reference = complaint.sudo().case_id.name

    def _inverse_case_reference(self):
        """By its reference, as whoever handles complaints need have no sight of files."""
        for complaint in self:
            reference = (complaint.case_reference or "").strip().upper()
            case = self.env["wlec.case"].sudo().search([("name", "=", reference)], limit=1)
            if reference and not case:
                raise ValidationError(self.env._("There is no case file with the reference %s.", reference))
            # The right to write the complaint was asked; the file stays closed to whoever names it.
            complaint.sudo().case_id = case.id

    # ---- the people complained about
    def write(self, vals):
        result = super().write(vals)
        if "subject_user_ids" in vals:
            why = self.env._(
                "Is the complaint about you? Then press “Too close to me”: it goes to somebody else at once."
            )
            self._check_not_about_me(why)
            self.sudo()._remove_traces()
        if "handler_id" in vals:
            self._check_handler_free(self.env._("A person the complaint is about cannot handle it."))
            self._close_tasks()
            self._brief_handler()
        return result

    @api.constrains("handler_id")
    def _check_handler(self):
        self._check_handler_able(
            self.env._("Only an officer, a caseworker or a committee member can handle a complaint.")
        )

    @api.model
    def _check_reachable(self, vals_list):
        """Before anything is hung on a complaint: else the database itself says which ids exist."""
        self.browse(vals["complaint_id"] for vals in vals_list if vals.get("complaint_id")).check_access(
            "write"
        )

    # ---- who handles it
    def _may_handle(self, user):
        return super()._may_handle(user) and user.sudo().partner_id != self.sudo().partner_id

    def _brief_handler(self, summary=None):
        """Tell whoever handles it now, in words that say nothing."""
        for complaint in self.sudo().filtered("handler_id"):
            complaint._task(
                summary or self.env._("A complaint awaits you"), complaint.due_on or complaint._today()
            )
        self._notify_staff()

    def action_hand_over(self):
        """The person who presses this is involved: they lose sight of the complaint there and then."""
        self.check_access("write")
        return self._give_up("wlec_breach_complaint_action")

    @api.model
    def _officers_named_in(self, text):
        """Officers whose first or last name the client wrote: they are kept out from the first moment. A name too many costs
        another reader; a name too few would show the complaint to the person it is about."""
        words = set(re.findall(r"[^\W\d_]{3,}", (text or "").casefold()))
        return people.members(self.env, people.OFFICER).filtered(
            lambda officer: (
                words & set(re.findall(r"[^\W\d_]{3,}", f"{officer.name} {officer.login}".casefold()))
            )
        )
