# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.fields import Domain
from odoo.tools import format_datetime

# Taken over as they were written.
_TEXTS = {
    "facts": "facts", "discovery": "discovery", "measures_before": "measures_before", "consequences": "consequences",
    "late": "late_reason", "containment": "containment", "lessons": "lessons", "others": "others_to_tell",
}  # fmt: skip


class WlecBreachNotice(models.Model):
    """The recipient's headings, filled in as far as the register knows the answer."""

    _inherit = "wlec.breach.notice"

    def _lay_out(self):
        """The parts of a new notice. What is taken over is opened by whoever makes it, and is on record as that."""
        where = Domain("recipient", "=", self.recipient) & Domain("phase", "in", ("all", self.phase))
        headings = self.env["wlec.breach.heading"].sudo().search(where)
        self.env["wlec.breach.answer"].sudo().create([
            {
                "notice_id": self.id, "name": heading.name, "hint": heading.hint, "sequence": place,
                "answer": self._known(heading.source),
            }
            for place, heading in enumerate(headings)
        ])  # fmt: skip

    def _known(self, source):
        """What the register says about this, as text, or ``False``."""
        if source in _TEXTS:
            return self.breach_id[_TEXTS[source]]
        return getattr(self, f"_known_{source}")() if source else False

    def _label(self, name):
        breach = self.breach_id
        return dict(breach._fields[name]._description_selection(self.env)).get(breach[name], "")

    def _known_cause(self):
        return self._label("cause")

    def _known_cyber(self):
        cause = self.breach_id.cause
        if not cause:
            return self.env._("Not known yet")
        return self.env._("Yes") if cause == "attack" else self.env._("No")

    def _known_when(self):
        breach = self.breach_id
        moments = (
            (self.env._("Happened"), breach.happened_at),
            (self.env._("Noticed"), breach.noticed_at),
            (self.env._("Aware since"), breach.aware_at),
        )
        return "\n".join(
            f"{label}: {format_datetime(self.env, moment, tz='Europe/London', dt_format='d MMMM y, HH:mm z')}"
            if moment
            else self.env._("%s: not known yet", label)
            for label, moment in moments
        )

    def _known_categories(self):
        names = self.breach_id.category_ids.mapped("name")
        if self.breach_id.is_special:
            names.append(
                self.env._("Among them special category data or criminal offences (Articles 9 and 10)")
            )
        return "\n".join(names)

    def _known_counts(self):
        breach = self.breach_id
        return self.env._(
            "People: about %(people)s. Records: about %(records)s.",
            people=breach.people_count,
            records=breach.records_count or self.env._("not known yet"),
        )

    def _known_people(self):
        breach = self.breach_id
        names = ("affects_clients", "affects_children", "affects_staff", "affects_others")
        return "\n".join(breach._fields[name]._description_string(self.env) for name in names if breach[name])

    def _known_risk(self):
        return f"{self._label('risk_decision')} ({self.breach_id.severity_text or '-'})"

    def _known_training(self):
        return self._label("training")

    def _known_told(self):
        states = self.breach_id.sudo().people_ids.mapped("state")
        return self.env._(
            "Told: %(told)s. Still to be told: %(waiting)s. Not told, with a reason: %(others)s.",
            told=states.count("told"),
            waiting=states.count("to_tell"),
            others=len(states) - states.count("told") - states.count("to_tell"),
        )

    def _known_centre(self):
        company = self.env.company.sudo()
        address = company.partner_id._display_address(without_company=True)
        number = company.wlec_registration_number
        lines = [company.name, *address.split("\n"), number and self.env._("Registration %s", number)]
        return "\n".join(line for line in lines if line and line.strip())

    def _known_contact(self):
        return self.env.company.sudo().wlec_breach_contact

    def _known_serious(self):
        breach = self.breach_id
        names = ("serious_harm", "serious_lost", "serious_standing")
        yes = [breach._fields[name]._description_string(self.env) for name in names if breach[name]]
        if breach.notified_at:
            yes.append(self.env._("It was reported to the data protection regulator."))
        return "\n".join(yes)
