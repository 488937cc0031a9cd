# SPDX-License-Identifier: LGPL-3.0-or-later
import base64
from datetime import date
from statistics import median

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools import small_numbers

_GROUPS = ("wlec_confidentiality.group_officer", "wlec_confidentiality.group_committee")


class WlecComplaintSummary(models.TransientModel):
    """Complaints of a period in numbers: exact for the regulator, who may ask for them (DPA 2018, s. 164B); for everybody else
    so that nobody can be recognised by them (``tools/small_numbers``)."""

    _name = "wlec.complaint.summary"
    _description = "Complaints of a period in numbers"

    date_from = fields.Date("From", required=True, default=lambda self: self._this_year())
    date_to = fields.Date("To", required=True, default=fields.Date.context_today)
    audience = fields.Selection(
        [("regulator", "The regulator and the trustees: exact"), ("public", "Everybody: rounded")],
        "Who reads it",
        required=True,
        default="public",
    )
    body = fields.Html("Numbers", compute="_compute_body", sanitize=False)
    file = fields.Binary("PDF", readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def _this_year(self):
        return date(fields.Date.context_today(self).year, 1, 1)

    @api.depends("date_from", "date_to", "audience")
    def _compute_body(self):
        for summary in self:
            summary.body = summary._render("wlec_confidentiality.wlec_complaint_summary_body")

    def action_print(self):
        """Make the PDF; who made one, of which time, is in the access record."""
        self.ensure_one()
        self._check_reader()
        page = self._render("wlec_confidentiality.wlec_complaint_summary_page")
        name = f"complaints-{self.date_from}-{self.date_to}.pdf"
        self.write({"file": base64.b64encode(pdf.render(page)), "file_name": name})
        audit.record(self, "print", fields=("audience",))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Numbers for the regulator"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_reader(self):
        if not any(self.env.user.has_group(group) for group in _GROUPS):
            raise ConfidentialityError(
                self.env._("These numbers are for the confidentiality officer and the committee.")
            )
        if not (self.date_from and self.date_to) or self.date_from > self.date_to:
            raise ConfidentialityError(self.env._("Choose a first and a last day, in this order."))

    def _render(self, template):
        sections = self._sections()
        values = {
            "sections": sections,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "centre": self.env.company.name,
            "regulator": self.env.company.sudo().wlec_regulator_name,
            "exact": self.audience == "regulator",
        }
        return Markup(self.env["ir.qweb"]._render(template, values))  # noqa: S704 (rendered by QWeb, which escapes)

    # ---- the numbers
    def _sections(self):
        """[(title, [(label, number as it is shown)])]"""
        self._check_reader()
        tables = [self._counts(name) for name in ("channel", "finding", "acknowledged_in_time")]
        titles = (self.env._("How they came in"), self.env._("What we found"), self.env._("Acknowledged"))
        total = sum(tables[0].values())
        sections = [(self.env._("Complaints received"), [(self.env._("In all"), self._shown(total))])]
        published = []
        for title, counts in zip(titles, tables, strict=True):
            # Tables of the same people can give each other away: what would is left out.
            if self.audience == "regulator" or small_numbers.is_safe(
                *published, counts.values(), total=total
            ):
                published.append(list(counts.values()))
                sections.append((title, [(label, self._shown(count)) for label, count in counts.items()]))
        sections.append((self.env._("Time taken"), self._times()))
        return sections

    def _shown(self, count):
        return str(count) if self.audience == "regulator" else small_numbers.shown(count)

    def _domain(self):
        return [("received_on", ">=", self.date_from), ("received_on", "<=", self.date_to)]

    def _counts(self, name):
        """{label: count}, also of what there is none of."""
        Report = self.env["wlec.complaint.report"].sudo(False)
        labels = dict(Report._fields[name]._description_selection(self.env))
        groups = dict(Report._read_group(self._domain(), [name], ["__count"]))
        counts = {label: groups.pop(value, 0) for value, label in labels.items()}
        if groups:
            counts[self.env._("Not decided yet")] = sum(groups.values())
        return counts

    def _times(self):
        Report = self.env["wlec.complaint.report"].sudo(False)
        lines = []
        for name, label in (
            ("days_to_acknowledge", self.env._("Days until acknowledged (median)")),
            ("days_to_answer", self.env._("Days until answered (median)")),
        ):
            rows = Report.search_fetch([*self._domain(), (name, "!=", False)], [name])
            days = rows.mapped(name)
            exact = self.audience == "regulator" and days
            lines.append((label, str(round(median(days))) if exact else small_numbers.typical(days)))
        return lines
