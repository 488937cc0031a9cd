# SPDX-License-Identifier: LGPL-3.0-or-later
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.wlec_confidentiality.tools.explanation import KINDS

from . import held

UNEXPLAINED = "unexplained"
# An explanation is not kept, it is found anew: a search looks through this much of the record, and says so.
SEARCHED_DAYS = 31
# What hangs on who held an office, or had something in their hands, when it happened.
_BY_OFFICE = frozenset(("duty", "sample", "complaint", "breach", UNEXPLAINED))


class WlecAccessEvent(models.Model):
    """The explanation in words, for the list, the page and whoever the file is about."""

    _inherit = "wlec.access.event"

    why = fields.Char(
        compute="_compute_explanation",
        help="What explains this access, from the centre's own data: grants, meetings, complaints, disclosures, offices.",
    )
    explanation_kind = fields.Selection(
        selection="_explanation_labels",
        string="Explained by",
        compute="_compute_explanation",
        search="_search_explanation_kind",
    )
    is_explained = fields.Boolean("Explained", compute="_compute_explanation", search="_search_is_explained")
    can_open_explanation = fields.Boolean(compute="_compute_can_open_explanation")

    @api.depends_context("uid")
    @api.depends("actor_id", "at")
    def _compute_explanation(self):
        found, sentences = self._explanations(), self._why_sentences()
        known_since = held.known_since(self.env.cr)
        for event in self:
            kind = next((why.kind for why in found.get(event.id, ())), UNEXPLAINED)
            event.explanation_kind = kind
            event.is_explained = kind != UNEXPLAINED
            event.why = sentences[kind]
            if kind in _BY_OFFICE and event.at and known_since and event.at < known_since:
                event.why += " " + self._why_not_known(known_since)

    @api.model
    def _explanation_labels(self):
        labels = self._why_labels()
        return [(kind, labels[kind]) for kind in (*KINDS, UNEXPLAINED)]

    @api.model
    def _why_labels(self):
        _ = self.env._
        return {
            "own_record": _("Their own record"),
            "representative": _("Speaks for the client"),
            "assigned": _("Caseworker"),
            "team": _("Works on it too"),
            "cover": _("Cover"),
            "line_management": _("Line management"),
            "meeting": _("Meeting that day"),
            "complaint": _("Complaint"),
            "disclosure": _("Disclosure"),
            "breach": _("Breach"),
            "conflict": _("Conflict check"),
            "author": _("Entered it"),
            "delivery": _("Delivery"),
            "sample": _("Review of access records"),
            "duty": _("Duty of their office"),
            "emergency": _("Emergency access"),
            "system": _("The system itself"),
            "refused": _("Refused"),
            UNEXPLAINED: _("Unexplained"),
        }

    @api.model
    def _why_sentences(self):
        """{kind: one sentence, for whoever the file is about as well}"""
        _ = self.env._
        return {
            "own_record": _("It is their own record."),
            "representative": _("They speak for the client in this permission, with authority."),
            "assigned": _("This is the caseworker."),
            "team": _("They work on this file too."),
            "cover": _("They covered for a colleague on this file."),
            "line_management": _("They manage the caseworker, and see to it that the work is done well."),
            "meeting": _("They had a meeting about it that day."),
            "complaint": _("They deal with a complaint."),
            "disclosure": _("They took part in a decision on passing something on."),
            "breach": _("They deal with a breach of confidentiality."),
            "conflict": _("They checked for a conflict of interest."),
            "author": _("They entered it themselves."),
            "delivery": _("The person it was meant for fetched it."),
            "sample": _("They looked through the records of who has opened what."),
            "duty": _("It is a task that goes with their office."),
            "emergency": _("They opened the file in an emergency; somebody else reviews whether that was right."),
            "system": _("The system did it by itself, at a set time; nobody read it."),
            "refused": _("It was refused: they saw nothing."),
            UNEXPLAINED: _("Nothing on record explains this."),
        }  # fmt: skip

    @api.model
    def _why_not_known(self, since):
        return self.env._(
            "Who held which office before %s is not on record: it is judged by who held it on that day.",
            format_date(self.env, since),
        )

    # ---- searching
    def _search_is_explained(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        # Odoo asks for what is not explained as "not explained": the same as what is unexplained, of the days searched.
        wanted_or_not = operator == "in"
        wanted = {kind for kind in (*KINDS, UNEXPLAINED) if ((kind != UNEXPLAINED) in value) == wanted_or_not}
        return self._explained_by_one_of(wanted)

    def _search_explanation_kind(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._explained_by_one_of({kind or UNEXPLAINED for kind in value})

    def _explained_by_one_of(self, kinds):
        """Those of the last month that the user may see and that these kinds explain best: they are explained to find out."""
        since = fields.Datetime.now() - relativedelta(days=SEARCHED_DAYS)
        query = self._search(Domain("at", ">=", since))
        found = self._best_explained_by(query, {*kinds} - {UNEXPLAINED}, or_by_nothing=UNEXPLAINED in kinds)
        return Domain("id", "in", found)

    # ---- what is behind it
    def _compute_can_open_explanation(self):
        for event in self:
            event.can_open_explanation = bool(event._explanation_behind())

    def _explanation_behind(self):
        """The first record behind it that the user finds."""
        for why in self._explanations().get(self.id, ()):
            if why.model and self._explanations_found(why.model, {why.res_id}, self.env.user):
                return why
        return None

    def action_open_explanation(self):
        """The grant, meeting, complaint or request that explains it, where that is open to the user."""
        self.ensure_one()
        self.check_access("read")
        why = self._explanation_behind()
        if not why:
            raise UserError(self.env._("There is no record behind this explanation that is open to you."))
        return {
            "type": "ir.actions.act_window",
            "res_model": why.model,
            "res_id": why.res_id,
            "views": [(False, "form")],
            "name": self.env._("What explains it"),
        }
