# SPDX-License-Identifier: LGPL-3.0-or-later
"""Enquiries, contacts and meetings of clients."""

from .day import door


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
