# SPDX-License-Identifier: LGPL-3.0-or-later
"""Words in records that nobody protects: each place where canaries are looked for has some of them."""

from .words import Canaries

_PLACES = {
    "dump": {"an agency", "a message on an agency", "a mail about an agency", "an inbox"},
    "filestore": {"a document of an agency"},
    "sessions": {"a login"},
    "log": {"a page that is not there"},
    "temporary_files": {"a temporary file"},
}


class Control:
    def __init__(self, centre, temporary):
        self.canaries = Canaries()
        word, sam, alice = self.canaries.word, centre.login("sam"), centre.login("alice")
        (agency,) = sam.call(
            "res.partner",
            "create",
            [{"name": word("an agency"), "is_company": True, "email": "agency@example.org"}],
        )
        alice.call("res.partner", "message_post", [agency], body=word("a message on an agency"))
        alice.call(
            "res.partner", "message_post", [agency],
            body=word("a mail about an agency"), message_type="comment", subtype_xmlid="mail.mt_comment", partner_ids=[agency],
        )  # fmt: skip
        inbox = sam.call("res.users", "read", [alice.uid], ["partner_id"])[0]["partner_id"][0]
        sam.call("res.partner", "message_post", [agency], body=word("an inbox"), partner_ids=[inbox])
        alice.call(
            "ir.attachment",
            "create",
            [
                {
                    "name": "x.txt",
                    "raw": word("a document of an agency"),
                    "res_model": "res.partner",
                    "res_id": agency,
                }
            ],
        )
        login = word("a login")
        sam.call("res.users", "create", [{"name": "Nobody", "login": login, "password": login}])
        centre.login(login, login)
        sam.get(f"/{word('a page that is not there')}")
        (temporary / "left").write_text(word("a temporary file"))

    def of(self, place):
        return _PLACES[place]
