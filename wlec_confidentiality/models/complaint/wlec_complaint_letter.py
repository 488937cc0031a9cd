# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import _permitted, permit
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary, ConfidentialText
from odoo.addons.wlec_confidentiality.reports import pdf, wording
from odoo.addons.wlec_confidentiality.tools import letter_text

from .wlec_complaint_letter_template import KINDS


class WlecComplaintLetter(models.Model):
    """A letter to whoever complained: how it is to reach them, and whether it has. What was written stays as it is."""

    _name = "wlec.complaint.letter"
    _description = "Letter about a complaint"
    _inherit = ["wlec.complaint.blind.mixin", "wlec.confidential.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    complaint_id = fields.Many2one(
        "wlec.breach.complaint", "Complaint", required=True, ondelete="restrict", index=True, readonly=True
    )
    kind = fields.Selection(KINDS, "Letter", required=True, readonly=True)
    way = fields.Selection(
        lambda self: self.env["wlec.breach.complaint"]._fields["contact_by"].selection,
        "How it reaches the client",
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("waiting", "Waits for you"), ("failed", "Not sent"), ("sent", "Sent")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    failure = fields.Char("Why not", readonly=True)
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), "Language", readonly=True)
    date = fields.Datetime("Written", required=True, readonly=True, default=fields.Datetime.now)
    sent_on = fields.Datetime("Sent", readonly=True)
    sent_by_id = fields.Many2one("res.users", "Sent by", readonly=True, ondelete="set null")
    file_name = fields.Char(compute="_compute_file_name")
    subject = fields.Char("Heading", readonly=True)
    body = ConfidentialText("Text", readonly=True)
    file = ConfidentialBinary("PDF", readonly=True)

    @api.depends("kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for letter in self:
            letter.display_name = labels.get(letter.kind, "")

    @api.depends("kind", "complaint_id.name")
    def _compute_file_name(self):
        for letter in self:
            letter.file_name = f"{letter.complaint_id.name}-{letter.kind}.pdf"

    def _need_to_know(self, uid):
        by_complaint = dict(self.sudo().mapped(lambda letter: (letter.id, letter.complaint_id.id)))
        open_ = self.env["wlec.breach.complaint"]._complaints_open_to(list(set(by_complaint.values())), uid)
        return {letter for letter, complaint in by_complaint.items() if open_.get(complaint) is False}

    def _key_scope(self):
        return self.sudo().complaint_id._key_scope()

    # ---- sending
    def _send(self, text):
        """By the way the client chose. What can be done by the programme is done now; the rest waits for a person, in sight.

        :param text: the letter's text, so that it need not be opened again
        """
        self.ensure_one()
        complaint = self.complaint_id
        failure = complaint._unreachable()
        message = {"acknowledgement": "acknowledgement", "outcome": "outcome", "review": "outcome"}
        complaint._tell_client(message.get(self.kind, "message"), text)
        # What is posted is made when somebody prints it: the address on it is opened by a person, never by the scheduler.
        if failure:
            self._note(state="failed", failure=failure)
        elif self.way not in ("phone", "post"):
            self._note_sent()
        complaint._letters_waiting()

    def _note_sent(self):
        # The moment the mails of this transaction have: one that was refused before is not this sending's.
        now = self.env.cr.now().replace(microsecond=0)
        self._note(state="sent", sent_on=now, sent_by_id=self.env.uid, failure=False)

    def _make_file(self, text):
        """:return: why the PDF could not be made, or nothing"""
        try:
            page = self._page(text)
            with permit(self, {"file"}):
                self.sudo().write({"file": base64.b64encode(pdf.render(page, to_be_read=True))})
        except (ConfidentialityError, OSError, ValueError) as problem:
            return self.env._("The PDF could not be made: %s", problem)
        return None

    def _page(self, text):
        values = {
            **wording.page(self.env, self.lang),
            "letter": self,
            "to": self._address_lines(),
            "reference": self.complaint_id.name,
            "paragraphs": letter_text.paragraphs(text),
            "today": fields.Date.context_today(self),
        }
        return (
            self.env["ir.qweb"]
            .with_context(lang=self.lang)
            ._render("wlec_confidentiality.wlec_complaint_letter_page", values)
        )

    def _address_lines(self):
        """What is seen through the window of the envelope."""
        if self.way != "post":
            return []
        address = self.complaint_id.postal_address
        if not (address or "").strip():
            raise ConfidentialityError(
                self.env._(
                    "There is no address for the envelope yet. Write a safe one under “Address for the envelope”, or choose another way."
                )
            )
        return wording.in_window(self.env, address)

    def action_print(self):
        """Hand out the PDF; it is made when it is not there yet."""
        self.ensure_one()
        self.check_access("read")
        if not self._has_value("file") and (failure := self._make_file(self.body)):
            raise UserError(failure)
        audit.record(self, "print", fields=("file",))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "download",
        }

    def action_sent(self):
        """It was posted, read out, or given in another way: by whoever presses this, now."""
        self.check_access("read")
        for letter in self:
            letter.complaint_id.check_access("write")
            if letter.state != "sent":
                letter._keep_what_is_posted()
                letter._note_sent()
                audit.record(letter, "deliver", fields=("state",))
                letter._after_sent()
        return True

    def _keep_what_is_posted(self):
        """The page as it went out, where it was not printed here."""
        if (
            self.way == "post"
            and not self._has_value("file")
            and self.complaint_id._has_value("postal_address")
        ):
            self._make_file(self.body)

    def _after_sent(self):
        complaint = self.complaint_id
        complaint._heard()
        complaint._letters_waiting()
        if self.kind == "acknowledgement" and complaint.state == "received":
            complaint.action_acknowledge()

    def action_try_again(self):
        """After the address, or the way to reach the client, was put right."""
        self.check_access("read")
        for letter in self.filtered(lambda letter: letter.state == "failed"):
            letter.complaint_id.check_access("write")
            failure = letter.complaint_id._unreachable()
            if failure:
                raise UserError(failure)
            letter._note(way=letter.complaint_id.contact_by)
            if letter.way in ("phone", "post"):
                letter._note(state="waiting", failure=False)
                letter.complaint_id._letters_waiting()
            else:
                letter.complaint_id._notify_client()
                letter.action_sent()
        return True

    def _note(self, **facts):
        with permit(self, facts):
            self.sudo().write(facts)

    # ---- rows
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise ConfidentialityError(self.env._("Letters are written by the steps of the complaint."))
        return super().create(vals_list)

    def write(self, vals):
        if not _permitted(self, vals.keys()):
            raise ConfidentialityError(self.env._("A letter stays as it was written: write another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise ConfidentialityError(self.env._("Letters are kept."))
