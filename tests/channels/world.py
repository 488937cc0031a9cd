# SPDX-License-Identifier: LGPL-3.0-or-later
"""The file every channel is tried on, and how its words are found again in what left the server."""

import base64
import io
import secrets
import zipfile


class World:
    """Two files of alice's and one of bob's, filled with words that occur nowhere else.

    ``canaries``: {word: (model, field, record id)}.
    """

    def __init__(self, people):
        alice, bob = people["alice"], people["bob"]
        self.canaries = {}
        partner = alice.ask("res.partner", "create", {"name": f"Client {secrets.token_hex(4)}"})
        self.case = self._case(alice, partner)
        self.other_case = self._case(alice, partner)
        self.bobs_case = self._case(bob, partner)
        self.note = self._make(alice, "wlec.case.note", {"case_id": self.case}, "body")
        self.party = self._make(
            alice, "wlec.case.party", {"case_id": self.case}, "display_label", "full_name", "remarks"
        )
        self.document = self._document(alice)
        self.mine = [self.case, self.other_case]

    def _case(self, person, partner):
        vals = {"partner_id": partner, "caseworker_id": person.uid}
        return self._make(person, "wlec.case", vals, "matter", "narrative", "risk_notes", "safe_contact")

    def _make(self, person, model, vals, *fields):
        words = {field: f"qzcanary{secrets.token_hex(8)}" for field in fields}
        record = person.ask(model, "create", {**vals, **words})
        self.canaries.update({word: (model, field, record) for field, word in words.items()})
        return record

    def _document(self, person):
        word = f"qzcanary{secrets.token_hex(8)}"
        content = base64.b64encode(word.encode()).decode()
        vals = {"case_id": self.case, "content": content}
        record = self._make(person, "wlec.case.document", vals, "file_name")
        self.canaries[word] = ("wlec.case.document", "content", record)
        return record

    def left(self, body):
        """What of the files is in these bytes: {(model, field, record id)}."""
        seen = _unpacked(body)
        return {place for word, place in self.canaries.items() if _occurs(word.encode(), seen)}


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
