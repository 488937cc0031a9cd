# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access import references
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import Transition, permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialText
from odoo.addons.wlec_confidentiality.reports import pdf, wording
from odoo.addons.wlec_confidentiality.tools.texts import tidied

_WHO = ("wlec_confidentiality.group_caseworker", "wlec_confidentiality.group_officer")
KINDS = [
    ("rectification", "Rectification"),
    ("erasure", "Erasure"),
    ("restriction", "Restriction of processing"),
]


class WlecDisclosureNotice(models.Model):
    """Telling one recipient that what they were given has been put right, erased or restricted (UK GDPR, Article 19)."""

    _name = "wlec.disclosure.notice"
    _description = "Notice to a recipient"
    _inherit = ["wlec.workflow.mixin", "wlec.confidential.mixin"]
    _case_path = "case_id"
    _order = "id desc"

    _TRANSITIONS = {
        ("to_send", "send"): Transition("sent", _WHO, "_guard_send"),
        ("to_send", "give_up"): Transition("impossible", _WHO, "_guard_give_up"),
    }
    _WORKFLOW_FIELDS = {"name", "sent_at", "sent_by_id", "letter", "letter_filename"}

    name = fields.Char(string="Reference", readonly=True, copy=False)
    case_id = fields.Many2one(
        "wlec.case", string="Case file", required=True, index=True, ondelete="restrict", readonly=True
    )
    request_id = fields.Many2one(
        "wlec.disclosure.request", string="Latest disclosure to them", required=True, index=True, ondelete="restrict", readonly=True
    )  # fmt: skip
    recipient_label = fields.Char(related="request_id.recipient_label", string="Recipient")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    change = ConfidentialText(
        string="What has changed", help="What the recipient must put right, erase or set aside; no more."
    )
    state = fields.Selection(
        [("to_send", "To be sent"), ("sent", "Sent"), ("impossible", "Not possible")], string="Status", default="to_send",
        required=True, readonly=True, copy=False, index=True,
    )  # fmt: skip
    sent_how = fields.Selection(
        [
            ("post", "By post"),
            ("secure", "By a secure channel"),
            ("person", "In person"),
            ("phone", "By telephone"),
        ],
        string="How it was sent",
    )
    sent_at = fields.Datetime(string="Sent on", readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False)
    why_not = ConfidentialText(
        string="Why it is not possible",
        help="Impossible, or out of all proportion: the law asks for the reason.",
    )
    letter = ConfidentialBinary(string="Letter", readonly=True)
    letter_filename = fields.Char(readonly=True, copy=False)
    can_send = fields.Boolean(compute="_compute_can")
    can_give_up = fields.Boolean(compute="_compute_can")

    _name_unique = models.Constraint("UNIQUE(name)", "This reference is taken.")

    @api.model_create_multi
    def create(self, vals_list):
        notices = super().create([tidied(self, vals) for vals in vals_list])
        with permit(notices, {"name"}):
            for notice, name in zip(notices, references.draw(self, "NOTE", len(notices)), strict=True):
                notice.name = name
        notices.request_id._run_clocks()
        return notices

    def write(self, vals):
        frozen = {"change", "kind", "request_id", "sent_how", "why_not"} & vals.keys()
        if frozen and any(notice.state != "to_send" for notice in self):
            raise TransitionError(
                self.env._("This notice has been dealt with: what was said stays as it is.")
            )
        return super().write(tidied(self, vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        raise TransitionError(self.env._("A notice is never deleted: say why it is not possible."))

    # ---- need to know: that of the disclosure it is about
    def _open_to(self, uids):
        allowed = super()._open_to(uids)
        requests = self.sudo().browse(allowed).mapped("request_id")
        known = requests._open_to(uids)
        return {n.id: allowed[n.id] for n in self.sudo().browse(allowed) if n.request_id.id in known}

    # ---- steps
    def _after_transition(self, action):
        super()._after_transition(action)
        self.request_id._run_clocks()

    def _filled(self, name):
        return bool(self.filtered_domain([(name, "!=", False)]))

    def _guard_send(self):
        if not self._filled("change"):
            return self.env._("Write down what has changed.")
        return None if self.sent_how else self.env._("Choose how it was sent.")

    def _guard_give_up(self):
        return None if self._filled("why_not") else self.env._("Say why it is not possible.")

    def action_letter(self):
        """Make the letter to the recipient."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "to_send" or not self._filled("change"):
            raise TransitionError(
                self._guard_send() or self.env._("This notice has been dealt with already.")
            )
        values = {
            **wording.page(self.env, "en_GB"), "to": self.request_id._address_lines(), "today": fields.Date.context_today(self), "notice": self,
            "kind": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "disclosure": self.request_id, "lines": self.change.strip().split("\n"),
        }  # fmt: skip
        letter = pdf.render(self.env["ir.qweb"]._render("wlec_confidentiality.wlec_notice_letter", values))
        with permit(self, {"letter", "letter_filename"}):
            self.write({"letter": base64.b64encode(letter), "letter_filename": f"{self.name}.pdf"})
        return True

    def action_send(self):
        for notice in self:
            notice._transition("send", sent_at=fields.Datetime.now(), sent_by_id=self.env.uid)
            audit.record(notice, "disclose", fields=("change",))

    def action_give_up(self):
        self._transition("give_up")
