# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import Command, api, models

# What may come in from outside; everything else is decided here.
_TOLD = frozenset({"facts", "involved", "discovery", "happened_at", "noticed_at", "cause", "people_count"})


class WlecBreach(models.Model):
    """The one door by which breaches come into the register."""

    _inherit = "wlec.breach"

    @api.model
    def _report_breach(self, source, told, involved=None, complaint=None, disclosure=None, cases=None):
        """Enter a breach, or the suspicion of one. To be called by whatever finds one: a person who reports it, a complaint, an
        emergency disclosure, a finding on emergency access, a review of access records.

        :param source: a key of the field ``source``
        :param told: what is known, by the names in ``_TOLD``; other names are not taken. ``noticed_at`` starts the clock; without
            it, it starts now
        :param involved: ``res.users`` who had a hand in it: they are to find no trace of it
        :param complaint: the complaint it came up in; a second breach is not made of it
        :param disclosure: the disclosure it came up in; likewise
        :param cases: ``wlec.case`` whose clients are affected
        :return: the breach, as superuser: whoever reports one is not always somebody who may read it
        """
        Breach = self.sudo()
        if found := Breach._made_of(complaint, disclosure):
            return found
        vals = {name: value for name, value in told.items() if name in _TOLD and value}
        subjects = (involved or self.env["res.users"]) | self.env["wlec.breach.complaint"]._officers_named_in(
            vals.get("involved")
        )
        breach = Breach.create({
            **vals,
            **({"aware_at": vals["noticed_at"]} if "noticed_at" in vals else {}),
            "source": source,
            "reporter_id": self.env.uid if source in ("staff", "complaint") else False,
            "subject_user_ids": [Command.set(subjects.ids)],
            "complaint_id": complaint and complaint.id,
            "disclosure_id": disclosure and disclosure.id,
        })  # fmt: skip
        breach._add_people(cases, complaint)
        breach.handler_id = breach._choose_handler()
        return breach

    @api.model
    def _made_of(self, complaint, disclosure):
        """The breach that was made of this complaint or disclosure before."""
        for name, origin in (("complaint_id", complaint), ("disclosure_id", disclosure)):
            if origin and (found := self.search([(name, "=", origin.id)], limit=1)):
                return found
        return self.browse()

    def _add_people(self, cases, complaint):
        """The clients of these files, and whoever complained."""
        People = self.env["wlec.breach.person"].sudo()
        people = [{"case_id": case.id, "partner_id": case.partner_id.id} for case in (cases or ()) if case]
        known = {vals["partner_id"] for vals in people}
        if complaint and complaint.partner_id and complaint.partner_id.id not in known:
            people.append({"partner_id": complaint.partner_id.id, "case_id": False})
        People.create([{**vals, "breach_id": self.id} for vals in people])
        if people and not self.people_count:
            self.people_count = len(people)
