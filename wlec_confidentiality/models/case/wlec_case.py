# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.wlec_confidentiality.models.access import references
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText

CASEWORKER = "wlec_confidentiality.group_caseworker"


class WlecCase(models.Model):
    """The client file. What the client said is sealed; what is not sealed reveals no more than that there is a file."""

    _name = "wlec.case"
    _description = "Case file"
    _inherit = ["wlec.confidential.mixin", "wlec.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "opened_on desc, id desc"
    _case_path = "id"

    _TRANSITIONS = {
        ("enquiry", "open"): Transition("open", (CASEWORKER,)),
        ("open", "close"): Transition("closed", (CASEWORKER,), "_guard_close"),
        ("closed", "reopen"): Transition("open", (CASEWORKER,)),
    }
    _WORKFLOW_FIELDS = frozenset(("closed_on", "closed_by_id"))
    # What a closed file says is settled; how to reach the client safely is kept up to date even then.
    _SETTLED = frozenset(
        ("matter", "narrative", "opened_on", "close_reason", "category_ids", "possible_excluded_material")
    )

    name = fields.Char("Reference", required=True, readonly=True, copy=False, default="/", index="trigram")
    state = fields.Selection(
        [("enquiry", "Enquiry"), ("open", "Open"), ("closed", "Closed"), ("disposed", "Disposed of")],
        default="enquiry",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    partner_id = fields.Many2one("res.partner", "Client", required=True, index=True, ondelete="restrict")
    caseworker_id = fields.Many2one(
        "res.users",
        "Caseworker",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user if self.env.user.has_group(CASEWORKER) else False,
    )
    lead_id = fields.Many2one(
        "crm.lead", "Enquiry in the CRM", readonly=True, copy=False, ondelete="set null"
    )
    category_ids = fields.Many2many(
        "wlec.information.category",
        string="Sensitive information",
        help="What kinds of sensitive information the file holds.",
    )
    opened_on = fields.Date("Opened on", default=fields.Date.context_today, required=True)
    next_review_on = fields.Date(
        "Next file review", help="When the caseworker and the line manager look at the file together."
    )
    closed_on = fields.Date("Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    close_reason = fields.Selection(
        [
            ("resolved", "Matter resolved"),
            ("advice", "Advice given, no more to do"),
            ("referred", "Referred or signposted"),
            ("withdrew", "Client withdrew"),
            ("contact_lost", "Contact lost"),
            ("out_of_scope", "Outside what the centre does"),
            ("conflict", "The centre cannot act"),
        ],
        "Reason for closing",
        copy=False,
    )
    possible_excluded_material = fields.Boolean(
        "May be excluded material",
        help="Records of counselling or of help given for somebody's personal welfare can be “excluded material” (Police and"
        " Criminal Evidence Act 1984, s. 12): the police need more than a letter for them. Ask the officer before any"
        " disclosure.",
    )

    matter = ConfidentialChar(help="What it is about, in a line.")
    narrative = ConfidentialText("Client's account")
    risk_notes = ConfidentialText("Risks", help="Danger to the client, to colleagues or to others.")
    safe_contact = ConfidentialText(
        "Safe contact", help="How and when the client can be reached safely, and what must never be done."
    )

    party_ids = fields.One2many("wlec.case.party", "case_id")
    note_ids = fields.One2many("wlec.case.note", "case_id")
    document_ids = fields.One2many("wlec.case.document", "case_id")
    # The last number given to each kind of item (written by wlec.case.item alone).
    last_party = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    last_note = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    last_document = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)
    party_count = fields.Integer(compute="_compute_counts")
    note_count = fields.Integer(compute="_compute_counts")
    document_count = fields.Integer(compute="_compute_counts")
    can_open = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")
    can_reopen = fields.Boolean(compute="_compute_can")

    # The order of every list: the newest files of somebody with thousands of grants are found without looking at all of them.
    _newest_idx = models.Index("(opened_on DESC, id DESC)")
    _name_unique = models.Constraint("UNIQUE(name)", "This reference is taken.")
    # The text must not tell whether somebody else has a file for the same enquiry.
    _one_per_lead = models.UniqueIndex(
        "(lead_id) WHERE lead_id IS NOT NULL",
        "A case file cannot be opened from this enquiry. Please speak to your line manager.",
    )
    _dates_forward = models.Constraint(
        "CHECK(closed_on IS NULL OR closed_on >= opened_on)",
        "A file cannot be closed before the day it was opened.",
    )

    # ---- computes
    @api.depends("party_ids", "note_ids", "document_ids")
    def _compute_counts(self):
        for name, model, domain in (
            ("party_count", "wlec.case.party", []),
            ("note_count", "wlec.case.note", []),
            ("document_count", "wlec.case.document", [("state", "=", "kept")]),
        ):
            groups = self.env[model]._read_group(
                [("case_id", "in", self.ids), *domain], ["case_id"], ["__count"]
            )
            counts = {case.id: count for case, count in groups}
            for case in self:
                case[name] = counts.get(case._origin.id, 0)

    # ---- constraints
    @api.constrains("opened_on")
    def _check_opened_on(self):
        today = fields.Date.context_today(self)
        if any(case.opened_on > today for case in self):
            raise ValidationError(self.env._("A file cannot be opened in the future."))

    @api.constrains("caseworker_id")
    def _check_caseworker(self):
        for case in self:
            if not case.caseworker_id.sudo().has_group(CASEWORKER):
                raise ValidationError(
                    self.env._(
                        "%s is not a caseworker: choose somebody who is.", case.caseworker_id.sudo().name
                    )
                )

    # ---- CRUD
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]  # the caller's own, which may be one for all
        for vals, name in zip(vals_list, references.draw(self, "CASE", len(vals_list)), strict=True):
            vals["name"] = name  # never anybody's to choose: it must reveal nothing
            self._check_blank(vals)
        cases = (
            super(WlecCase, self.with_context(mail_create_nosubscribe=True))
            .create(vals_list)
            .with_env(self.env)
        )
        cases._grant_to_team()
        cases._have_caseworker_follow()
        return cases

    def write(self, vals):
        self._check_settled(vals)
        self._check_blank(vals)
        if "name" in vals:
            raise UserError(self.env._("The reference of a file is not changed."))
        if "caseworker_id" not in vals:
            return super().write(vals)
        moving = self.filtered(lambda case: case.caseworker_id.id != vals["caseworker_id"])
        moving._check_reassignment(self.env["res.users"].browse(vals["caseworker_id"]))
        result = super().write(vals)
        moving._follow_reassignment()
        return result

    @api.model
    def _check_blank(self, vals):
        """Spaces are nothing: kept as nothing, so that “is it filled in?” has one answer."""
        for name in ("matter", "narrative", "risk_notes", "safe_contact"):
            if isinstance(vals.get(name), str) and not vals[name].strip():
                vals[name] = False

    def _check_settled(self, vals):
        if not any(self.ids):
            return
        if self._SETTLED & vals.keys() and any(case.state in ("closed", "disposed") for case in self):
            raise UserError(self.env._("The file is closed. Reopen it before you change what it says."))
        if "partner_id" in vals and any(
            case.state != "enquiry" and case.partner_id.id != vals["partner_id"] for case in self
        ):
            raise UserError(
                self.env._("The client of a file is not exchanged: open another file for another client.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise UserError(
            self.env._("A file is not deleted: it is closed, and disposed of when its time has come.")
        )

    # ---- workflow
    def _guard_close(self):
        if not self.close_reason:
            return self.env._("Choose the reason for closing first.")
        if self.sudo().note_ids.filtered(lambda note: note.state == "draft"):
            return self.env._(
                "There are notes that nobody has signed yet. Sign them, or delete your own drafts, before closing."
            )
        return None

    def action_open(self):
        self._transition("open")

    def action_close(self):
        self._transition("close", closed_on=fields.Date.context_today(self), closed_by_id=self.env.uid)

    def action_reopen(self):
        self._transition("reopen", closed_on=False, closed_by_id=False)

    # ---- smart buttons
    def _action_items(self, xml_id, **context):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(f"wlec_confidentiality.{xml_id}")
        return {
            **action,
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id, **context},
        }

    def action_view_parties(self):
        return self._action_items("wlec_case_party_action")

    def action_view_notes(self):
        return self._action_items("wlec_case_note_action")

    def action_view_documents(self):
        return self._action_items("wlec_case_document_action", search_default_kept=1)
