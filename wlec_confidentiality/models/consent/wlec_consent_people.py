# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import TransitionError
from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialChar, ConfidentialText
from odoo.addons.wlec_confidentiality.orm.sealed_others import ConfidentialSelection
from odoo.addons.wlec_confidentiality.tools import consent_people as people

STAFF = "base.group_user"


class WlecConsentPeople(models.Model):
    """Who says yes: the client, understanding what is asked and free to say no, or somebody with authority to speak for them.

    All of it is sealed. The usual case - an adult, nobody doubts that they can decide - is the one in which nothing is filled in.
    """

    _inherit = "wlec.consent"

    # ---- does the client understand, and are they free?
    seen_alone = ConfidentialSelection(
        [("yes", "Yes"), ("phone", "On the telephone, and they said they were alone"), ("no", "No")],
        string="Seen alone?", groups=STAFF,
        help="Somebody standing by may be the reason why the client says yes. Ask again when they are alone.",
    )  # fmt: skip
    capacity = ConfidentialSelection(
        [("can", "Doubted and assessed: they can decide this"), ("cannot", "Doubted and assessed: they cannot decide this")],
        string="Any doubt about capacity?", groups=STAFF,
        help="Everybody is presumed able to decide (Mental Capacity Act 2005). Leave it empty unless there was a doubt about"
        " this one decision.",
    )  # fmt: skip
    capacity_assessor_id = fields.Many2one(
        "res.users", string="Assessed by", groups=STAFF, domain=[("share", "=", False)]
    )
    capacity_assessed_on = fields.Date(string="Assessed on", groups=STAFF)
    capacity_assessment = ConfidentialText(
        string="The assessment of this decision", groups=STAFF,
        help="Could they understand what is asked, keep it in mind, weigh it up and say what they want? What help were they given?",
    )  # fmt: skip
    minor = ConfidentialSelection(
        [
            ("16_17", "16 or 17: decides themselves"),
            ("competent", "Under 16, and understands fully (Gillick)"),
            ("not_competent", "Under 16, and does not understand it fully yet"),
        ],
        string="Under 18?", groups=STAFF, help="Leave it empty for an adult. Understanding decides, not age alone.",
    )  # fmt: skip
    minor_assessor_id = fields.Many2one(
        "res.users", string="Judged by", groups=STAFF, domain=[("share", "=", False)]
    )
    minor_reasons = ConfidentialText(string="Why you think so", groups=STAFF)
    parent_told = ConfidentialSelection(
        [("yes", "Has been told"), ("will", "Will be told"), ("no", "Is not told")],
        string="A parent",
        groups=STAFF,
    )
    parent_reasons = ConfidentialText(string="Why, or why not", groups=STAFF)

    # ---- somebody who speaks for the client
    representative_kind = ConfidentialSelection(
        [
            ("lpa", "Attorney under a lasting power of attorney"),
            ("deputy", "Deputy of the Court of Protection"),
            ("appointee", "Benefits appointee"),
            ("litigation_friend", "Litigation friend"),
            ("parental_responsibility", "Parent with parental responsibility"),
            ("written_authority", "With the client's written authority"),
        ],
        string="Somebody speaks for the client", groups=STAFF,
        help="Leave it empty when the client says yes themselves. A relative or advocate has no authority of their own.",
    )  # fmt: skip
    representative_name = ConfidentialChar(string="Their name", groups=STAFF)
    authority_document_id = fields.Many2one(
        "wlec.case.document", string="The paper that gives them authority", ondelete="restrict", index="btree_not_null",
        domain="[('case_id', '=', case_id), ('state', '=', 'kept')]", groups=STAFF,
    )  # fmt: skip

    # ---- language
    interpreter_name = ConfidentialChar(string="Interpreter", groups=STAFF)
    interpreter_language = ConfidentialChar(string="Language interpreted", groups=STAFF)

    def _facts_frozen(self):
        return super()._facts_frozen() | {
            "seen_alone", "capacity", "capacity_assessor_id", "capacity_assessed_on", "capacity_assessment", "minor",
            "minor_assessor_id", "minor_reasons", "parent_told", "parent_reasons", "representative_kind",
            "representative_name", "authority_document_id", "interpreter_name", "interpreter_language",
        }  # fmt: skip

    # ---- what the law asks
    def _people_facts(self):
        filled, document = self._filled, self.authority_document_id
        agency = self.agency_id if self.recipient_kind == "agency" else self.env["wlec.agency"]
        return people.Facts(
            capacity=self.capacity or None,
            capacity_assessed=filled("capacity_assessment") and bool(self.capacity_assessor_id and self.capacity_assessed_on),
            minor=self.minor or None,
            minor_assessed=filled("minor_reasons") and bool(self.minor_assessor_id),
            parent_told=filled("parent_told") and filled("parent_reasons"),
            representative=self.representative_kind or None,
            representative_named=filled("representative_name"),
            authority=document.case_id == self.case_id and document.state == "kept",
            benefits=agency.handles_benefits,
            proceedings=self.purpose_id.for_proceedings,
            interpreter=filled("interpreter_name"),
            interpreter_language=filled("interpreter_language"),
            portal=self.method == "portal",
        )  # fmt: skip

    def _people_sentences(self):
        """Sentences that say what stands between this person and a valid yes."""
        with self._reading_for_itself():
            return [self._people_sentence(code) for code in people.gaps(self._people_facts())]

    def _people_sentence(self, code):
        _ = self.env._
        return {
            "capacity_assessment": _("Write down the assessment of capacity for this decision: who, when, and what it showed."),
            "gillick": _("Write down who judged that the young person understands, and why."),
            "parent": _("Say whether a parent is told, and why or why not."),
            "cannot_alone": _("The client cannot decide this: only somebody with authority can, such as an attorney or deputy."),
            "child_alone": _("The child does not understand this fully yet: somebody with parental responsibility decides."),
            "representative_name": _("Name the person who speaks for the client."),
            "authority": _("Add the paper that gives them authority to the file, and choose it here. Without it they cannot decide."),
            "portal_representative": _("In the portal only the client decides: record what somebody else says on paper or with a witness."),
            "wrong_for_cannot": _("This kind of authority does not reach what the client cannot decide themselves."),
            "wrong_for_child": _("This kind of authority does not reach a decision for a child."),
            "wrong_for_able": _("A young person who understands decides themselves, not a parent."),
            "appointee_scope": _("A benefits appointee decides only what is told to those who pay the benefit."),
            "litigation_scope": _("A litigation friend decides only for court or tribunal proceedings."),
            "interpreter_name": _("Name the interpreter."),
            "interpreter_language": _("Say which language was interpreted."),
        }[code]  # fmt: skip

    def _check_authority(self):
        for consent in self:
            if consent.authority_document_id.case_id - consent.case_id:
                raise TransitionError(self.env._("The authority must be a document of this very file."))

    def write(self, vals):
        result = super().write(vals)
        if "authority_document_id" in vals:
            self._check_authority()
        return result
