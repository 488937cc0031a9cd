# SPDX-License-Identifier: LGPL-3.0-or-later
"""Everybody at their work for a day: each value is typed by the person who would type it, over HTTP.

A door is a function of the ``Day``; what must be accepted is called, what must be refused is attempted.
"""

import base64
import json
import re
import secrets

from tests.support.client import RpcError

PAPER = base64.b64encode(b"%PDF-1.4 a signed form").decode()
DOORS = []


def door(function):
    DOORS.append(function)
    return function


def encoded(text):
    return base64.b64encode(text.encode()).decode()


class Day:
    """The people, and what they have made so far."""

    def __init__(self, centre, people, keys, canaries):
        self.centre, self.people, self.keys, self.canaries = centre, people, keys, canaries
        self.word, self.phone, self.birthday = canaries.word, canaries.phone, canaries.birthday

    def __getattr__(self, login):
        return self.people[login]

    def words(self, model, *names):
        return {name: self.word(f"{model}.{name}") for name in names}

    def make(self, person, model, vals, *names):
        """A record with a canary in each of these fields; its id."""
        (made,) = person.call(model, "create", [{**vals, **self.words(model, *names)}])
        return made

    def save(self, person, model, ids, vals):
        """As the web client saves a form, and shows it again."""
        saved = person.call(model, "web_save", ids, vals, specification={name: {} for name in vals})
        return saved[0]["id"]

    def one(self, person, model, domain=()):
        return person.call(model, "search", list(domain), limit=1)[0]

    def refused(self, run, *args, **kwargs):
        """What is not accepted: the error is what matters."""
        try:
            run(*args, **kwargs)
        except RpcError:
            return
        raise AssertionError("this was to be refused")

    def call(self, run, *args, **kwargs):
        return run(*args, **kwargs)

    def tried(self, run, *args, **kwargs):
        """Accepted or not, it was typed."""
        try:
            return run(*args, **kwargs)
        except RpcError:
            return None


# ---- the file
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


# ---- chatter
@door
def chatter(day):
    otto = day.otto.call("res.users", "read", [day.otto.uid], ["partner_id"])[0]["partner_id"][0]
    texts = {"body": day.word("a message to a colleague"), "subject": day.word("mail.message.subject")}
    mona = day.mona.call("res.users", "read", [day.mona.uid], ["partner_id"])[0]["partner_id"][0]
    day.alice.call("wlec.case", "message_post", [day.case], partner_ids=[mona, day.partner], **texts)
    day.tried(
        day.alice.call,
        "wlec.case",
        "message_post",
        [day.case],
        partner_ids=[otto],
        body=day.word("a message to somebody without a grant"),
    )
    vals = {
        "model": "wlec.case",
        "res_ids": str([day.case]),
        "composition_mode": "comment",
        "partner_ids": [[6, 0, [mona]]],
    }
    sender = f"{day.word('sender of a draft')}@example.org"
    wizard = day.make(
        day.alice,
        "mail.compose.message",
        {**vals, "email_from": sender, "reply_to": sender},
        "body",
        "subject",
    )
    day.alice.button("mail.compose.message", "action_send_mail", [wizard])
    vals |= {"scheduled_date": "2035-01-01 10:00:00"}
    wizard = day.make(day.alice, "mail.compose.message", vals, "body", "subject")
    day.tried(day.alice.button, "mail.compose.message", "action_schedule_message", [wizard])
    me = day.alice.call("res.users", "read", [day.alice.uid], ["partner_id"])[0]["partner_id"][0]
    vals = {
        "model": "wlec.case",
        "res_id": day.case,
        "scheduled_date": "2035-01-01 10:00:00",
        "author_id": me,
    }
    day.make(day.alice, "mail.scheduled.message", vals, "body", "subject")
    vals = {
        "res_model": "wlec.case",
        "res_ids": str([day.case]),
        "partner_ids": [[6, 0, [mona]]],
        "notify": True,
    }
    wizard = day.make(day.alice, "mail.followers.edit", vals, "message")
    day.tried(day.alice.button, "mail.followers.edit", "edit_followers", [wizard])


@door
def activities(day):
    model = day.one(day.sam, "ir.model", [["model", "=", "wlec.case"]])
    kind = day.one(day.alice, "mail.activity.type", [["name", "=", "To-Do"]])
    vals = {"res_model_id": model, "res_id": day.case, "activity_type_id": kind, "user_id": day.mona.uid}
    number = day.make(day.alice, "mail.activity", vals, "summary", "note")
    day.mona.call("mail.activity", "action_feedback", [number], feedback=day.word("mail.activity.feedback"))
    vals = {
        "res_model": "wlec.case",
        "res_ids": str([day.case]),
        "activity_type_id": kind,
        "activity_user_id": day.alice.uid,
    }
    wizard = day.make(day.alice, "mail.activity.schedule", vals, "summary", "note")
    day.alice.button("mail.activity.schedule", "action_schedule_activities", [wizard])


# ---- the CRM
@door
def enquiry(day):
    names = (
        "name", "contact_name", "partner_name", "street", "street2", "city", "zip", "function", "referred",
    )  # fmt: skip
    vals = {
        "description": f"<p>{day.word('crm.lead.description')}</p>",
        "email_from": f"{day.word('crm.lead.email_from')}@example.org",
        "email_cc": f"{day.word('crm.lead.email_cc')}@example.org",
        "website": f"https://{day.word('crm.lead.website')}.example",
        "phone": day.phone("crm.lead.phone"),
        **day.words("crm.lead", *names),
    }
    (lead,) = day.fred.call("crm.lead", "create", [vals])
    changed = {  # tracked, or once more in clear nowhere
        "email_from": f"{day.word('a changed address of an enquiry')}@example.org",
        "phone": day.phone("a changed telephone number"),
        "contact_name": day.word("a changed name of an enquiry"),
        "partner_name": day.word("a changed company of an enquiry"),
    }
    day.save(day.fred, "crm.lead", [lead], changed)
    body = day.word("a message on an enquiry")
    day.fred.json(
        "/mail/message/post",
        thread_model="crm.lead",
        thread_id=lead,
        post_data={"body": body, "message_type": "comment"},
    )
    day.tried(day.fred.call, "crm.lead", "name_create", day.word("an enquiry by its name alone"))


@door
def changed_contact(day):
    changed = {
        "email": f"{day.word('a changed address of a client')}@example.org",
        "name": day.word("a changed name"),
    }
    day.save(day.alice, "res.partner", [day.partner], changed)
    vals = {"parent_id": day.partner, "type": "other"}
    day.make(day.alice, "res.partner", vals | {"name": day.word("an address below a client")})
    day.alice.get(f"/web/partner/vcard?partner_ids={day.partner}")


@door
def meeting(day):
    model = day.one(day.sam, "ir.model", [["model", "=", "wlec.case"]])
    vals = {"res_model_id": model, "res_id": day.case, "start": "2035-01-02 10:00:00", "stop": "2035-01-02 11:00:00",
            "partner_ids": [[4, day.partner]]}  # fmt: skip
    number = day.make(day.alice, "calendar.event", vals, "name", "description", "location", "notes")
    vals = {"videocall_location": f"https://meet.example/{day.word('calendar.event.videocall_location')}"}
    day.save(day.alice, "calendar.event", [number], {**vals, "name": day.word("a changed meeting")})
    day.alice.get(f"/calendar/event/{number}")


# ---- consents and disclosures
def _consent(day, **vals):
    return {
        "case_id": day.case,
        "purpose_id": day.one(day.alice, "wlec.consent.purpose"),
        "category_ids": [[6, 0, [day.one(day.alice, "wlec.information.category")]]],
        **vals,
    }


@door
def consents(day):
    vals = _consent(day, recipient_kind="person", evidence=encoded(day.word("wlec.consent.evidence")))
    number = day.make(day.alice, "wlec.consent", vals, "recipient_name", "purpose", "evidence_filename")
    day.alice.button("wlec.consent", "action_give", [number])
    day.save(day.alice, "wlec.consent", [number], day.words("wlec.consent", "end_reason"))
    day.alice.button("wlec.consent", "action_invalidate", [number])
    vals = _consent(day, agency_id=day.one(day.alice, "wlec.agency"), purpose="help", method="verbal",
                    witness_id=day.mona.uid, confirm_by="2035-01-01", read_back=True)  # fmt: skip
    (number,) = day.alice.call("wlec.consent", "create", [vals])
    day.alice.button("wlec.consent", "action_give", [number])
    vals = {
        "confirmation": encoded(day.word("wlec.consent.confirmation")),
        **day.words("wlec.consent", "confirmation_filename"),
    }
    day.save(day.alice, "wlec.consent", [number], vals)
    day.alice.button("wlec.consent", "action_confirm", [number])


@door
def consent_by_somebody_else(day):
    """What is written down about who can decide, who speaks for them and who interprets."""
    day.make(
        day.alice, "wlec.consent", _consent(day, agency_id=day.one(day.alice, "wlec.agency")), "capacity_assessment",
        "minor_reasons", "parent_reasons", "representative_name", "interpreter_name", "interpreter_language",
    )  # fmt: skip


def _request(day, ground, *names, **vals):
    vals = {
        "case_id": day.case,
        "ground": ground,
        "origin": "client",
        "purpose_id": day.one(day.alice, "wlec.consent.purpose"),
        "recipient_kind": "person",
        **vals,
    }
    return day.make(
        day.alice, "wlec.disclosure.request", vals, "recipient_name", "necessity", "proportionality", *names
    )


def _approved(day, number, *approvers):
    model = "wlec.disclosure.request"
    for step in ("assess", "submit"):
        day.alice.button(model, f"action_{step}", [number])
    for person, remark in approvers:
        day.save(person, model, [number], {"decision_remark": day.word(f"{model}.{remark}")})
        person.button(model, "action_approve", [number])


def _item(day, **vals):
    return [
        0,
        0,
        {"category_id": day.one(day.alice, "wlec.information.category"), "document_id": day.document, **vals},
    ]


@door
def disclosure_in_danger(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "danger", "danger_who", "danger_what", "why_not_consent", "tell_reason", danger_imminence="now",
        condition_id=day.one(day.alice, "wlec.legal.provision", [["special_condition", "=", True]]),
        item_ids=[_item(day, **day.words("wlec.disclosure.item", "description", "reason"))],
        tell_client="delayed", tell_date="2035-01-01", safeguarding_route="emergency",
    )  # fmt: skip
    asked = {"callback_number": day.phone(f"{model}.callback_number")}
    asked |= day.words(model, "asker_name", "asker_rank", "asker_contact")
    day.save(day.alice, model, [number], asked)
    _approved(day, number, (day.mona, "approval_remark"), (day.otto, "second_approval_remark"))
    day.canaries.same(f"{model}.decision_remark", f"{model}.approval_remark")


@door
def disclosure_sent_back(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "danger", "privilege_waiver_filename", danger_imminence="now", safeguarding_route="emergency",
        danger_who="them", danger_what="harm", why_not_consent="gone",
        condition_id=day.one(day.alice, "wlec.legal.provision", [["special_condition", "=", True]]),
        privilege_waiver=encoded(day.word(f"{model}.privilege_waiver")), item_ids=[_item(day, description="a letter")],
    )  # fmt: skip
    _approved(day, number)
    day.save(day.mona, model, [number], day.words(model, "question"))
    day.mona.button(model, "action_ask_back", [number])


@door
def emergency(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "danger", emergency_reason=f"He stands at the door: {day.word(f'{model}.emergency_reason')}", danger_imminence="now", safeguarding_route="emergency",
        danger_who="them", danger_what="harm", why_not_consent="gone", item_ids=[_item(day, description="a letter")],
    )  # fmt: skip
    day.alice.button(model, "action_release_emergency", [number])
    day.save(day.mona, model, [number], day.words(model, "review_finding"))
    day.mona.button(model, "action_reject", [number])


@door
def disclosure_released(day):
    """What leaves is made of what was typed: the words of the items and the document are in schedule and package."""
    model, agency = "wlec.disclosure.request", day.one(day.alice, "wlec.agency")
    permission = day.make(
        day.alice,
        "wlec.consent",
        _consent(day, agency_id=agency, evidence=PAPER, evidence_filename="x.pdf", purpose="help"),
    )
    day.alice.button("wlec.consent", "action_give", [permission])
    number = _request(
        day, "consent", recipient_kind="agency", agency_id=agency, consent_id=permission,
        condition_id=day.one(day.alice, "wlec.legal.provision", [["special_condition", "=", True]]),
        item_ids=[_item(day, description=day.word("an item that is given"))],
    )  # fmt: skip
    _approved(day, number, (day.mona, "the remark of the one approval"))
    day.otto.button(model, "action_release", [number])
    day.canaries.same(f"{model}.package", "wlec.case.document.content")
    day.canaries.same(f"{model}.schedule", "an item that is given")
    record, delivery = "wlec.disclosure.record", "wlec.disclosure.delivery"
    for what in ("delivery", "password"):
        wizard = day.make(
            day.otto, record, {"request_id": number, "what": what, "method": "hand"}, "person", "proof"
        )
        day.otto.button(record, "action_record", [wizard])
    for kept, typed in (
        (f"{delivery}.received_by", f"{record}.person"),
        (f"{delivery}.proof", f"{record}.proof"),
        (f"{model}.password_to", f"{record}.person"),
    ):
        day.canaries.same(kept, typed)
    recipients_told(day)


def recipients_told(day):
    """Something has changed since: everybody who was given it hears of it."""
    notify, notice = "wlec.disclosure.notify", "wlec.disclosure.notice"
    wizard = day.make(day.alice, notify, {"case_id": day.case}, "change")
    day.alice.button(notify, "action_notify", [wizard])
    day.canaries.same(f"{notice}.change", f"{notify}.change")
    numbers = day.alice.call(notice, "search", [["case_id", "=", day.case]])
    day.alice.button(notice, "action_letter", numbers[:1])
    day.save(day.alice, notice, numbers[:1], day.words(notice, "why_not"))
    day.alice.button(notice, "action_give_up", numbers[:1])


@door
def disclosure_prepared(day):
    """What the caseworker lists as not to leave, and the copies made of a document."""
    number = _request(
        day, "danger", "banned_words", "more_conditions", danger_imminence="now", safeguarding_route="emergency",
        danger_who="them", danger_what="harm", why_not_consent="gone", item_ids=[_item(day, description="a letter")],
    )  # fmt: skip
    day.alice.button("wlec.disclosure.request", "action_check_documents", [number])


@door
def disclosure_refused(day):
    model = "wlec.disclosure.request"
    number = _request(
        day, "law", "notice_reference", "notice_filename", "conflict_statement",
        notice_document=encoded(day.word(f"{model}.notice_document")),
    )  # fmt: skip
    day.refused(day.alice.button, model, "action_assess", [number])
    day.alice.button(model, "action_recommend_refusal", [number])
    day.save(day.mona, model, [number], day.words(model, "refusal_reason"))
    day.mona.button(model, "action_refuse", [number])


# ---- complaints
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


# ---- looking for somebody
@door
def find_a_client(day):
    model = "wlec.client.lookup"
    vals = {**day.words(model, "client_name", "email", "postcode"), "phone": day.phone(f"{model}.phone")}
    wizard = day.save(day.fred, model, [], vals)
    day.fred.button(model, "action_search", [wizard])
    day.save(day.fred, model, [wizard], day.words(model, "message"))
    day.refused(day.fred.button, model, "action_enquiry", [wizard])


@door
def search_words(day):
    for person in (day.alice, day.fred):
        for model, name in (
            ("res.partner", "name"),
            ("crm.lead", "contact_name"),
            ("calendar.event", "name"),
            ("mail.message", "body"),
        ):
            domain = [[name, "ilike", day.word(f"a search on {model} by {person.login}")]]
            day.tried(person.call, model, "web_search_read", domain, {"display_name": {}})
            day.tried(person.call, model, "search_read", domain, ["display_name"], order="id")
            day.tried(person.call, model, "formatted_read_group", domain, ["create_uid"], ["__count"])
            day.tried(person.call, model, "search_count", [["id", ">", 0], "!", *domain])
    day.alice.call("res.partner", "name_search", day.word("name_search"), [], "ilike", limit=8)
    day.refused(
        day.alice.call,
        "wlec.case",
        "search",
        [["narrative", "ilike", day.word("a search in a confidential field")]],
    )
    day.alice.json(
        "/mail/data", fetch_params=[["/discuss/search", {"term": day.word("the command palette")}]]
    )
    day.tried(day.alice.call, "res.partner", "get_mention_suggestions", search=day.word("mentions"))
    day.alice.get(f"/odoo/contacts?search={day.word('an address of the back office')}")
    day.carol.get(f"/my/complaints?search={day.word('an address of the portal')}")
    for model, field in (("res.partner", "name"), ("crm.lead", "partner_id"), ("mail.message", "body")):
        word = day.word(f"a favourite search on {model}")
        vals = {
            "name": word,
            "model_id": model,
            "domain": f"[('{field}', 'ilike', '{word}')]",
            "context": "{}",
        }
        day.refused(day.alice.call, "ir.filters", "create_filter", vals)
    context = {
        "default_name": day.word("default in a context"),
        "search_default_name": day.word("search in a context"),
    }
    day.alice.call("res.partner", "onchange", [], {}, [], {"name": {}}, context=context)


@door
def logins(day):
    for login in (f"{day.word('login that is none')}@example.org", "alice"):
        day.carol.http.post(
            f"{day.centre.url}/web/login",
            data={"login": login, "password": day.word(f"password of {login[-5:]}")},
            timeout=60,
        )
        words = {
            "db": day.centre.db,
            "login": login,
            "password": day.word(f"remote password of {login[-5:]}"),
        }
        day.refused(day.people["nobody"].json, "/web/session/authenticate", **words)
    login, password = day.word("login by XML-RPC"), day.word("password by XML-RPC")
    day.keys.common().authenticate(day.centre.db, login, password, {})
    day.people["nobody"].post(
        "/web/login", {"login": day.word("a form's login"), "password": day.word("a form's password")}
    )
    day.people["nobody"].post(
        "/web/reset_password", {"login": f"{day.word('password forgotten')}@example.org"}
    )


@door
def exports(day):
    domain = [["name", "ilike", day.word("domain of an export")]]
    data = {"model": "res.partner", "fields": [{"name": "name", "label": day.word("label in an export")}], "ids": False,
            "domain": domain, "groupby": [], "context": {}, "import_compat": False}  # fmt: skip
    for kind in ("csv", "xlsx"):
        for person in (day.sam, day.alice):
            person.post(f"/web/export/{kind}", {"data": json.dumps(data)})


# ---- what goes wrong
@door
def values_that_fail(day):
    alice, case = day.alice, [day.case]
    for vals in (
        {"partner_id": day.word("no number")},
        {"opened_on": day.word("no date")},
        {day.word("no field"): 1},
        {"state": day.word("no state")},
        {"note_ids": [[0, 0, {"body": day.word("a line's text"), "date": day.word("a line's date")}]]},
        {"note_ids": [[day.word("no command")]]},
    ):
        day.tried(alice.call, "wlec.case", "web_save", case, vals, specification={})
        day.tried(alice.call, "res.partner", "create", [{"name": day.word("beside what fails"), **vals}])


@door
def calls_that_fail(day):
    alice, case = day.alice, [day.case]
    for model, method, args in (
        ("wlec.case", day.word("no method"), []),
        ("wlec.case", "read", [[day.word("no id")]]),
        ("res.partner", "read", [case, [day.word("no name of a field")]]),
        ("res.partner", "search", [[["name", day.word("no operator"), "x"]]]),
        ("res.partner", "search", [[[day.word("no field in a domain"), "=", "x"]]]),
        ("res.partner", "search", [[["id", "=", day.word("no number in a domain")]]]),
        ("res.partner", "search", [[["create_date", ">", day.word("no date in a domain")]]]),
        ("res.partner", "search", [[day.word("no leaf")]]),
        ("res.partner", "write", [[2**31 + 5], {"name": day.word("a record that cannot be")}]),
        (
            "calendar.event",
            "create",
            [{"name": day.word("a meeting that fails"), "start": day.word("no start"), "stop": "x"}],
        ),
        ("wlec.case.document", "create", [{"case_id": day.case, "content": f"{day.word('no base64')}!"}]),
        (
            "ir.attachment",
            "create",
            [{"res_model": "wlec.case", "res_id": day.case, "datas": f"{day.word('no base64 in a file')}!"}],
        ),
        (
            "res.partner",
            "load",
            [["name", "parent_id/.id"], [[day.word("a row of load"), day.word("no parent")]]],
        ),
        (
            "wlec.case",
            "message_post",
            [case],
        ),
    ):
        day.tried(alice.call, model, method, *args)


@door
def requests_that_fail(day):
    alice, case = day.alice, [day.case]
    words = {"model": day.word("no model"), "method": "read", "args": [], "kwargs": {}}
    day.tried(alice.json, "/web/dataset/call_kw", **words)
    day.tried(alice.call, "res.partner", "search", [], order=f"{day.word('no order')} desc")
    day.tried(
        alice.call,
        "wlec.case",
        "message_post",
        case,
        body=day.word("a body beside an error"),
        no_such_word=day.word("no parameter"),
    )
    day.tried(alice.call, "res.partner", "create", [{"name": day.word("a name with a zero") + "\0"}])
    for call in (day.keys.xmlrpc, day.keys.json2):
        call(
            "wlec.case",
            "write",
            [day.case],
            {},
            vals={
                "narrative": day.word("beside an error by a program"),
                "partner_id": day.word("error by a program"),
            },
        )
        call("wlec.case", day.word("no method by a program"), [day.case], {})
    alice.http.post(
        f"{day.centre.url}/web/dataset/call_kw",
        data=f'{{"{day.word("no JSON")}',
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    alice.get(f"/web/image/res.partner/{day.partner}/{day.word('no image')}")
    alice.get(f"/web/content/{day.word('no.external_id')}")
    alice.post(
        "/web/binary/upload_attachment",
        {"model": day.word("no model of an upload"), "id": "x"},
        files={"ufile": (day.word("upload that fails"), b"x")},
    )
    day.tried(
        alice.json,
        "/mail/message/post",
        thread_model=day.word("no thread"),
        thread_id=1,
        post_data={"body": day.word("a message to no thread")},
    )


@door
def rules_that_fail(day):
    """What an administrator wrote says what it has opened: in an error, and in the log."""
    model = day.one(day.sam, "ir.model", [["model", "=", "wlec.case"]])
    for code in (
        "raise UserError(record.matter)",
        "log(record.matter)",
        "1 / (record.matter and 0)",
        "{}[record.safe_contact]",
    ):
        vals = {"name": "A rule", "model_id": model, "state": "code", "code": code}
        (action,) = day.sam.call("ir.actions.server", "create", [vals])
        context = {"active_model": "wlec.case", "active_id": day.case, "active_ids": [day.case]}
        run = day.tried if "log" not in code else day.call
        run(day.alice.call, "ir.actions.server", "run", [action], context=context)


@door
def imports(day):
    header = "name,contact_name,expected_revenue,email_from"
    row = f"{day.word('an imported name')},{day.word('an imported contact')},{day.word('no amount')},{day.word('an imported address')}@example.org"
    context = {"lang": "en_US"}
    (wizard,) = day.sam.call("base_import.import", "create", [{"res_model": "res.partner"}])
    content = f"name,comment,parent_id/.id\n{day.word('a contact imported')},{day.word('a comment imported')},{day.word('no parent imported')}\n{header}\n{row}\n"
    day.sam.post(
        "/base_import/set_file",
        {"id": wizard},
        files={"ufile": (f"{day.word('name of an import')}.csv", content.encode(), "text/csv")},
    )
    options = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8", "date_format": "", "datetime_format": "",
               "float_thousand_separator": ",", "float_decimal_separator": ".", "advanced": False, "keep_matches": False, "limit": 100}  # fmt: skip
    day.tried(day.sam.call, "base_import.import", "parse_preview", [wizard], options, context=context)
    fields = ["name", "comment", "parent_id/.id"]
    for dry in (True, False):
        day.tried(
            day.sam.call,
            "base_import.import",
            "execute_import",
            [wizard],
            fields,
            fields,
            options,
            dry,
            context=context,
        )


@door
def mail_gateway(day):
    sender, subject = day.word("sender of a mail"), day.word("subject of a mail")
    mail = (
        f"From: {sender} <{day.word('address of a sender')}@example.org>\nTo: {day.word('address of a receiver')}@localhost\nCc: {day.word('address of a copy')}@example.org\nSubject: {subject}\n"
        f"Message-Id: <{secrets.token_hex(8)}@example.org>\nContent-Type: text/plain\n\n{day.word('body of a mail')}\n"
    )
    for model in (False, "crm.lead"):
        taken = day.tried(day.sam.call, "mail.thread", "message_process", model, mail)
        assert bool(taken) == bool(model)
        args = [day.centre.db, day.alice.uid, "demo", "mail.thread", "message_process", [model, mail]]
        day.tried(day.sam.json, "/jsonrpc", service="object", method="execute_kw", args=args)


@door
def jobs(day):
    """What waits is sent and tidied up: the queue of mails, scheduled messages, reminders."""
    for number in day.sam.call(
        "ir.cron",
        "search",
        [
            [
                "model_id.model",
                "in",
                [
                    "mail.mail",
                    "mail.scheduled.message",
                    "calendar.alarm_manager",
                    "mail.message.schedule",
                    "mail.activity",
                ],
            ]
        ],
    ):
        day.tried(day.sam.call, "ir.cron", "method_direct_trigger", [number])
