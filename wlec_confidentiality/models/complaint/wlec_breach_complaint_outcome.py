# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import fields, models

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError

from .wlec_breach_complaint import ANSWERED, STAFF


class WlecBreachComplaint(models.Model):
    """The answer: a finding with its reason, and what is done about it, on each point complained about."""

    _inherit = "wlec.breach.complaint"

    issue_count = fields.Integer("Number of points", compute="_compute_issue_count", groups=STAFF)

    def _compute_issue_count(self):
        counts = dict(
            self.env["wlec.breach.complaint.issue"]
            .sudo()
            ._read_group([("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"])
        )
        for complaint in self:
            complaint.issue_count = counts.get(complaint, 0)

    def _check_issues_open(self):
        if any(complaint.state in ANSWERED for complaint in self.sudo()):
            raise ConfidentialityError(
                self.env._("The client has the answer on this already: only a review can send it back.")
            )

    def _whole_as_issue(self):
        """A complaint of one point needs no list: the finding and the answer as a whole are that point."""
        self.ensure_one()
        if self.issue_ids or not (self.finding and self._has_value("outcome_text")):
            return
        if self.state in ("acknowledged", "investigating") and not self._answer_obstacle():
            self.env["wlec.breach.complaint.issue"].sudo().create(
                {
                    "complaint_id": self.id,
                    "finding": self.finding,
                    "reason": self.outcome_text,
                    "is_whole": True,
                }
            )

    def _guard_give_outcome(self):
        if why := self._answer_obstacle():
            return why
        issues = self.sudo().issue_ids
        if not issues:
            return self.env._(
                "Write what you found first: a finding with its reason on each point, or a finding and an answer on the whole."
            )
        if unready := issues.filtered(lambda issue: not issue.is_complete):
            return self.env._(
                "On each point the letter needs what is complained about, a finding and its reason. Please complete: %s.",
                ", ".join(unready.mapped("name")),
            )
        return None

    def _issues_text(self):
        """The points in turn, as they stand in the letter, in the language of ``self.env``."""
        findings = dict(
            self.env["wlec.breach.complaint.issue"]._fields["finding"]._description_selection(self.env)
        )
        return "\n\n".join(self._issue_text(issue, findings) for issue in self.issue_ids)

    def _issue_text(self, issue, findings):
        title = self.env._("Your complaint") if issue.is_whole else f"{issue.name}: {issue.what}"
        lines = [
            title,
            self.env._("What we found: %s.", findings[issue.finding].lower()),
            issue.reason,
        ]
        if issue.remedy:
            lines.append(self.env._("What we do about it: %s", issue.remedy))
        return "\n".join(lines)
