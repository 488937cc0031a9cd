# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models

from odoo.addons.wlec_confidentiality.orm.sealed import ConfidentialText


class WlecBreach(models.Model):
    """Whom else it must be told: the people affected, the Charity Commission, the insurer, others."""

    _inherit = "wlec.breach"

    serious_harm = fields.Boolean("Did anybody come to serious harm, or is likely to?")
    serious_lost = fields.Boolean("Were clients' data lost, stolen or opened by somebody we do not know?")
    serious_standing = fields.Boolean("May it seriously harm the charity's money, property or name?")
    serious_suggested = fields.Boolean(
        "A serious incident, going by these", compute="_compute_serious_suggested"
    )
    serious_decision = fields.Selection(
        [("yes", "Report it to the Charity Commission"), ("no", "Do not report it")],
        "The trustees decide",
        help="Trustees answer for it; the Commission wants an explanation where a serious incident was not reported.",
    )
    serious_reason = ConfidentialText("Why it is not reported to the Charity Commission")
    tell_insurer = fields.Boolean(
        "The insurer must be told", help="Policies often end cover where it is late."
    )
    others_to_tell = ConfidentialText(
        "Others who are told", help="Police, funder, Legal Aid Agency, Immigration Advice Authority …"
    )
    public_notice = ConfidentialText(
        "How people were told who cannot be written to",
        help="Where writing to each of them would be out of all proportion: a notice in public.",
    )
    to_tell_count = fields.Integer("People still to be told", compute="_compute_to_tell_count")

    @api.depends("serious_harm", "serious_lost", "serious_standing", "notified_at")
    def _compute_serious_suggested(self):
        for breach in self:
            answers = breach.serious_harm or breach.serious_lost or breach.serious_standing
            breach.serious_suggested = bool(answers or breach.notified_at)

    @api.depends("people_ids.state")
    @api.depends_context("uid")
    def _compute_to_tell_count(self):
        for breach in self:
            breach.to_tell_count = len(breach.people_ids.filtered(lambda person: person.state == "to_tell"))

    def write(self, vals):
        result = super().write(vals)
        if vals.get("serious_decision") == "yes" or vals.get("serious_harm"):
            for breach in self:
                if chair := breach._bring_before_chair():
                    breach._task(chair, self.env._("A serious incident awaits the trustees"))
        return result

    # ---- before it is closed
    def _first_notice(self):
        """The first notice to the regulator that was sent."""
        sent = self.sudo().notice_ids.filtered(
            lambda notice: (notice.recipient, notice.phase, notice.state) == ("regulator", "initial", "sent")
        )
        return sent.sorted("sent_on")[:1]

    def _was_sent_to(self, recipient):
        return any(
            (notice.recipient, notice.state) == (recipient, "sent") for notice in self.sudo().notice_ids
        )

    def _why_not_told(self):
        """Who still has to be told before the breach can be closed: a text, or ``None``."""
        _ = self.env._
        if self.risk_decision == "high_risk" and (why := self._why_people_not_told()):
            return why
        if self.serious_suggested and not self.serious_decision:
            return _("The trustees have to decide whether it is a serious incident (page “Others to tell”).")
        if self.serious_suggested and self.serious_decision == "no" and not self._has_value("serious_reason"):
            return _("Say why it is not reported to the Charity Commission (page “Others to tell”).")
        if self.serious_decision == "yes" and not self._was_sent_to("charity"):
            return _("The report to the Charity Commission has not been marked as sent.")
        if self.tell_insurer and not self._was_sent_to("insurer"):
            return _("The notice to the insurer has not been marked as sent.")
        return self._why_not_complete()

    def _why_people_not_told(self):
        people = self.sudo().people_ids
        if people.filtered(lambda person: person.state == "to_tell"):
            return self.env._("Not everybody affected has been told (page “People affected”).")
        if not people and not self._has_value("public_notice"):
            return self.env._(
                "The risk is high: add the people affected and tell them, or say how they were told in public."
            )
        return None

    def _why_not_complete(self):
        """What was promised to the regulator for later has to follow."""
        sent = self.sudo().notice_ids.filtered(
            lambda notice: (notice.recipient, notice.state) == ("regulator", "sent")
        )
        last = sent.sorted(lambda notice: (notice.sent_on, notice.id))[-1:]
        if last.more_to_come:
            return self.env._("The last notice promised more to the regulator: send the follow-up first.")
        return None

    # ---- notices and letters, prepared
    def _prepare_notice(self, recipient, phase="initial"):
        """The draft there is, or a new one."""
        self.ensure_one()
        self.check_access("write")
        drafts = self.notice_ids.filtered(
            lambda notice: (notice.recipient, notice.phase, notice.state) == (recipient, phase, "draft")
        )
        notice = drafts[:1] or self.env["wlec.breach.notice"].create(
            {"breach_id": self.id, "recipient": recipient, "phase": phase}
        )
        return notice._get_records_action(view_mode="form", views=[(False, "form")])

    def action_prepare_notice(self):
        """To the regulator: the first one, or once that was sent a follow-up."""
        self.check_access("write")
        return self._prepare_notice("regulator", "follow_up" if self._first_notice() else "initial")

    def action_prepare_charity(self):
        self.check_access("write")
        return self._prepare_notice("charity")

    def action_prepare_insurer(self):
        self.check_access("write")
        return self._prepare_notice("insurer")

    def action_prepare_other(self):
        """To the police, a funder, another regulator: name and address are filled in by hand."""
        self.check_access("write")
        return self._prepare_notice("other")

    def action_prepare_letters(self):
        self.check_access("write")
        return self.people_ids.action_prepare()
