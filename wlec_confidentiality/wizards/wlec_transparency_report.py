# SPDX-License-Identifier: LGPL-3.0-or-later
import base64

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools import small_numbers

_GROUPS = ("wlec_confidentiality.group_officer", "wlec_confidentiality.group_committee")


class WlecTransparencyReport(models.TransientModel):
    """A year of disclosures in numbers that everybody may read: who asked, what became of it, on what ground.

    Counted over all files, whoever asks; only numbers that name nobody come out (see ``tools/small_numbers``).
    """

    _name = "wlec.transparency.report"
    _description = "Transparency report"

    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year - 1)
    body = fields.Html("Report", compute="_compute_body", sanitize=False)
    file = fields.Binary("PDF", readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("year")
    def _compute_body(self):
        for report in self:
            report.body = report._render("wlec_confidentiality.wlec_transparency_body")

    def action_print(self):
        """Make the PDF; who made one, of which year, is in the access record."""
        self.ensure_one()
        self._check_reader()
        page = self._render("wlec_confidentiality.wlec_transparency_report")
        self.write({
            "file": base64.b64encode(pdf.render(page)), "file_name": f"disclosures-{self.year}.pdf",
        })  # fmt: skip
        audit.record(self, "print", fields=("year",))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transparency report"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _render(self, template):
        values = {
            "year": self.year,
            "centre": self.env.company.name,
            "sections": self._sections(),
            "few": small_numbers.HIDDEN,
        }
        return Markup(self.env["ir.qweb"]._render(template, values))  # noqa: S704 (rendered by QWeb, which escapes)

    def _check_reader(self):
        if not any(self.env.user.has_group(group) for group in _GROUPS):
            raise ConfidentialityError(
                self.env._("This report is for the confidentiality officer and the committee.")
            )
        if not 2000 <= self.year <= 2100:
            raise ConfidentialityError(self.env._("Give the year in four digits."))

    # ---- the numbers
    def _sections(self):
        """[(title, [(label, number as published)])]"""
        self._check_reader()
        rows = self._rows()
        released = [row for row in rows if row["state"] == "released"]
        by_kind, by_state = self._counts(rows, "kind"), self._counts(rows, "state")
        by_ground = self._counts(released, "ground")
        sections = [
            (self.env._("Requests"), self._totals(rows, by_kind, by_state)),
            (self.env._("Who asked"), self._shown(by_kind)),
        ]
        # Two tables of the same people can give each other away: then the second is left out.
        if small_numbers.is_safe(by_kind.values(), by_state.values()):
            sections.append((self.env._("What became of it"), self._shown(by_state)))
        if small_numbers.is_safe(by_ground.values(), total=len(released)):
            sections.append((self.env._("Why it was lawful (disclosed only)"), self._shown(by_ground)))
        return sections

    def _rows(self):
        """One row a request that reached a decision, or waits for one; nothing sealed is among it."""
        self.env["wlec.disclosure.request"].flush_model()
        query = SQL(
            """SELECT r.state, r.ground, CASE WHEN r.origin = 'recipient' THEN coalesce(a.kind, 'private') ELSE r.origin END,
                      r.asked_count, r.given_count, r.is_emergency, r.breach_at IS NOT NULL,
                      extract(epoch FROM coalesce(r.released_at, r.refused_at) - r.create_date) / 86400
                 FROM wlec_disclosure_request r LEFT JOIN wlec_agency a ON a.id = r.agency_id
                WHERE r.create_date >= make_date(%(year)s, 1, 1) AND r.create_date < make_date(%(year)s + 1, 1, 1)
                  AND r.state <> 'draft'""",
            year=self.year,
        )
        names = ("state", "ground", "kind", "asked", "given", "emergency", "breach", "days")
        return [dict(zip(names, row, strict=True)) for row in self.env.execute_query(query)]

    def _totals(self, rows, by_kind, by_state):
        decided = [float(row["days"]) for row in rows if row["days"] is not None]
        released = [row for row in rows if row["state"] == "released"]
        asked, given = (sum(row[name] or 0 for row in released) for name in ("asked", "given"))
        safe = small_numbers.is_safe(by_kind.values(), by_state.values(), total=len(rows))
        return [
            (self.env._("In all"), small_numbers.shown(len(rows)) if safe else "–"),
            (
                self.env._("Released in an emergency"),
                small_numbers.shown(sum(bool(row["emergency"]) for row in rows)),
            ),
            (self.env._("Found to be a breach"), small_numbers.shown(sum(row["breach"] for row in rows))),
            (self.env._("Of the items asked for, given"), small_numbers.share(min(given, asked), asked)),
            (self.env._("Days until the decision (median)"), small_numbers.typical(decided)),
        ]

    def _counts(self, rows, name):
        """{label: count}, also of what there is none of."""
        labels = self._labels(name)
        counts = dict.fromkeys(labels.values(), 0)
        for row in rows:
            label = labels.get(row[name], self.env._("Not chosen"))
            counts[label] = counts.get(label, 0) + 1
        return counts

    def _shown(self, counts):
        return [(label, small_numbers.shown(count)) for label, count in counts.items()]

    def _labels(self, name):
        request, agency = self.env["wlec.disclosure.request"]._fields, self.env["wlec.agency"]._fields
        if name != "kind":
            labels = dict(request[name]._description_selection(self.env))
            labels.pop("draft", None)
            return labels
        origins = dict(request["origin"]._description_selection(self.env))
        origins.pop("recipient")
        return {**dict(agency["kind"]._description_selection(self.env)), **origins}
