# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
import json

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError, TransitionError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText
from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools.papers import apart, areas, findings, inspection_version, kinds

from .paper_sentences import sentence


class WlecDisclosureItemPaper(models.Model):
    """The document of an item: looked through by the programme, blacked out by people, given as it is or as a copy."""

    _inherit = "wlec.disclosure.item"

    copy_id = fields.Many2one(
        "wlec.disclosure.copy", string="Copy that is given instead", readonly=True, copy=False, ondelete="restrict",
        index="btree_not_null",
    )  # fmt: skip
    areas = ConfidentialText(string="Blacked out", readonly=True)
    # Codes, pages and counts; never a word of the document.
    check_result = fields.Char(readonly=True, copy=False)
    check_key = fields.Char(readonly=True, copy=False)
    check_state = fields.Selection(
        [("none", "Nothing to check"), ("open", "Not checked yet"), ("found", "Must not leave"), ("clean", "Checked")],
        string="Document check", compute="_compute_check_state",
    )  # fmt: skip
    can_redact = fields.Boolean(compute="_compute_can_redact")

    _BY_PROGRAMME = frozenset(("copy_id", "areas", "check_result", "check_key"))

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create([
            {name: value for name, value in vals.items() if name not in self._BY_PROGRAMME} for vals in vals_list
        ])  # fmt: skip
        items.request_id._forget_words_found()
        return items

    def write(self, vals):
        if self._BY_PROGRAMME & vals.keys():
            raise TransitionError(
                self.env._("Use the buttons: a copy and its check are made by the programme.")
            )
        result = super().write(vals)
        if {"description", "given"} & vals.keys():
            self.request_id._forget_words_found()
        if "document_id" in vals:
            self._keep({"copy_id": False, "areas": False, "check_result": False, "check_key": False})
        return result

    # ---- what leaves
    def _paper(self):
        """The document that leaves for this item: the copy, where there is one."""
        return self.copy_id or self.document_id

    def _paper_name(self):
        """What the paper is called, which says nothing of it."""
        name = self.document_id.sudo().name
        return f"{name}, {self.copy_id.sudo().display_name}" if self.copy_id else name

    # ---- looked through
    def _check_key_now(self):
        paper = self._paper()
        return (
            paper and f"{inspection_version.VERSION}/{paper._name},{paper.id}/{self.request_id.words_version}"
        )

    @api.depends("check_key", "check_result", "document_id", "copy_id", "given", "request_id.words_version")
    def _compute_check_state(self):
        for item in self:
            if not item.given or not item._paper():
                item.check_state = "none"
            elif item.check_key != item._check_key_now():
                item.check_state = "open"
            else:
                item.check_state = "found" if findings.blocking(item._found()) else "clean"

    def _found(self):
        """What the last check found, as findings; not what the centre has decided to put up with."""
        found = [findings.Finding(*values) for values in json.loads(self.check_result or "[]")]
        unmarked = self.env.company.sudo().wlec_give_office_files
        return [one for one in found if not (unmarked and one.code == findings.OFFICE)]

    def _inspect(self, words):
        """Look through the documents of these items, and keep what was found.

        :param words: what must not appear, as the inspection wants it
        """
        done = self.env.cr.cache.setdefault("wlec_inspected", {})
        for item in self.filtered(lambda i: i.given and i._paper()):
            key = item._check_key_now()
            if key not in done:
                with item.request_id._looking():
                    paper = item._paper().sudo()
                    content, name = base64.b64decode(paper.content or b""), paper.file_name
                    office = kinds.kind_of(content, name) in (kinds.OOXML, kinds.ODF)
                    done[key] = [findings.Finding(findings.OFFICE)] * office
                    done[key] += apart.inspect(content, name, words) + item.sudo()._words_still_seen(words)
            result = json.dumps([list(found) for found in done[key]])
            if (item.check_key, item.check_result) != (key, result):
                item._keep({"check_key": key, "check_result": result})

    def _words_still_seen(self, words):
        """A copy made of pictures holds no text to search: the words are looked for in what it was made from, and have to be
        below something black in the copy."""
        if not self.copy_id or not words:
            return []
        try:
            places = [areas.Area(*values) for values in apart.find(self._pages(), words)]
        except findings.PaperError as error:
            return [findings.Finding(error.code)]
        return [
            findings.Finding(findings.WORD, place.page + 1)
            for place in areas.uncovered(places, self.copy_id._black())
        ]

    def _check_sentences(self, notes=False):
        """What keeps the document from leaving; with ``notes``: what a person has to look at."""
        found = self._found()
        wanted = [one for one in found if one.code in findings.NOTES] if notes else findings.blocking(found)
        return [sentence(self.env, one) for one in wanted]

    def _check_html(self, number):
        """The check of one item, for the page of the request."""
        label = self.env._("Item %(number)s: %(document)s", number=number, document=self._paper_name())
        lines = self._check_sentences() + self._check_sentences(notes=True)
        if self.check_state == "open":
            lines = [self.env._("Not checked yet.")]
        elif not lines:
            lines = [self.env._("Nothing found.")]
        inside = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<li>%s<ul>%s</ul></li>") % (label, inside)

    # ---- blacked out
    @api.depends("document_id", "request_id.state")
    def _compute_can_redact(self):
        for item in self:
            item.can_redact = bool(item.document_id) and item.request_id.state in item.request_id._OPEN

    def _check_redactable(self):
        """Only before it is submitted: later, also for the review of an emergency, what was given stays what was given."""
        if not all(item.document_id for item in self):
            raise TransitionError(self.env._("This item has no document."))
        if any(item.request_id.state not in item.request_id._OPEN for item in self):
            raise TransitionError(
                self.env._("This request has been submitted, so its copies stay as they are.")
            )

    def action_redact(self):
        """Open the pages of the document, to black out what must not be seen."""
        self.ensure_one()
        self.check_access("write")
        self._check_redactable()
        return {
            "type": "ir.actions.client",
            "tag": "wlec_redaction",
            "name": self.env._("Black out"),
            "params": {"item_id": self.id, "request_id": self.request_id.id},
        }

    def action_copy_as_pictures(self):
        """A copy that shows what the document shows, and holds nothing else."""
        self.check_access("write")
        self._check_redactable()
        for item in self:
            item._make_copy([])
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_give_original(self):
        """Give the document itself after all. The copy stays in the file until somebody removes it."""
        self.check_access("write")
        self._check_redactable()
        self._keep({"copy_id": False, "check_result": False, "check_key": False})
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _pages(self):
        """The document of this item as a PDF, whatever it is."""
        document = self.document_id
        content, name = base64.b64decode(document.content or b""), document.file_name
        try:
            if kinds.kind_of(content, name) in (kinds.TEXT, kinds.EMAIL):
                return self._text_as_pages(content, name)
            return apart.paged(content, name)
        except findings.PaperError as error:
            raise self._refusal(error) from None

    def _text_as_pages(self, content, name):
        values = {"text": apart.readable(content, name)}
        page = self.env["ir.qweb"]._render("wlec_confidentiality.wlec_plain_text", values)
        return pdf.render(page, to_be_read=True)

    def _refusal(self, error):
        return ConfidentialityError(sentence(self.env, findings.Finding(error.code)))

    def _saved_areas(self):
        return [areas.Area(*values) for values in json.loads(self.areas or "[]")]

    def _save_areas(self, found):
        """Keep where to black out, without doing it yet.

        :raise ValueError: something else than rectangles
        """
        self._check_redactable()
        self._keep({"areas": json.dumps([list(area) for area in areas.checked(found)])})

    def _make_copy(self, found):
        """A copy of pictures of all pages, black where asked for; it is given instead of the document."""
        self.ensure_one()
        self._check_redactable()
        found = areas.checked(found)
        try:
            content = apart.redacted(self._pages(), found)
        except findings.PaperError as error:
            raise self._refusal(error) from None
        copy = self.env["wlec.disclosure.copy"]._add(self, base64.b64encode(content), found)
        self._save_areas(found)
        self._keep({"copy_id": copy.id})
        self._inspect(self.request_id._wanted_words())
        return copy

    # ---- given
    def _given_copy(self, stamp):
        """The document as it leaves: nothing in it that nobody sees, and the recipient's mark on every page and picture.

        :return: content, ending of its name
        :raise ConfidentialityError: the finished copy still holds something
        """
        paper = self._paper()
        content, name = base64.b64decode(paper.content or b""), paper.file_name
        try:
            if kinds.kind_of(content, name) in (kinds.TEXT, kinds.EMAIL):
                # A text has no pages for the mark: it is given as what it looks like printed.
                content, name = self._text_as_pages(content, name), "x.pdf"
            copy, ending = apart.given(content, name, stamp)
        except findings.PaperError as error:
            raise self._refusal(error) from None
        # Each page was looked at before the mark was laid over it; the file around the pages is looked at as it leaves.
        found = apart.inspect(copy, f"x.{ending}", self.request_id._wanted_words(), sight=False)
        left = [sentence(self.env, one) for one in found if one.code not in findings.NOTES]
        if left:
            raise ConfidentialityError("\n".join(left))
        return copy, ending
