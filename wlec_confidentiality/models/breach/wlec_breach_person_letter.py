# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.models.chatter import notices
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialBinary
from odoo.addons.wlec_confidentiality.reports import pdf, wording

_PORTAL = ("portal", "email")


class WlecBreachPerson(models.Model):
    """The letter to somebody affected: in plain words, by the way that is safe for them."""

    _inherit = "wlec.breach.person"

    pdf = ConfidentialBinary("Letter to print", readonly=True, groups="base.group_user")
    pdf_filename = fields.Char(readonly=True, copy=False, groups="base.group_user")
    can_tell = fields.Boolean(compute="_compute_can")
    can_leave = fields.Boolean(compute="_compute_can")
    can_resume = fields.Boolean(compute="_compute_can")

    # ---- the words
    def action_prepare(self):
        """Fill in the centre's letter; what it says can then be changed for this person."""
        self.check_access("write")
        for person in self.filtered(
            lambda person: person.state == "to_tell" and not person._has_value("letter")
        ):
            person.letter = person._letter_text()
            if not person.channel:
                person.channel = "portal" if person.has_portal else "post"
        return True

    def _letter_text(self):
        """The template of the settings, in the reader's language where the centre has written it in that. Only the names it may use are
        filled in, and nothing is carried out."""
        breach, lang = self.breach_id, self._letter_lang()
        company = self.env.company.sudo().with_context(lang=lang)
        known = {
            "{centre}": company.name,
            "{reference}": breach.name,
            "{noticed}": format_date(company.env, breach.noticed_at, date_format="d MMMM y"),
            "{consequences}": breach.consequences,
            "{measures}": breach.containment,
            "{contact}": company.wlec_breach_contact,
            "{regulator}": company.wlec_regulator_name,
        }
        text = company.wlec_breach_letter or ""
        for name, value in known.items():
            text = text.replace(name, value or "…")
        return text

    def _letter_lang(self):
        """Of a person without a record here: the centre's."""
        return wording.language(self.env.company.sudo(), "wlec_breach_letter", self.sudo().partner_id.lang)

    def _address_lines(self):
        return wording.in_window(self.env, self.address) if self.channel == "post" else []

    def action_print(self):
        """The letter, or the script for the call, as a document."""
        self.ensure_one()
        self.check_access("write")
        if not self._has_value("letter"):
            raise TransitionError(self.env._("Prepare the letter first."))
        lang = self._letter_lang()
        values = {
            **wording.page(self.env, lang),
            "person": self,
            "to": self._address_lines(),
            "today": fields.Date.context_today(self),
            "is_script": self.channel == "phone",
            "title": self.env._("What to say on the telephone")
            if self.channel == "phone"
            else self.env._("A letter from us"),
            "lines": self.letter.strip().split("\n"),
        }
        page = (
            self.env["ir.qweb"]
            .with_context(lang=lang)
            ._render("wlec_confidentiality.wlec_breach_letter_page", values)
        )
        with permit(self, {"pdf", "pdf_filename"}):
            self.write({
                "pdf": base64.b64encode(pdf.render(page, to_be_read=True)),
                "pdf_filename": f"{self.breach_id.name}-{self.id}.pdf",
            })  # fmt: skip
        return True

    # ---- steps
    def _guard_tell(self):
        _ = self.env._
        if why := self._gap(
            channel=_("Choose the way that is safe for them."),
            letter=_("Write down what they are told (button “Prepare the letter”)."),
        ):
            return why
        if "…" in self.letter:
            return _("The letter still has gaps (“…”): fill them in.")
        if self.channel in _PORTAL and not self.has_portal:
            return _("This person has no login to the portal: choose another way.")
        if self.channel == "post" and not self._has_value("pdf"):
            return _("Print the letter first: what was sent is kept.")
        if self.channel == "phone":
            return self._gap(told_note=_("Write down how the call went."))
        return None

    def _guard_leave(self):
        return self._gap(why_not=self.env._("Say why this person is not told."))

    def action_tell(self):
        """In the portal it can be read from now on; a letter was posted, a call was made."""
        for person in self:
            person._transition("tell", told_at=fields.Datetime.now(), told_by_id=self.env.uid)

    def action_leave(self):
        self._transition("leave")

    def action_resume(self):
        self._transition("resume")

    def _after_transition(self, action):
        super()._after_transition(action)
        if action == "tell":
            audit.record(self, "disclose", fields=("letter",))
            if self.channel == "email":
                self._send_news()

    def _send_news(self):
        """A mail from the centre that says that there is news, and where to log in."""
        notices.send(self, "wlec_breach_news_client")
