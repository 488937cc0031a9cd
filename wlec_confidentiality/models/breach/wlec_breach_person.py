# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access import need_to_know
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText

STAFF = "base.group_user"


class WlecBreachPerson(models.Model):
    """Somebody affected by a breach, and whether, how and when they were told (UK GDPR, Article 34).

    Only whoever deals with the breach learns who they are; not those whom the client keeps out of their file.
    """

    _name = "wlec.breach.person"
    _description = "Person affected by a breach"
    _inherit = ["wlec.workflow.mixin", "wlec.breach.open.mixin", "wlec.confidential.mixin"]
    _order = "id"

    _TRANSITIONS = {
        ("to_tell", "tell"): Transition("told", guard="_guard_tell"),
        ("to_tell", "leave"): Transition("not_told", guard="_guard_leave"),
        ("not_told", "resume"): Transition("to_tell"),
    }
    _WORKFLOW_FIELDS = frozenset(("told_at", "told_by_id", "pdf", "pdf_filename"))
    _FROZEN = frozenset(("who", "channel", "letter", "address", "told_note", "case_id", "partner_id"))

    name = fields.Char("Reference", compute="_compute_name")
    breach_id = fields.Many2one(
        "wlec.breach", "Breach", required=True, readonly=True, ondelete="restrict", index=True, groups=STAFF
    )
    case_id = fields.Many2one(
        "wlec.case", "Case file", ondelete="restrict", readonly=True, index="btree_not_null", groups=STAFF
    )
    case_reference = fields.Char(
        "File", compute="_compute_case_reference", inverse="_inverse_case_reference", groups=STAFF,
        help="The reference of the client's file, such as CASE-48213. Naming it opens nothing of it.",
    )  # fmt: skip
    partner_id = fields.Many2one(
        "res.partner", "Client", ondelete="set null", readonly=True, index="btree_not_null", groups=STAFF
    )
    has_portal = fields.Boolean("Can be told in the portal", compute="_compute_has_portal", groups=STAFF)
    who = ConfidentialChar(
        "Who it is", groups=STAFF, help="When they are no client, or their file is not named."
    )
    channel = fields.Selection(
        [
            ("portal", "In the portal only"),
            ("email", "In the portal, and an e-mail that says “there is news”"),
            ("post", "Printed letter"),
            ("phone", "By telephone, with a script"),
        ],
        "Safe way to tell them",
        help="Ask whoever works with the client which way is safe before anything is sent.",
    )
    address = ConfidentialText("Safe address or number", groups=STAFF)
    letter = ConfidentialText("What they are told")
    state = fields.Selection(
        [("to_tell", "To be told"), ("told", "Told"), ("not_told", "Not told")],
        "Status",
        required=True,
        default="to_tell",
        readonly=True,
        copy=False,
        index=True,
    )
    told_at = fields.Datetime("Told on", readonly=True, copy=False)
    told_by_id = fields.Many2one("res.users", "Told by", readonly=True, copy=False, groups=STAFF)
    told_note = ConfidentialText(
        "How it went", groups=STAFF, help="For a telephone call: when, with whom, how they took it."
    )
    why_not = ConfidentialText("Why they are not told", groups=STAFF)

    # ---- need to know
    def _open_sql(self, alias, uid):
        """Whoever deals with the breach and is not kept out of the file; and the client, once they are told."""
        self.flush_model(["breach_id", "case_id", "partner_id", "state", "channel"])
        need_to_know.flush(self.env)
        user = self.env["res.users"].sudo().browse(uid)
        breach = self.env["wlec.breach"]
        return SQL(
            """(EXISTS (SELECT 1 FROM wlec_breach b WHERE b.id = %(breach)s AND %(dealt)s) AND NOT %(excluded)s
                OR %(partner)s = %(me)s AND NOT %(internal)s AND %(state)s = 'told' AND %(channel)s IN ('portal', 'email'))""",
            breach=SQL.identifier(alias, "breach_id"),
            dealt=breach._dealt_with_sql("b", uid),
            excluded=need_to_know.excluded(SQL.identifier(alias, "case_id"), uid),
            partner=SQL.identifier(alias, "partner_id"),
            state=SQL.identifier(alias, "state"),
            channel=SQL.identifier(alias, "channel"),
            me=user.partner_id.id,
            internal=user._is_internal(),
        )

    def _key_scope(self):
        return self.sudo().breach_id._key_scope()

    # ---- who they are
    @api.depends("case_id", "who")
    def _compute_name(self):
        """A name that gives nothing away; the real one is confidential."""
        for person in self:
            person.name = self.env._("Person %s", person._origin.id or "").strip()

    @api.depends("partner_id")
    def _compute_has_portal(self):
        for person in self:
            person.has_portal = any(user.share and user.active for user in person.sudo().partner_id.user_ids)

    @api.depends("case_id")
    def _compute_case_reference(self):
        for person in self:
            person.case_reference = person.sudo().case_id.name

    def _inverse_case_reference(self):
        """By its reference, as whoever deals with breaches need have no sight of files. From a file the client keeps them out of
        they get the same answer as from one that is not there."""
        for person in self:
            reference = (person.case_reference or "").strip().upper()
            case = self.env["wlec.case"].sudo().search([("name", "=", reference)], limit=1)
            if reference and (not case or self.env.user in case._kept_out()):
                raise ValidationError(self.env._("There is no case file with the reference %s.", reference))
            person.sudo().write({"case_id": case.id, "partner_id": case.partner_id.id})

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                if {"case_id", "partner_id"} & vals.keys():
                    raise TransitionError(self.env._("Name the file by its reference."))
            self.env["wlec.breach"].browse(vals.get("breach_id") for vals in vals_list).check_access("write")
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {"case_id", "partner_id", "breach_id"} & vals.keys():
            raise TransitionError(self.env._("Name the file by its reference."))
        if self._FROZEN & vals.keys() and any(person.state == "told" for person in self):
            raise TransitionError(self.env._("They have been told: what was said stays as it is."))
        return super().write(vals)
