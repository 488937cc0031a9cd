# SPDX-License-Identifier: LGPL-3.0-or-later
"""The file every channel is tried on, and how its words are found again in what left the server."""

import base64
import io
import re
import secrets
import zipfile

import belongings


class World:
    """Two files of alice's and one of bob's, filled with words that occur nowhere else.

    ``canaries``: {word: (model, field, record id)}; ``same``: {place: the place whose word stands in it, too}; ``own``: {login:
    places that are theirs to see}.
    """

    def __init__(self, people):
        alice, bob = people["alice"], people["bob"]
        self.canaries, self.same = {}, {}
        partner = self.partner = self.make(alice, "res.partner", {}, "name", "street", "comment")
        self.case = self._case(alice, partner)
        self.other_case = self._case(alice, partner)
        bobs_client = self.make(bob, "res.partner", {}, "name")
        self.bobs_case = self._case(bob, bobs_client)
        # What somebody may see who holds no grant on the file of the test: a client's own contact, bob's own client.
        self.own = {"bob": {("res.partner", "name", bobs_client)} | self._lines_on(bob, bobs_client)}
        self.note = self.make(alice, "wlec.case.note", {"case_id": self.case}, "body")
        self.party = self.make(
            alice, "wlec.case.party", {"case_id": self.case}, "display_label", "full_name", "remarks"
        )
        self.document = self._document(alice)
        self.mine = [self.case, self.other_case]
        self.grant = alice.ask("wlec.access.grant", "search", [["case_id", "=", self.case]], limit=1)[0]
        self._decisions(alice)
        self._hiding(alice)

    def _hiding(self, person):
        forbids = [["tell_client", "=", "no"], ["status", "=", "in_force"]]
        provision = person.ask("wlec.legal.provision", "search", forbids, limit=1)[0]
        vals = {
            "case_id": self.case,
            "person_id": person.uid,
            "provision_id": provision,
            "ends_at": "2035-01-01 00:00:00",
        }
        self.hiding = self.make(person, "wlec.access.hiding", vals, "reason")

    def _case(self, person, partner):
        vals = {"partner_id": partner, "caseworker_id": person.uid}
        return self.make(person, "wlec.case", vals, "matter", "narrative", "risk_notes", "safe_contact")

    def _lines_on(self, person, record, model="res.partner"):
        """“Contact created” and the like: among the messages somebody is shown when they ask for those of a file that is not there."""
        lines = person.ask("mail.message", "search", [["model", "=", model], ["res_id", "=", record]])
        return {("mail.message", field, line) for field in ("body", "email_from") for line in lines}

    def make(self, person, model, vals, *fields):
        words = {field: f"qzcanary{secrets.token_hex(8)}" for field in fields}
        record = person.ask(model, "create", {**vals, **words})
        self.canaries.update({word: (model, field, record) for field, word in words.items()})
        return record

    def _decisions(self, person):
        purpose = person.ask("wlec.consent.purpose", "search", [], limit=1)[0]
        agency = person.ask("wlec.agency", "search", [], limit=1)[0]
        category = person.ask("wlec.information.category", "search", [], limit=1)[0]
        same = {"case_id": self.case, "agency_id": agency, "purpose_id": purpose}
        vals = {**same, "category_ids": [[6, 0, [category]]]}
        self.consent = self.make(person, "wlec.consent", vals, "purpose", "evidence_filename")
        self.request = self.make(person, "wlec.disclosure.request", same, "necessity", "asker_name")
        vals = {"request_id": self.request, "category_id": category}
        self.item = self.make(person, "wlec.disclosure.item", vals, "description")

    def meeting(self, person, administrator):
        self.models = {
            row["model"]: row["id"] for row in administrator.ask("ir.model", "search_read", [], ["model"])
        }
        self.alice_partner = person.ask("res.users", "read", [person.uid], ["partner_id"])[0]["partner_id"][0]
        vals = {
            "res_model_id": self.model_id("wlec.case"),
            "res_id": self.case,
            "start": "2031-01-02 10:00:00",
            "stop": "2031-01-02 11:00:00",
        }
        self.event = self.make(person, "calendar.event", vals, "name", "description", "location", "notes")

    def furnish(self, alice, mona, centre):
        """What else a client's words stand in."""
        self.first_message = alice.ask("mail.message", "search", [], limit=1, order="id desc")[0] + 1
        belongings.enquiry(self, alice)
        belongings.attachments(self, alice)
        alice.partner = self.alice_partner
        belongings.talk(self, alice, mona)
        self.alices_followers = {
            model: centre.sql(
                "SELECT id FROM mail_followers WHERE res_model = %s AND res_id = %s AND partner_id = %s",
                model, record, self.alice_partner,
            )[0][0]
            for model, record in {"wlec.case": self.case, "crm.lead": self.lead}.items()
        }  # fmt: skip
        self.own["alice"] = self._lines_on(alice, self.partner, "res.partner")
        self.own["alice"] |= self._lines_on(alice, self.lead, "crm.lead")

    def contact_made(self, contact, address):
        """Odoo has made a contact of who wrote, or of the enquiry: the words stand there, too."""
        model, field, record = self.canaries[re.search("qzcanary[0-9a-f]+", address)[0]]
        taken = {"email": field, "email_normalized": field}
        if model == "crm.lead":
            taken |= {"name": "contact_name", "complete_name": "contact_name", "comment": "description"}
            taken |= {"company_name": "partner_name", "commercial_company_name": "partner_name"}
            taken |= {name: name for name in ("function", "street", "street2", "city")}
        else:  # called “Q”, which is in many an answer
            self.own["alice"] |= {("res.partner", name, contact) for name in ("name", "complete_name")}
        self.same |= {("res.partner", name, contact): (model, of, record) for name, of in taken.items()}

    def word(self, *place):
        """The word that stands there."""
        return next(word for word, where in self.canaries.items() if where == place)

    def model_id(self, model):
        return self.models[model]

    def themselves(self, login, contact, name, email):
        """A client with a login: their own name and address, which pages of the portal show them."""
        self.canaries |= {name: ("res.partner", "name", contact), email: ("res.partner", "email", contact)}
        self.own[login] = {("res.partner", field, contact) for field in ("name", "email")}

    def _document(self, person):
        word = f"qzcanary{secrets.token_hex(8)}"
        content = base64.b64encode(word.encode()).decode()
        vals = {"case_id": self.case, "content": content}
        record = self.make(person, "wlec.case.document", vals, "file_name")
        self.canaries[word] = ("wlec.case.document", "content", record)
        return record

    def left(self, body):
        """What of the files is in these bytes: {(model, field, record id)}."""
        seen = _unpacked(body)
        found = {place for word, place in self.canaries.items() if _occurs(word.encode(), seen)}
        if belongings.is_picture(body):
            found.add(("ir.attachment", "raw", self.picture))
        return found


def _unpacked(body):
    """The bytes themselves, and what is in them if they are a workbook or an archive."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return body + b"\n".join(archive.read(name) for name in archive.namelist())


def _occurs(word, body):
    if word in body:
        return True
    # base64 shifts with the position: the core of the word, in each of the three
    return any(base64.b64encode(b"\0" * shift + word)[4:-4] in body for shift in range(3))
