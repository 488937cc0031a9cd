# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.wlec_confidentiality.tools import letter_text

from .wlec_breach_complaint import STAFF

_logger = logging.getLogger(__name__)
_CRON = "wlec_confidentiality.ir_cron_complaint_acknowledge"
_AT_ONCE = 50
UNSENT = ("waiting", "failed")


class WlecBreachComplaint(models.Model):
    """Letters to whoever complained. The acknowledgement goes out by itself, on the day the complaint comes in."""

    _inherit = "wlec.breach.complaint"

    letter_ids = fields.One2many(
        "wlec.complaint.letter", "complaint_id", "Letters", groups=STAFF, readonly=True
    )
    letter_count = fields.Integer("Number of letters", compute="_compute_unsent_count", groups=STAFF)
    unsent_count = fields.Integer("Letters not sent", compute="_compute_unsent_count", groups=STAFF)
    has_letter_to_send = fields.Boolean(compute="_compute_unsent_count", groups=STAFF)

    @api.depends("letter_ids.state")
    def _compute_unsent_count(self):
        rows = (
            self.env["wlec.complaint.letter"]
            .sudo()
            ._read_group([("complaint_id", "in", self.ids)], ["complaint_id", "state"], ["__count"])
        )
        for complaint in self:
            theirs = {state: count for of, state, count in rows if of.id == complaint.id}
            complaint.letter_count = sum(theirs.values())
            complaint.unsent_count = sum(theirs.get(state, 0) for state in UNSENT)
            complaint.has_letter_to_send = bool(complaint.unsent_count)

    def action_view_letters(self):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wlec_confidentiality.wlec_complaint_letter_action"
        )
        return {**action, "domain": [("complaint_id", "=", self.id)], "context": {}}

    def _letters_waiting(self):
        """Tasks for what must be sent by hand: one for each kind of work there is, none when there is none."""
        summaries = {
            "post": self.env._("Post a letter"),
            "phone": self.env._("Read a letter out on the telephone"),
            "failed": self.env._("A letter could not be sent"),
        }
        for complaint in self.sudo():
            letters = complaint.letter_ids.filtered(lambda letter: letter.state in UNSENT)
            kinds = {"failed" if letter.state == "failed" else letter.way for letter in letters}
            needed = {summaries[kind] for kind in kinds if kind in summaries}
            done = complaint.activity_ids.filtered(
                lambda task, needed=needed: task.summary in set(summaries.values()) - needed
            )
            done.unlink()
            for summary in sorted(needed):
                complaint._task(summary, complaint._today())

    # ---- writing one
    def _letter(self, kind, **words):
        """Write a letter of this kind and send it.

        :param words: what else it says, by the names of its places
        """
        self.ensure_one()
        lang = self._letter_lang()
        template = self.env["wlec.complaint.letter.template"]._of(kind, lang)
        local = self.with_context(lang=template.env.lang)
        text = letter_text.fill(template.body, {**local._letter_words(kind), **words})
        letter = (
            self.env["wlec.complaint.letter"]
            .sudo()
            .create(
                {
                    "complaint_id": self.id,
                    "kind": kind,
                    "way": self.contact_by,
                    "lang": template.env.lang,
                    "subject": template.subject,
                    "body": text,
                }
            )
        )
        letter.with_env(self.env)._send(text)
        self._heard()
        return letter.with_env(self.env)

    def _letter_lang(self):
        """The language of whoever complained, as a code of Odoo's."""
        return self.sudo().partner_id.lang or self.env.company.sudo().partner_id.lang

    def _letter_words(self, kind):
        """What stands in every letter; the content only where the letter has it."""
        company = self.env.company.sudo()
        words = {
            "reference": self.name,
            "received": self._letter_date(self.received_on),
            "today": self._letter_date(self._today()),
            "answer_by": self._letter_date(self.due_on if self.state == "review" else self.outcome_target_on),
            "centre": company.name,
            "regulator": company._wlec_regulator_text(),
            "contact": company._wlec_contact_text(),
        }
        if kind == "outcome":
            whole = self.sudo().issue_ids.is_whole if len(self.sudo().issue_ids) == 1 else False
            words |= {"issues": self._issues_text(), "answer": "" if whole else self.outcome_text or ""}
        elif kind == "review":
            words["review"] = self.review_text or ""
        return words

    @api.model
    def _letter_date(self, day):
        return format_date(self.env, day, date_format="d MMMM y") if day else ""

    def _unreachable(self):
        """Why the programme cannot reach the client by the way they chose: a text, or ``None``. What a person must do
        (post, telephone) is no obstacle."""
        complaint = self.sudo()
        if complaint.contact_by in ("phone", "post") or complaint.channel == "receipt":
            return None
        if not complaint.partner_id.user_ids.filtered("active"):
            return self.env._(
                "The client has no login of the portal. Choose another way, or give it by hand."
            )
        if complaint.contact_by == "email" and not complaint._has_client_address():
            return self.env._("There is no e-mail address. Choose another way, or give it by hand.")
        return None

    # ---- the acknowledgement
    @api.model
    def _receive(self, *args, **kwargs):
        complaint = super()._receive(*args, **kwargs)
        # Not here and now: whoever complains waits for nothing, and what goes wrong with the letter loses no complaint.
        self.env.ref(_CRON).sudo()._trigger()
        return complaint

    @api.model
    def _cron_acknowledge(self):
        """Acknowledge what came in; what cannot be sent by the programme waits in sight. One that fails stops no other."""
        due = self.search(
            [("state", "=", "received"), ("letter_ids", "=", False)], order="id", limit=_AT_ONCE
        )
        for number, complaint in enumerate(due, 1):
            try:
                with self.env.cr.savepoint():
                    complaint._acknowledge_by_itself()
            except (UserError, OSError, ValueError):
                _logger.warning(
                    "The acknowledgement of complaint %s was not written.", complaint.id, exc_info=True
                )
                complaint._task(self.env._("A letter could not be sent"), complaint._today())
            self.env["ir.cron"]._commit_progress(1, remaining=len(due) - number)

    def _acknowledge_by_itself(self):
        """Unless somebody does just that at this moment, or has done it."""
        if not self.try_lock_for_update():
            return
        self.invalidate_recordset(["state", "letter_ids"])
        if self.state == "received" and not self.sudo().letter_ids:
            self._write_acknowledgement()

    def _write_acknowledgement(self):
        if self._letter("acknowledgement").state == "sent":
            self.action_acknowledge()

    def _acknowledgement_given(self):
        """Pressed by a person: it was posted or read out, or goes out now."""
        letters = self.env["wlec.complaint.letter"].sudo()
        letter = letters.search([("complaint_id", "=", self.id), ("kind", "=", "acknowledgement")], limit=1)
        letter = letter.with_env(self.env) or self._letter("acknowledgement")
        if letter.sudo().state != "sent":
            letter._note_sent()

    def action_prepare_acknowledgement(self):
        """The letter, to be printed or read out, when the scheduler has not written it yet."""
        self.check_access("write")
        for complaint in self:
            if complaint.state == "received" and not complaint.sudo().letter_ids:
                complaint._acknowledge_by_itself()
        return True

    def _tell_client(self, kind, text):
        """Put a message of ours into the exchange; it becomes visible in the portal."""
        self.env["wlec.complaint.message"].sudo()._add(self, "centre", text, kind=kind)
