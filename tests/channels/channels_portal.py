# SPDX-License-Identifier: LGPL-3.0-or-later
"""The portal: its pages, and what is on them of one's own and of others."""

from belongings import CASE
from channels import channel

PAGES = (
    "/my", "/my/home", "/my/account", "/my/addresses", "/my/security", "/my/confidentiality", "/my/complaints",
    "/my/complaints/new",
)  # fmt: skip


@channel("the portal: its pages", opens="carol")
def pages(person, world):
    return b"".join(person.get(page) for page in PAGES)


@channel("the portal: its counters", opens=False)
def counters(person, world):
    return person.json("/my/counters", counters=["complaint_count", "lead_count"])


@channel("the portal: an address of somebody else", opens=False)
def address(person, world):
    return person.get("/my/address", partner_id=world.partner, address_type="billing") + person.json(
        "/my/address/archive", partner_id=world.partner
    )


@channel("the portal: an address of somebody else, changed", opens=False)
def address_change(person, world):
    return person.post(
        "/my/address/submit", {"partner_id": world.partner, "name": "x", "address_type": "billing"}
    )


@channel("the portal: one's own complaint", opens="carol")
def complaint(person, world):
    return person.get(f"/my/complaints/{world.carols_complaint}")


@channel("the portal: somebody else's complaint", opens=False)
def foreign_complaint(person, world):
    return person.get(f"/my/complaints/{world.complaint}")


@channel("the portal: a document of one's own complaint", opens="carol")
def complaint_document(person, world):
    return person.get(f"/my/complaints/document/{world.carols_document}")


@channel("the portal: a document of somebody else's complaint")
def foreign_document(person, world):
    return person.get(f"/my/complaints/document/{world.complaint_document}")


@channel("the portal: writing to somebody else's complaint", opens=False)
def foreign_message(person, world):
    return person.post(f"/my/complaints/{world.complaint}/message", {"body": "mine"}) + person.post(
        f"/my/complaints/{world.complaint}/review"
    )


@channel("the portal: a complaint that lacks something", opens=False)
def incomplete(person, world):
    return person.post("/my/complaints/new", {"happened": "yesterday"})


@channel("complaints: said and followed as on any other record", opens=False)
def complaint_chatter(person, world):
    model = "wlec.breach.complaint"
    return person.call(model, "message_post", [world.complaint], body="x") + person.call(
        model, "message_subscribe", [world.complaint], [world.alice_partner]
    )


@channel("complaints of a file, from the file", opens=False)
def complaints_of_file(person, world):
    return person.button(CASE, "action_open_complaints", [world.case])
