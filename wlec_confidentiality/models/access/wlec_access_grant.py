# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit

_SHORTEST_REASON = 10
_LONGEST_MONTHS = 12
_FROZEN = {
    "case_id",
    "user_id",
    "reason",
    "source",
    "valid_from",
    "valid_to",
    "granted_by",
    "revoked_at",
    "revoked_by",
}


class WlecAccessGrant(models.Model):
    _name = "wlec.access.grant"
    _description = "Grant"
    _inherit = ["wlec.walled.mixin"]
    _order = "revoked_at desc, valid_from desc, id desc"
    _rec_name = "user_id"
    _case_path = "case_id"  # its access records belong to the file

    case_id = fields.Many2one(
        "wlec.case", "Case file", required=True, index=True, ondelete="cascade", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", "Person", required=True, index=True, ondelete="restrict", readonly=True
    )
    reason = fields.Char(
        required=True, readonly=True, help="Why this person needs to know. Say nothing of the matter itself."
    )
    source = fields.Selection(
        [
            ("assigned", "Caseworker of the file"),
            ("team", "Works on it too"),
            ("line_management", "Line management"),
            ("cover", "Cover"),
            ("complaint", "Handles a complaint"),
            ("emergency", "Emergency access"),
            ("conflict", "Conflict check"),
        ],
        required=True,
        readonly=True,
        default="team",
    )
    valid_from = fields.Datetime("From", required=True, readonly=True, default=fields.Datetime.now)
    valid_to = fields.Datetime("Until", readonly=True)
    granted_by = fields.Many2one(
        "res.users", "Granted by", required=True, readonly=True, default=lambda self: self.env.uid
    )
    revoked_at = fields.Datetime("Ended early", readonly=True, copy=False)
    revoked_by = fields.Many2one("res.users", "Ended by", readonly=True, copy=False)
    revoke_reason = fields.Char("Why it ended", readonly=True, copy=False)
    is_valid = fields.Boolean("Valid now", compute="_compute_is_valid", search="_search_is_valid")

    # The one index behind every record rule and the gate: who -> which files, still running.
    _user_case_idx = models.Index("(user_id, case_id, valid_to) WHERE revoked_at IS NULL")
    _period = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to > valid_from)", "A grant must end after it begins."
    )

    @api.depends("valid_from", "valid_to", "revoked_at")
    def _compute_is_valid(self):
        now = fields.Datetime.now()
        for grant in self:
            begun = grant.valid_from and grant.valid_from <= now
            grant.is_valid = bool(
                begun and not grant.revoked_at and (not grant.valid_to or grant.valid_to > now)
            )

    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        valid = fields.Domain("revoked_at", "=", False) & fields.Domain("valid_from", "<=", now)
        valid &= fields.Domain("valid_to", "=", False) | fields.Domain("valid_to", ">", now)
        return valid if True in value else ~valid

    # ---- made by a person: always with a reason and an end
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.update(self._checked_by_hand(vals))
        grants = super().create(vals_list)
        audit.forget_lenses(self.env.cr)
        for grant in grants:
            audit.record(grant, "grant", fields=(grant.source,))
        return grants

    def _checked_by_hand(self, vals):
        """What somebody may grant by hand: for a reason, with an end, in their own name, on a file they may see."""
        if vals.get("source", "team") not in ("team", "cover"):
            raise ConfidentialityError(
                self.env._("Only “works on it too” and “cover” can be granted by hand.")
            )
        if len((vals.get("reason") or "").strip()) < _SHORTEST_REASON:
            raise ConfidentialityError(
                self.env._("Say in at least %s characters why this person needs to know.", _SHORTEST_REASON)
            )
        end = fields.Datetime.to_datetime(vals.get("valid_to"))
        if not end or end > fields.Datetime.now() + relativedelta(months=_LONGEST_MONTHS, hours=1):
            raise ConfidentialityError(
                self.env._("Give the day it ends, at most %s months away.", _LONGEST_MONTHS)
            )
        self._check_grantee(vals.get("case_id"), vals.get("user_id"))
        return {"granted_by": self.env.uid, "valid_from": fields.Datetime.now()}

    def _check_grantee(self, case_id, user_id):
        user = self.env["res.users"].browse(user_id)
        if not user.sudo().has_group("wlec_confidentiality.group_caseworker"):
            raise ConfidentialityError(self.env._("Only caseworkers and line managers work on files."))
        excluded = (
            self.env["wlec.access.exclusion"]
            .sudo()
            .search_count(
                [("case_id", "=", case_id), ("user_id", "=", user_id), ("lifted_at", "=", False)], limit=1
            )
        )
        if excluded:
            raise ConfidentialityError(self.env._("This person cannot be given access to this file."))

    # ---- made by the programme
    @api.private
    @api.model
    def _grant(self, cases, user, source, reason, valid_to=None):
        """Give ``user`` the same grant on each of ``cases``; those that have a valid one from this source are left alone."""
        have = self.sudo().search(
            [
                ("case_id", "in", cases.ids),
                ("user_id", "=", user.id),
                ("source", "=", source),
                ("is_valid", "=", True),
            ]
        )
        vals = {
            "user_id": user.id,
            "source": source,
            "reason": reason,
            "valid_to": valid_to,
            "granted_by": self.env.uid,
        }
        return self.sudo().create([{**vals, "case_id": case.id} for case in cases - have.case_id])

    @api.private
    def _end(self, reason):
        """End these grants now."""
        running = self.sudo().filtered(lambda grant: not grant.revoked_at)
        super(WlecAccessGrant, running).write(
            {"revoked_at": fields.Datetime.now(), "revoked_by": self.env.uid, "revoke_reason": reason}
        )
        running.flush_recordset()
        audit.forget_lenses(self.env.cr)
        for grant in running:
            audit.record(grant.with_user(self.env.user), "revoke", fields=(grant.source,))

    def write(self, vals):
        if any(self.ids):
            raise ConfidentialityError(self.env._("A grant is not rewritten: end it, and give another."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise ConfidentialityError(self.env._("A grant is kept as evidence: end it instead of deleting it."))

    def action_revoke(self):
        """End the grants; those whose file one may see, of others by oneself or by a line manager."""
        self.check_access("write")
        for grant in self:
            own = self.env.user in (grant.granted_by, grant.user_id, grant.case_id.sudo().caseworker_id)
            if not own and not self.env.user.has_group("wlec_confidentiality.group_line_manager"):
                raise ConfidentialityError(
                    self.env._("Only who gave it, the caseworker or a line manager ends a grant.")
                )
        self._end(self.env._("Ended by %s", self.env.user.name))
        return True
