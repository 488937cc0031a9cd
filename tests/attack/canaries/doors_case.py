# SPDX-License-Identifier: LGPL-3.0-or-later
"""A client, their file, its notes and documents, and what hangs on it."""

from .day import door, encoded


@door
def client(day):
    text = day.words(
        "res.partner", "name", "street", "street2", "city", "zip", "function", "ref", "vat", "company_name", "company_registry",
    )  # fmt: skip
    vals = {
        **text,
        "email": f"{day.word('res.partner.email')}@example.org",
        "website": f"https://{day.word('res.partner.website')}.example",
        "phone": day.phone("res.partner.phone"),
        "comment": f"<p>{day.word('res.partner.comment')}</p>",
    }
    day.partner = day.save(day.alice, "res.partner", [], vals)


@door
def file(day):
    names = ("matter", "narrative", "risk_notes", "safe_contact")
    vals = {"partner_id": day.partner, "caseworker_id": day.alice.uid, **day.words("wlec.case", *names)}
    day.case = day.save(day.alice, "wlec.case", [], vals)
    day.note = day.make(day.alice, "wlec.case.note", {"case_id": day.case}, "body")
    party = ("display_label", "full_name", "organisation", "address", "email", "remarks")
    vals = {
        "case_id": day.case,
        "phone": day.phone("wlec.case.party.phone"),
        "date_of_birth": day.birthday("wlec.case.party.date_of_birth"),
    }
    day.make(day.alice, "wlec.case.party", vals, *party)
    day.alice.call("wlec.case", "read", [day.case], list(names))
    day.tried(day.alice.call, "wlec.case", "export_data", [day.case], ["name", *names])


@door
def the_same_file_by_programs(day):
    for call, word in ((day.keys.xmlrpc, "XML-RPC"), (day.keys.json2, "JSON-2")):
        text = call("wlec.case", "write", [day.case], {}, vals={"narrative": f"Zoë\nsaid: {day.word(word)}"})
        assert "rror" not in text and "ault" not in text, text
    args = [day.centre.db, day.alice.uid, "demo", "wlec.case", "write"]
    vals = {"risk_notes": day.word("JSON-RPC")}
    assert day.alice.json("/jsonrpc", service="object", method="execute_kw", args=[*args, [[day.case], vals]])


@door
def documents(day):
    vals = {"case_id": day.case, "content": encoded(day.word("wlec.case.document.content"))}
    number = day.make(day.alice, "wlec.case.document", vals, "file_name")
    day.alice.get(f"/web/content/wlec.case.document/{number}/content?download=1")
    vals = {**vals, "content": encoded(day.word("content of a document that is given"))}
    day.document = day.make(day.alice, "wlec.case.document", vals, "file_name")
    vals = {"document_id": number, **day.words("wlec.case.document.remove", "reason")}
    (wizard,) = day.alice.call("wlec.case.document.remove", "create", [vals])
    day.alice.button("wlec.case.document.remove", "action_remove", [wizard])
    day.canaries.same("wlec.case.document.removal_reason", "wlec.case.document.remove.reason")


@door
def attachments(day):
    form = {"thread_model": "wlec.case", "thread_id": day.case}
    name, content = day.word("ir.attachment.name"), day.word("an upload's content")
    answer = day.alice.post(
        "/mail/attachment/upload", form, files={"ufile": (f"{name}.txt", content.encode())}
    )
    uploaded = answer.json()["data"]["attachment_id"]
    post = {"body": day.word("mail.message.body"), "attachment_ids": [uploaded], "message_type": "comment"}
    day.alice.json("/mail/message/post", thread_model="wlec.case", thread_id=day.case, post_data=post)
    day.alice.get(f"/web/content/{uploaded}/{day.word('name of a download, in the path')}.txt?download=1")
    day.alice.get(f"/web/content/{uploaded}?filename={day.word('name of a download, in the query')}.txt")
    vals = {
        "res_model": "wlec.case",
        "res_id": day.case,
        "datas": encoded(day.word("an attachment made by create")),
    }
    day.make(day.alice, "ir.attachment", vals, "name", "description")
    form = {"model": "wlec.case", "id": day.case}
    content = day.word("content of an upload by a form").encode()
    name = day.word("name of an upload by a form")
    assert day.alice.post("/web/binary/upload_attachment", form, files={"ufile": (name, content)}).ok
