# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import audit

MANAGER = "wlec_confidentiality.group_line_manager"
OFFICER = "wlec_confidentiality.group_officer"


class WlecPolicyAcknowledgement(models.Model):
    """A person has received and accepted a version of the policy.

    Nobody may create one by hand, and nobody may alter or delete one: they are made by :meth:`_acknowledge` alone.
    """

    _name = "wlec.policy.acknowledgement"
    _description = "Acknowledgement of the policy"
    _order = "acknowledged_at desc, id desc"
    _rec_name = "typed_name"

    policy_id = fields.Many2one(
        "wlec.policy", "Version", required=True, readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "User", readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner", "Person without a login", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    text_hash = fields.Char("SHA-256 of the text", required=True, readonly=True)
    typed_name = fields.Char("Name as typed or signed", required=True, readonly=True)
    acknowledged_at = fields.Datetime("Recorded at", required=True, readonly=True)
    signed_on = fields.Date(
        "Signed on", readonly=True, help="The date on the paper, when it was signed on paper."
    )
    method = fields.Selection(
        [("back_office", "Back office"), ("portal", "Portal"), ("paper", "On paper")],
        required=True,
        readonly=True,
    )
    recorded_by_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, ondelete="restrict"
    )

    _one_person = models.Constraint(
        "CHECK(num_nonnulls(user_id, partner_id) = 1)",
        "An acknowledgement is one person's: a user or a contact.",
    )
    _user_once = models.UniqueIndex(
        "(user_id, policy_id) WHERE user_id IS NOT NULL",
        "This version has already been acknowledged by this person.",
    )
    _partner_once = models.UniqueIndex(
        "(partner_id, policy_id) WHERE partner_id IS NOT NULL",
        "This version has already been acknowledged by this person.",
    )

    @api.depends("user_id", "partner_id", "policy_id")
    def _compute_display_name(self):
        for record in self:
            person = record.user_id.name or record.partner_id.name
            record.display_name = self.env._(
                "%(person)s, version %(number)s", person=person, number=record.policy_id.number
            )

    # ---- append-only
    def write(self, vals):
        raise UserError(self.env._("An acknowledgement is evidence: it is never altered."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("An acknowledgement is evidence: it is never deleted."))

    # ---- the one way in
    @api.model
    def _acknowledge(self, policy, user, typed_name, method, partner=None, signed_on=None):
        """Record that a person acknowledged ``policy``. Hash and time are the server's.

        A person acknowledges for themselves; for somebody else only their line manager or the officer may, from paper.
        """
        self._check_recorder(user, method)
        self._check_version(policy, signed_on)
        record = self.sudo().create(
            {
                "policy_id": policy.id,
                "user_id": user.id if user else False,
                "partner_id": partner.id if partner and not user else False,
                "text_hash": policy.sudo().text_hash,
                "typed_name": " ".join(typed_name.split()),
                "acknowledged_at": fields.Datetime.now(),
                "signed_on": signed_on,
                "method": method,
                "recorded_by_id": self.env.uid,
            }
        )
        record = record.sudo(self.env.su)
        audit.record(record, "acknowledge", fields=("text_hash",))
        self._forget_obstacles()
        return record

    @api.model
    def _check_recorder(self, user, method):
        me = self.env.user
        allowed = (
            self.env.su
            or (user == me and method != "paper")
            or (method == "paper" and me.has_group(OFFICER))
            or (method == "paper" and user and me.has_group(MANAGER) and user.wlec_line_manager_id == me)
        )
        if not allowed:
            raise AccessError(
                self.env._(
                    "An acknowledgement on paper is recorded by the person's line manager or the officer."
                )
            )

    @api.model
    def _check_version(self, policy, signed_on):
        """What is not in force yet may still be altered: nobody has acknowledged it, whatever the name they put under it."""
        known = policy.sudo()
        if known.state not in ("in_force", "superseded"):
            raise UserError(
                self.env._(
                    "This version is not in force: only a version that is, or was, can be acknowledged."
                )
            )
        if signed_on and known.approved_on and signed_on < known.approved_on:
            raise UserError(
                self.env._(
                    "The paper cannot have been signed before this version was approved: please check the date."
                )
            )

    @api.model
    def _forget_obstacles(self):
        self.env.registry.clear_cache()
        # Once more when the change is there for others: somebody may have asked, and remembered, in between.
        self.env.cr.postcommit.add(self.env.registry.clear_cache)
        audit.forget_lenses(self.env.cr)

    @api.model
    def _standing(self, user):
        """How ``user`` stands towards the version in force, by one query.

        :return: ``(policy id, version, done, within grace)`` or ``None`` when no version is in force
        """
        self.flush_model(["policy_id", "user_id", "partner_id"])
        self.env["wlec.policy"].flush_model(["state", "in_force_from", "grace_days"])
        mine = SQL("(a.user_id = %s OR a.partner_id = %s)", user.id, user.partner_id.id)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.number,
                       EXISTS (SELECT FROM wlec_policy_acknowledgement a WHERE a.policy_id = p.id AND %(mine)s),
                       p.in_force_from + COALESCE(p.grace_days, 0) > %(today)s
                       AND EXISTS (SELECT FROM wlec_policy_acknowledgement a WHERE a.policy_id <> p.id AND %(mine)s)
                  FROM wlec_policy p
                 WHERE p.state = 'in_force'
                """,
                mine=mine,
                today=fields.Date.today(),
            )
        )
        return rows[0] if rows else None
