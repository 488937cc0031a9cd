# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a row of the register becomes in Odoo: the values of a contact or of an enquiry in the CRM.

The title of an enquiry is its reference and nothing else, because Odoo shows titles everywhere; what it is
about is only in its description. For the same reason matters are no tags.
"""

from datetime import datetime, time

from markupsafe import Markup

from odoo.tools.mail import plaintext2html

from odoo.addons.wlec_confidentiality.tools.register_words import (
    CHANNELS,
    GENDERS,
    MATTERS,
    SENSITIVE,
    SOURCES,
)

STANDARD_MEDIUM = {"phone": "utm_medium_phone", "email": "utm_medium_email", "web_form": "utm_medium_website"}
STAGE = {
    "new": "stage_lead1",
    "in_progress": "stage_lead2",
    "waiting": "stage_lead3",
    "advised": "stage_lead3",
    "referred": "stage_lead4",
    "closed": "stage_lead4",
    "not_taken_on": "stage_lead1",
}
DONE = ("referred", "closed", "not_taken_on")


def _paragraph(label, text):
    return Markup("<p><strong>%s</strong>: %s</p>") % (label, Markup("<br/>").join(text.split("\n")))


def _paragraphs(pairs):
    return Markup("").join(_paragraph(label, text) for label, text in pairs if text)


def _noon(day):
    """A day as Odoo's UTC time; noon is the same day in every time zone that matters here."""
    return datetime.combine(day, time(12)) if day else False


class Contacts:
    """People of the register -> `res.partner`."""

    model = "res.partner"

    def __init__(self, env):
        self.env = env
        self.country = env.ref("base.uk").id

    def prepare(self, rows):
        """Nothing to look up."""

    def after_update(self, values):
        """Nothing to mend."""

    def values(self, row):
        cell = row.values
        street, _, rest = (cell["address"] or "").partition("\n")
        return {
            "name": " ".join(filter(None, (cell["given_names"], cell["family_name"]))),
            "ref": row.reference,
            "street": street or False,
            "street2": ", ".join(rest.split("\n")) or False,
            "city": cell["town"] or cell["borough"] or False,
            "zip": cell["postcode"] or False,
            "country_id": self.country,
            "email": cell["email"] or False,
            "phone": cell["phone"] or cell["other_phone"] or False,
            "comment": self._comment(cell) or False,
        }

    def _comment(self, cell):
        _ = self.env._
        other_phone = cell["other_phone"] if cell["phone"] else None
        return _paragraphs(
            (
                (_("Known as"), cell["known_as"]),
                (_("Name in own script"), cell["name_in_own_script"]),
                (_("Date of birth"), cell["date_of_birth"] and cell["date_of_birth"].isoformat()),
                (_("Gender"), cell["gender"] and GENDERS[cell["gender"]]),
                (_("First language"), cell["first_language"]),
                (_("Interpreter"), _("needed") if cell["interpreter"] else None),
                (_("Other telephone"), other_phone),
                (_("Borough"), cell["borough"]),
                (_("On the register since"), cell["registered_on"].isoformat()),
                (_("How to make contact"), cell["contact_note"]),
                (_("Access needs"), cell["access_needs"]),
                (_("Notes"), cell["notes"]),
            )
        )


class Enquiries:
    """Enquiries of the register -> `crm.lead`, of the kind that the CRM's pipeline shows."""

    model = "crm.lead"

    def __init__(self, env, people):
        self.env = env
        self.people = people  # reference -> id of the contact
        self.team = env.ref("sales_team.team_sales_department", raise_if_not_found=False)
        self.stages = self._stages()
        self.media = self._named("utm.medium", CHANNELS, {k: f"utm.{x}" for k, x in STANDARD_MEDIUM.items()})
        self.sources = self._named("utm.source", SOURCES, {})
        reason = env._("Not taken on")
        self.lost = self._named("crm.lost.reason", {"lost": reason}, {})["lost"]
        self.users = {}

    def _stages(self):
        found = {s: self.env.ref(f"crm.{x}", raise_if_not_found=False) for s, x in STAGE.items()}
        every = self.env["crm.stage"].search([])
        won, open_stages = every.filtered("is_won")[:1], every.filtered(lambda s: not s.is_won)
        return {
            s: (x or (won if STAGE[s] == "stage_lead4" else open_stages[:1])).id for s, x in found.items()
        }

    def _named(self, model, labels, standard):
        """Ids by key; records of these names are used where there are any, and created otherwise."""
        found = {key: self.env.ref(xml_id, raise_if_not_found=False) for key, xml_id in standard.items()}
        records = self.env[model].with_context(active_test=False)
        by_name = {
            r.name: r for r in records.search([("name", "in", list(labels.values()))], order="id desc")
        }
        found = {key: found.get(key) or by_name.get(label) for key, label in labels.items()}
        missing = [key for key, record in found.items() if not record]
        created = records.create([{"name": labels[key]} for key in missing])
        return {
            key: record.id for key, record in {**found, **dict(zip(missing, created, strict=True))}.items()
        }

    def prepare(self, rows):
        """One query for all advisers of the batch. Who left, or never had a login, stays out."""
        logins = {row.values["adviser"].casefold() for row in rows if row.values["adviser"]}
        users = self.env["res.users"].search([("login", "in", list(logins)), ("share", "=", False)])
        self.users = {user.login: user.id for user in users}

    def values(self, row):
        cell = row.values
        lost, done = cell["status"] == "not_taken_on", cell["status"] in DONE
        return {
            "name": self.env._("Enquiry %s", row.reference),
            "type": "opportunity",
            "partner_id": self.people[cell["person_ref"]],
            "team_id": self.team.id if self.team else False,
            "user_id": self.users.get((cell["adviser"] or "").casefold(), False),
            "stage_id": self.stages[cell["status"]],
            "medium_id": self.media.get(cell["channel"], False),
            "source_id": self.sources.get(cell["source"], False),
            "description": self._description(cell),
            "active": not lost,
            **self._chances(cell["status"]),
            "lost_reason_id": self.lost if lost else False,
            "date_open": _noon(cell["received_on"]),
            "date_closed": _noon(cell["closed_on"] or cell["received_on"]) if done else False,
        }

    def _chances(self, status):
        """What is over needs no forecast; to compute one takes the CRM longer than all the rest."""
        if status not in DONE:
            return {}
        chance = 0 if status == "not_taken_on" else 100
        return {"probability": chance, "automated_probability": chance}

    def after_update(self, values):
        """The CRM stamps today on an enquiry that changes hands or stage; the register knows better."""
        return {name: values[name] for name in ("date_open", "date_closed")}

    def _description(self, cell):
        _ = self.env._
        facts = _paragraphs(
            (
                (_("Matter"), MATTERS[cell["matter"]]),
                (_("Sensitive"), "; ".join(SENSITIVE[c] for c in cell["sensitive_categories"] or ())),
                (_("Other party"), cell["other_party"]),
            )
        )
        text = facts + plaintext2html(cell["narrative"], with_paragraph=True)
        if cell["action_taken"]:
            text += _paragraph(_("Action taken"), cell["action_taken"])
        return text
