# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText

CASEWORKER = "wlec_confidentiality.group_caseworker"


class WlecCaseNote(models.Model):
    """An entry in the file: dated, of one author, and once signed never altered. A mistake is put right by another entry."""

    _name = "wlec.case.note"
    _description = "Note in a case file"
    _inherit = ["wlec.case.item", "wlec.workflow.mixin"]
    _order = "happened_on desc, number desc"

    _TRANSITIONS = {("draft", "sign"): Transition("signed", (CASEWORKER,), "_guard_sign")}
    _WORKFLOW_FIELDS = frozenset(("signed_at",))

    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed")], default="draft", required=True, readonly=True, copy=False
    )
    kind = fields.Selection(
        [
            ("interview", "Interview"),
            ("phone", "Telephone"),
            ("message", "Letter or message"),
            ("research", "Advice and research"),
            ("review", "File review"),
            ("other", "Other"),
        ],
        required=True,
        default="interview",
    )
    happened_on = fields.Date("Date", required=True, default=fields.Date.context_today)
    author_id = fields.Many2one(
        "res.users",
        "Author",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    signed_at = fields.Datetime("Signed at", readonly=True, copy=False)
    corrects_id = fields.Many2one(
        "wlec.case.note",
        "Corrects",
        ondelete="restrict",
        domain="[('case_id', '=', case_id), ('state', '=', 'signed')]",
    )
    body = ConfidentialText("What was said and done")
    can_sign = fields.Boolean(compute="_compute_can")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.depends_context("uid")
    @api.depends("author_id")
    def _compute_is_mine(self):
        for note in self:
            note.is_mine = note.author_id == self.env.user

    @api.model
    def _item_name(self, number):
        return self.env._("Note %s", number)

    @api.constrains("happened_on")
    def _check_happened_on(self):
        today = fields.Date.context_today(self)
        if any(note.happened_on > today for note in self):
            raise ValidationError(
                self.env._("A note is about something that has happened: its date cannot be in the future.")
            )

    @api.constrains("corrects_id", "case_id")
    def _check_corrects(self):
        if any(note.corrects_id and note.corrects_id.case_id != note.case_id for note in self):
            raise ValidationError(self.env._("A note can only correct a note of the same file."))

    # ---- only the author, and only while it is a draft
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["author_id"] = self.env.uid
            self._check_body(vals, new=True)
        return super().create(vals_list)

    def write(self, vals):
        if any(self.ids):
            self._check_mine()
            self._check_body(vals)
            if "author_id" in vals:
                raise UserError(self.env._("The author of a note is not changed."))
        return super().write(vals)

    def _check_mine(self):
        if any(note.state == "signed" for note in self):
            raise UserError(
                self.env._(
                    "A signed note is not altered. If something in it is wrong, write another note that corrects it."
                )
            )
        if any(note.author_id != self.env.user for note in self):
            raise AccessError(self.env._("Only its author changes or signs a draft note."))
        self._check_open(self.case_id)

    @api.model
    def _check_body(self, vals, new=False):
        if (new or "body" in vals) and not (vals.get("body") or "").strip():
            raise ValidationError(
                self.env._("Write something in the note first: an empty note cannot be kept.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_own_draft(self):
        self._check_mine()

    def _guard_sign(self):
        if self.author_id != self.env.user:
            return self.env._("Only its author signs a note.")
        return None

    def action_sign(self):
        self._transition("sign", signed_at=fields.Datetime.now())
