# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm import gate
from odoo.addons.wlec_confidentiality.orm.purposes import Purpose
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.tools import consent_text

# From sealed columns of a consent into others of it, and to yes or no: nobody gets to see anything, and need to know is asked.
_WITHIN = Purpose(None, checked=True)


class WlecConsentStatement(models.Model):
    """The exact text a client agrees to: what is particular to this permission, then the wording of the centre.

    It is put together once, when the client is asked or when their word is recorded, and kept as it was.
    """

    _inherit = "wlec.consent"

    statement = ConfidentialText(string="The exact text", readonly=True)
    statement_hash = ConfidentialChar(string="Fingerprint of the exact text", readonly=True)

    def _workflow_fields(self):
        return super()._workflow_fields() | {"statement", "statement_hash"}

    def _reading_for_itself(self):
        """Values opened in this block go nowhere but into sealed fields of this record."""
        return gate.purpose(self.env, _WITHIN)

    def _statement_values(self):
        """The exact text and its fingerprint, to be written with a step."""
        self.ensure_one()
        with self._reading_for_itself():
            text = consent_text.statement(
                self.env._("Permission to pass on information, %s", self.name),
                self._statement_rows(),
                self.wording_id.body,
            )
        return {"statement": text, "statement_hash": consent_text.fingerprint(text)}

    def _statement_rows(self):
        _ = self.env._
        until = self.env._("%(start)s to %(end)s", start=_day(self.valid_from), end=_day(self.valid_to))
        if self.until_case_closes:
            until = self.env._("%s, but no longer than the centre works on my case", until)
        rows = [
            (_("Who may be told"), self._recipient_name()),
            (_("What for"), self.purpose_id.name),
            (_("In my own words"), self.purpose),
            (_("What may be told"), _lines(self.category_ids.mapped("name"))),
            (_("Documents"), _lines(self._document_labels()) or _("any of these kinds")),
            (_("For how long"), until),
            (_("Said by"), self._speaker()),
            (_("Interpreted by"), self._interpreter()),
        ]
        return [(label, value) for label, value in rows if value]

    def _recipient_name(self):
        """The recipient by name, as it is told to the client."""
        if self.recipient_kind == "person":
            return self.recipient_name or ""
        recipient = self.sudo().agency_id if self.recipient_kind == "agency" else self.sudo().partner_id
        return recipient.name or ""

    def _document_labels(self):
        """What the client can tell their documents by, without opening a name of one: number, kind and day."""
        documents = self.sudo().document_ids
        kinds = dict(documents._fields["kind"]._description_selection(self.env))
        return [f"{d.name} ({kinds.get(d.kind, '')}, {_day(d.added_on)})" for d in documents.sorted("number")]

    def _speaker(self):
        kind = self._label("representative_kind")
        return kind and f"{self.representative_name or ''} ({kind})"

    def _interpreter(self):
        return self.interpreter_name and f"{self.interpreter_name} ({self.interpreter_language or ''})"


def _day(moment):
    return f"{moment:%-d %B %Y}"


def _lines(texts):
    return "\n".join(f"- {text}" for text in texts)
