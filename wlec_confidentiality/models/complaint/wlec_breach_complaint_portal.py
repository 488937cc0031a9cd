# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import Command, api, models

from odoo.addons.wlec_confidentiality.models.access import people

# What may come in from outside; everything else is decided here.
_TOLD = frozenset(
    (
        "complainant",
        "description",
        "happened",
        "about",
        "desired_outcome",
        "safe_contact",
        "postal_address",
        "contact_by",
        "language",
        "received_on",
    )
)


class WlecBreachComplaint(models.Model):
    """The one door by which complaints come in, and what the client sees of them afterwards."""

    _inherit = "wlec.breach.complaint"

    @api.model
    def _receive(
        self,
        channel,
        told,
        partner=None,
        documents=(),
        about_officer=False,
        submission_key=None,
        receipt_lookup=None,
        subjects=None,
    ):
        """Take in a complaint.

        :param told: what was said, by the names in ``_TOLD``; other names are not taken
        :param documents: ``tools.upload.Upload`` of each, checked already
        :param subjects: users it is about, as far as that is known from the first: they never get to see it
        :param about_officer: the client says that it is about a confidentiality officer: none of them gets to see it
        :return: the complaint, as superuser: whoever hands it in is not always somebody who may read it
        """
        Complaint = self.sudo()
        officers = Complaint._officers_named_in(told.get("about"))
        if about_officer:
            officers |= people.members(self.env, people.OFFICER)
        complaint = Complaint.create(
            {
                **{name: value for name, value in told.items() if name in _TOLD and value},
                "channel": channel,
                "partner_id": partner and partner.id,
                "subject_user_ids": [Command.set((officers | (subjects or officers)).ids)],
                "submission_key": submission_key,
                "receipt_lookup": receipt_lookup,
            }
        )
        for upload in documents:
            Complaint.env["wlec.complaint.document"]._add(complaint, upload, "client")
        complaint.handler_id = complaint._choose_handler()
        return complaint

    def _add_from_client(self, text, documents, sending=None):
        """What the client adds to their complaint; one without the other is not kept.

        :param sending: what tells this sending from every other (``controllers/complaint_form.sending``): come again - a second press
            of the button, a page loaded anew - it is there already, and nothing is added
        :raise ValidationError: a document is one too many
        """
        self.ensure_one()
        if sending and self._has_come(sending):
            return
        marks = {"sending": sending} if sending else {}
        with self.env.cr.savepoint():
            for number, found in enumerate(documents):
                self.env["wlec.complaint.document"]._add(
                    self, found, "client", **({} if text or number else marks)
                )
            if text:
                self.env["wlec.complaint.message"]._add(self, "client", text, **marks)
            elif documents:
                self._brief_handler(self.env._("The client has sent a document"))

    def _has_come(self, sending):
        of = [("complaint_id", "=", self.id), ("sending", "=", sending)]
        return any(
            self.env[model].sudo().search_count(of, limit=1)
            for model in ("wlec.complaint.message", "wlec.complaint.document")
        )

    # ---- the client's view
    def _told_labels(self):
        """What the client told us, by name and as the client is shown it."""
        return (
            ("description", self.env._("What happened")),
            ("happened", self.env._("When")),
            ("about", self.env._("Who it is about")),
            ("desired_outcome", self.env._("What you would like to happen")),
            ("complainant", self.env._("Your name")),
            ("language", self.env._("Language")),
            ("safe_contact", self.env._("How to reach you safely")),
            ("postal_address", self.env._("Address for letters")),
        )

    def _portal_values(self):
        """What the client sees of one complaint besides the messages: no field of ours slips in by accident."""
        self.ensure_one()
        complaint = self.sudo()
        answered = complaint.state in ("outcome", "closed")
        return {
            "state": complaint.state,
            "state_label": complaint._portal_state_label(),
            "steps": complaint._portal_steps(),
            "finding": complaint.finding if answered else False,
            "can_request_review": answered,
        }

    def _portal_state_label(self):
        return {
            "received": self.env._("We have received it"),
            "acknowledged": self.env._("We have acknowledged it"),
            "investigating": self.env._("We are looking into it"),
            "outcome": self.env._("We have answered"),
            "review": self.env._("We are looking at it again"),
            "closed": self.env._("Closed"),
        }[self.state]

    def _portal_steps(self):
        """The line of progress: (what, when or by when, one of done / now / next)."""
        order = ("received", "acknowledged", "investigating", "outcome", "closed")
        at = order.index("investigating" if self.state == "review" else self.state)
        expected_answer = self.due_on if self.state == "review" else self.outcome_target_on
        steps = (
            (self.env._("Received"), self.received_on, ""),
            (self.env._("Acknowledged"), self.acknowledged_on, self.acknowledge_target),
            (
                self.env._("Looked at again") if self.state == "review" else self.env._("Looked into"),
                False,
                "",
            ),
            (self.env._("Answered"), self.outcome_on if at >= 3 else False, expected_answer),
            (self.env._("Closed"), self.closed_on, ""),
        )
        return [
            {
                "label": label,
                "done_on": done_on,
                "expected_by": expected_by if place > at else False,
                "status": "done"
                if place < at or self.state == "closed"
                else "now"
                if place == at
                else "next",
            }
            for place, (label, done_on, expected_by) in enumerate(steps)
        ]
