# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access import references
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialText
from odoo.addons.wlec_confidentiality.reports import pdf

from .wlec_breach_heading import RECIPIENTS

_SLACK = timedelta(minutes=5)


class WlecBreachNotice(models.Model):
    """A notice to a regulator, the insurer or somebody else: prepared here, sent by a person, and then marked as sent."""

    _name = "wlec.breach.notice"
    _description = "Notice of a breach"
    _inherit = ["wlec.workflow.mixin", "wlec.breach.open.mixin", "wlec.confidential.mixin"]
    _order = "id desc"

    _TRANSITIONS = {
        ("draft", "send"): Transition("sent", guard="_guard_send"),
        ("draft", "withdraw"): Transition("withdrawn"),
    }
    _WORKFLOW_FIELDS = frozenset(("sent_by_id", "marked_at", "pdf", "pdf_filename"))
    _FROZEN = frozenset(("recipient", "phase", "recipient_name", "recipient_address", "sent_on", "sent_how", "sent_reference",
                         "more_to_come", "remark"))  # fmt: skip

    name = fields.Char("Reference", readonly=True, copy=False, default="New")
    breach_id = fields.Many2one(
        "wlec.breach", "Breach", required=True, readonly=True, ondelete="restrict", index=True
    )
    recipient = fields.Selection(RECIPIENTS, "To", required=True, default="regulator")
    phase = fields.Selection(
        [("initial", "First notice"), ("follow_up", "Follow-up")],
        "Kind",
        required=True,
        default="initial",
        help="The regulator takes notices in phases: what is known first, the rest as soon as it is known.",
    )
    recipient_name = fields.Char("Name", compute="_compute_recipient", store=True, readonly=False)
    recipient_address = fields.Text("Address", compute="_compute_recipient", store=True, readonly=False)
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("withdrawn", "Not used")],
        "Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    answer_ids = fields.One2many("wlec.breach.answer", "notice_id", "What it says")
    remark = ConfidentialText("Anything else")
    more_to_come = fields.Boolean(
        "More will follow", help="The notice says that it is not complete yet; a follow-up is expected."
    )
    pdf = ConfidentialBinary("Document", readonly=True)
    pdf_filename = fields.Char(readonly=True, copy=False)
    sent_on = fields.Datetime(
        "Sent on", copy=False, help="When it really left; empty: the moment it is marked."
    )
    sent_how = fields.Selection(
        [("form", "Online form"), ("phone", "Telephone"), ("email", "Secure e-mail"), ("post", "Post")],
        "How",
        copy=False,
    )
    sent_reference = fields.Char("Their reference", copy=False)
    sent_by_id = fields.Many2one("res.users", "Marked as sent by", readonly=True, copy=False)
    marked_at = fields.Datetime("Marked on", readonly=True, copy=False)
    can_send = fields.Boolean(compute="_compute_can")
    can_withdraw = fields.Boolean(compute="_compute_can")

    _name_uniq = models.Constraint("UNIQUE (name)", "There is a notice with this reference already.")

    # ---- need to know
    def _open_sql(self, alias, uid):
        """Whoever deals with the breach, and the chair it was brought before."""
        self.flush_model(["breach_id"])
        Breach = self.env["wlec.breach"]
        Breach.flush_model(["chair_id"])
        return SQL(
            "EXISTS (SELECT 1 FROM wlec_breach b WHERE b.id = %s AND (%s OR b.chair_id = %s AND %s))",
            SQL.identifier(alias, "breach_id"),
            Breach._dealt_with_sql("b", uid),
            uid,
            Breach._open_sql("b", uid),
        )

    def _key_scope(self):
        return self.sudo().breach_id._key_scope()

    # ---- rows
    @api.depends("recipient")
    def _compute_recipient(self):
        company = self.env.company.sudo()
        known = {
            "regulator": (company.wlec_regulator_name, company.wlec_regulator_address),
            "charity": (self.env._("Charity Commission for England and Wales"), False),
            "insurer": (company.wlec_insurer_name, False),
        }
        for notice in self:
            notice.recipient_name, notice.recipient_address = known.get(notice.recipient, (False, False))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            breaches = self.env["wlec.breach"].browse(vals.get("breach_id") for vals in vals_list)
            breaches.check_access("write")
        for vals, name in zip(vals_list, references.draw(self, "BRN", len(vals_list)), strict=True):
            vals["name"] = name
        notices = super().create(vals_list)
        for notice in notices:
            notice._lay_out()
        return notices

    def write(self, vals):
        if "name" in vals or "breach_id" in vals:
            raise TransitionError(self.env._("A notice stays with the breach it was made for."))
        if self._FROZEN & vals.keys() and any(notice.state != "draft" for notice in self):
            raise TransitionError(self.env._("This notice was sent: what was said stays as it is."))
        return super().write(vals)

    # ---- the document
    def action_make_pdf(self):
        """Make the document, to be sent or copied into the recipient's own form by a person."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise TransitionError(self.env._("This notice has been dealt with: its document stays as it is."))
        values = {
            "notice": self,
            "centre": self.env.company,
            "today": fields.Date.context_today(self),
            "kind": dict(self._fields["phase"]._description_selection(self.env))[self.phase],
            "parts": [(part.name, (part.answer or "").strip().split("\n")) for part in self.answer_ids],
            "remark": (self.remark or "").strip().split("\n"),
        }
        page = self.env["ir.qweb"]._render("wlec_confidentiality.wlec_breach_notice_page", values)
        with permit(self, {"pdf", "pdf_filename"}):
            self.write({"pdf": base64.b64encode(pdf.render(page)), "pdf_filename": f"{self.name}.pdf"})
        return True

    # ---- steps
    def _guard_send(self):
        _ = self.env._
        breach = self.breach_id
        if why := self._gap(
            recipient_name=_("Say to whom it was sent."),
            sent_how=_("Say how it was sent."),
            pdf=_("Make the document first: what was sent is kept."),
        ):
            return why
        if self.sent_on > fields.Datetime.now() + _SLACK:
            return _("It cannot have been sent in the future.")
        if self.sent_on < breach.noticed_at - _SLACK:  # the web client offers every fifth minute
            return _("It cannot have been sent before the breach was noticed.")
        if self.recipient != "regulator":
            return None
        if self.phase == "initial" and breach.state != "assessed":
            return _("Assess the breach first; the assessment may be changed later.")
        if self.phase == "follow_up" and not breach._first_notice():
            return _("There is no first notice to follow up.")
        return None

    def action_send(self):
        """Mark as sent: now, unless an earlier moment was given. Nothing leaves by itself."""
        now = fields.Datetime.now()
        for notice in self:
            notice.check_access("write")
            if notice.state == "draft" and not notice.sent_on:
                notice.sent_on = now
            notice._transition("send", sent_by_id=self.env.uid, marked_at=now)

    def action_withdraw(self):
        self._transition("withdraw")

    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "send":
            audit.record(self, "disclose", fields=("pdf",))
            if (self.recipient, self.phase) == ("regulator", "initial"):
                self.breach_id._transition("notify", notified_at=self.sent_on)
