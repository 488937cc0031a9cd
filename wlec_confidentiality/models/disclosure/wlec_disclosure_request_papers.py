# SPDX-License-Identifier: LGPL-3.0-or-later
from contextlib import nullcontext

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.orm import gate
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.tools.papers import words as wordlists

# The programme looks a document through; nobody is shown it. On record as that, and only for whom the file is open; the chair, to
# whom a request was passed on, sees no file and decides on the verdict alone.
_INSPECT, _FOR_THE_CHAIR = gate.Purpose("inspect", checked=True), gate.Purpose("inspect")
_UNSEEN_FOR_THE_CHAIR = gate.Purpose(None)


class WlecDisclosureRequestPapers(models.Model):
    """The machine's check of the documents given. Nothing is assessed, approved or released while it finds something."""

    _inherit = "wlec.disclosure.request"

    banned_words = ConfidentialText(
        string="Must not appear",
        help="One name or word a line, such as of a witness or of a new address. No document leaves with one of them in its text.",
    )
    words_version = fields.Integer(readonly=True, copy=False)
    words_found = fields.Boolean(readonly=True, copy=False)
    findings_html = fields.Html(
        compute="_compute_findings_html", string="Must not leave as it is", sanitize=False
    )
    check_html = fields.Html(compute="_compute_check_html", string="Document check", sanitize=False)
    check_state = fields.Selection(
        [("none", "Nothing to check"), ("open", "Not checked yet"), ("found", "Must not leave"), ("clean", "Checked")],
        compute="_compute_check_state", string="Documents",
    )  # fmt: skip

    @api.model
    def _workflow_fields(self):
        return super()._workflow_fields() | {"words_version", "words_found"}

    def write(self, vals):
        if {"banned_words", "more_conditions"} & vals.keys():
            self._forget_words_found()
        if "banned_words" in vals:
            self._check_open_for_edits()
            for request in self:
                request._keep_words_version()
        return super().write(vals)

    def _keep_words_version(self):
        """Whatever was found before was found with another list."""
        with permit(self, {"words_version"}):
            self.write({"words_version": self.words_version + 1})

    def _forget_words_found(self):
        """What the recipient gets to read, or the list of words, changes: it has not been looked through yet."""
        found = self.filtered("words_found")
        with permit(found, {"words_found"}):
            found.sudo().write({"words_found": False})

    def _looking(self):
        """How what is looked through is recorded. Of a request that nobody may be warned of, not as a disclosure under way."""
        chair = self.env.user == self.chair_id
        if self.restricted:
            return gate.purpose(self.env, _UNSEEN_FOR_THE_CHAIR) if chair else nullcontext()
        return gate.purpose(self.env, _FOR_THE_CHAIR if chair else _INSPECT)

    def _wanted_words(self):
        if not self._filled("banned_words"):
            return []
        with self._looking():
            return wordlists.wanted(self.banned_words)

    # ---- on the page
    @api.depends("item_ids.check_state")
    def _compute_check_state(self):
        for request in self:
            states = set(request.item_ids.mapped("check_state")) - {"none"}
            request.check_state = next(
                (state for state in ("found", "open", "clean") if state in states), "none"
            )

    @api.depends("item_ids.check_state", "item_ids.check_result")
    def _compute_check_html(self):
        for request in self:
            given = request.item_ids._origin.filtered("given")
            lines = Markup().join(
                item._check_html(number) for number, item in enumerate(given, 1) if item.check_state != "none"
            )
            request.check_html = lines and Markup('<ul class="mb-0">%s</ul>') % lines

    @api.depends("state", "words_found", "item_ids.check_state", "item_ids.check_result")
    def _compute_findings_html(self):
        """What the last check found, at the top of the page: by itself it opens nothing."""
        for request in self:
            ended = request.state in ("released", "refused", "cancelled")
            lines = [] if ended or not request._origin else request._finding_lines()
            if request.words_found and not ended:
                lines.append(request._words_sentence())
            items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
            request.findings_html = items and Markup('<ul class="mb-0">%s</ul>') % items

    # ---- the check
    def action_check_documents(self):
        """Look through the documents now, without deciding anything."""
        self.check_access("write")
        for request in self:
            request._look_through()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _stopped_by_papers(self, *states):
        """Before a step from one of these states: what is found in a document or description is kept on the page, where it can be
        mended, instead of in a message that passes.

        :return: what the button answers then; nothing when the step may be tried
        """
        if len(self) != 1 or self.state not in states or not self._look_through():
            return None
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "title": self.env._("Nothing has been decided: it must not leave as it is"),
                "message": self.env._(
                    "What was found is at the top of the page, and on the page “Documents”."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_assess(self):
        self.check_access("write")
        return self._stopped_by_papers("draft") or super().action_assess()

    def action_submit(self):
        self.check_access("write")
        return self._stopped_by_papers("assessed") or super().action_submit()

    def action_approve(self):
        self.check_access("write")
        return self._stopped_by_papers("submitted") or super().action_approve()

    def action_release(self):
        self.check_access("write")
        return self._stopped_by_papers("approved") or super().action_release()

    def action_release_emergency(self):
        self.check_access("write")
        return self._stopped_by_papers("draft", "assessed") or super().action_release_emergency()

    def _look_through(self):
        """Look through all that would leave, and keep on the page what must not.

        :return: whether there is anything
        """
        found, words = bool(self._check_documents()), bool(self._words_in_schedule())
        if self.words_found != words:
            with permit(self, {"words_found"}):
                self.sudo().write({"words_found": words})
        return found or words

    def _check_documents(self):
        """Look through every document given.

        :return: the items whose document must not leave
        """
        items = self.item_ids.filtered("given")
        items._inspect(self._wanted_words())
        return items.filtered(lambda item: item.check_state == "found")

    def _documents_sentence(self):
        """Why the documents cannot leave, item by item; nothing when they can."""
        lines = self._finding_lines()
        return lines and self.env._(
            "The documents cannot leave as they are:\n%s", "\n".join(f"• {line}" for line in lines)
        )

    def _finding_lines(self):
        """What the last check found in the documents given, one line each."""
        return [
            self.env._("Item %(number)s (%(document)s): %(text)s", number=number, document=item._paper_name(), text=text)
            for number, item in enumerate(self.item_ids._origin.filtered("given"), 1)
            if item.check_state == "found"
            for text in item._check_sentences()
        ]  # fmt: skip

    def _guard_lawful(self):
        return super()._guard_lawful() or self._why_not_papers()

    def _guard_emergency(self):
        # Danger lets much wait, but not this: a copy as pictures is made in a moment.
        return super()._guard_emergency() or self._why_not_papers() or None

    def _why_not_papers(self):
        """What in the documents, or in what the schedule will say of them, must not leave; a false value: nothing."""
        if self._check_documents():
            return self._documents_sentence()
        return self._words_in_schedule()

    def _words_in_schedule(self):
        """The schedule and the letter leave as well: no description or condition of our own holds a name that must not appear."""
        words = self._wanted_words()
        if not words:
            return None
        with self._looking():
            texts = [*self.item_ids.filtered("given").mapped("description"), self.more_conditions]
            if not any(wordlists.present(words, text or "") for text in texts):
                return None
        return self._words_sentence()

    def _words_sentence(self):
        return self.env._(
            "A description of an item, or a further condition, holds a name or word that must not appear. The recipient gets to read it."
        )
