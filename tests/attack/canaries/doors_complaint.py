# SPDX-License-Identifier: LGPL-3.0-or-later
"""Complaints by each of their three doors, and what becomes of them."""

import re

from .day import door, encoded


@door
def complaint_in_the_portal(day):
    names = ("description", "happened", "about", "desired_outcome", "safe_contact", "language")
    draft = {
        "description": day.word("wlec.complaint.draft.content"),
        "about": day.word("a draft's person"),
        "save": "1",
    }
    assert "saved=1" in day.carol.post("/my/complaints/new", draft).url
    form = {**day.words("wlec.breach.complaint", *names), "contact_by": "portal"}
    name, content = day.word("wlec.complaint.document.file_name"), day.word("wlec.complaint.document.content")
    answer = day.carol.post(
        "/my/complaints/new", form, files={"documents": (f"{name}.txt", content.encode(), "text/plain")}
    )
    assert "/my/complaints/" in answer.url, answer.url
    page = answer.url.partition("?")[0].removeprefix(day.centre.url)
    answer = day.carol.post(f"{page}/message", {"body": day.word("wlec.complaint.message.body")})
    assert "sent=1" in answer.url, answer.url
    day.carol.post(
        "/my/complaints/new",
        {"description": day.word("a complaint that lacks something"), "contact_by": "phone"},
    )
    day.complaint = int(page.rpartition("/")[2])


@door
def complaint_handled(day):
    model = "wlec.breach.complaint"
    for step in ("acknowledge", "investigate"):
        day.otto.button(model, f"action_{step}", [day.complaint])
    vals = {"complaint_id": day.complaint, "document": encoded(day.word("wlec.complaint.reply.document"))}
    vals["document_name"] = f"{day.word('wlec.complaint.reply.document_name')}.txt"
    wizard = day.make(day.otto, "wlec.complaint.reply", vals, "body")
    day.otto.button("wlec.complaint.reply", "action_send", [wizard])
    day.save(
        day.otto,
        model,
        [day.complaint],
        {**day.words(model, "investigation", "outcome_text"), "finding": "partly"},
    )
    vals = {"complaint_id": day.complaint, "kind": "progress"}
    wizard = day.make(day.otto, "wlec.complaint.notice", vals, "reason")
    day.otto.button("wlec.complaint.notice", "action_send", [wizard])
    for person in (day.alice, day.otto):  # handed on and taken back
        vals = {"desk_id": day.complaint, "user_id": person.uid}
        wizard = day.make(day.otto, "wlec.complaint.assign", vals, "reason")
        day.otto.button("wlec.complaint.assign", "action_hand_on", [wizard])
    day.canaries.same("wlec.complaint.handover.reason", "wlec.complaint.assign.reason")
    letter = day.one(
        day.otto, "wlec.complaint.letter", [["complaint_id", "=", day.complaint], ["kind", "=", "progress"]]
    )
    day.otto.button("wlec.complaint.letter", "action_print", [letter])
    vals = {"complaint_id": day.complaint, "finding": "partly"}
    day.make(day.otto, "wlec.breach.complaint.issue", vals, "what", "reason", "remedy")
    day.otto.button(model, "action_give_outcome", [day.complaint])
    day.otto.button(model, "action_request_review", [day.complaint])
    day.save(day.tara, model, [day.complaint], day.words(model, "review_text", "review_note"))
    day.tara.button(model, "action_close", [day.complaint])
    assert day.carol.get(f"/my/complaints/{day.complaint}").ok


@door
def complaint_on_the_telephone(day):
    names = (
        "complainant", "description", "happened", "about", "desired_outcome", "safe_contact", "language", "representative",
        "representative_contact", "postal_address", "letter_name", "authority_file_name",
    )  # fmt: skip
    vals = day.words("wlec.complaint.entry", *names)
    for name in ("letter", "authority_file"):
        vals[f"{name}_name"] += ".txt"
        vals[name] = encoded(day.word(f"wlec.complaint.entry.{name}"))
    vals |= {"has_representative": True, "authority": "written", "received_through": "letter"}
    wizard = day.save(day.fred, "wlec.complaint.entry", [], vals)
    day.fred.button("wlec.complaint.entry", "action_submit", [wizard])
    for name in ("complainant", "representative", "representative_contact", "postal_address"):
        day.canaries.same(f"wlec.breach.complaint.{name}", f"wlec.complaint.entry.{name}")


@door
def complaint_without_a_login(day):
    def form(path):
        found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', day.nobody.get(path).text)
        return dict(found)

    told = {
        name: day.word(f"without a login: {name}")
        for name in ("description", "about", "complainant", "language")
    }
    name, content = day.word("a document without a login"), day.word("content of a document without a login")
    files = {"documents": (f"{name}.txt", content.encode(), "text/plain")}
    url = f"{day.centre.url}/complaint"
    page = day.nobody.http.post(
        url, {**form("/complaint"), **told, "contact_by": "receipt"}, files=files, timeout=120
    )
    code = " ".join(re.findall(r"<li>([a-z]+)</li>", page.text))
    assert len(code.split()) == 8, page.status_code
    hidden = {**form("/complaint/receipt"), "code": code}
    more = {**hidden, "body": day.word("a message without a login")}
    page = day.nobody.http.post(f"{url}/receipt/message", more, timeout=120)
    assert "has been sent" in page.text
    number = re.search(r'name="document" value="(\d+)"', page.text)[1]
    got = day.nobody.http.post(f"{url}/receipt/document", {**hidden, "document": number}, timeout=120)
    assert got.text == content
    wrong = {**hidden, "code": f"{day.word('a wrong receipt code')} {code}"}
    assert day.nobody.http.post(f"{url}/receipt", wrong, timeout=120).status_code == 422
