# SPDX-License-Identifier: LGPL-3.0-or-later
"""Routes of the CRM: the contact's card and picture, and what is made of an enquiry."""

import json

from belongings import LEAD
from channels import channel

FORGED = "0" * 32


# ---- the contact
@channel("vCard of a client")
def vcard(person, world):
    return person.get("/web/partner/vcard", partner_ids=world.partner)


@channel("vCard of a client, by the older address")
def vcard_old(person, world):
    return person.get(f"/web_enterprise/partner/{world.partner}/vcard")


@channel("vCards of several in one archive", opens=False)
def vcards(person, world):
    return person.get("/web/partner/vcard", partner_ids=f"{world.partner},{world.alice_partner}")


@channel("picture of a client", opens=False)
def avatar(person, world):
    return person.get(f"/web/image/res.partner/{world.partner}/avatar_128") + person.get(
        "/web/image", model="res.partner", id=world.partner, field="avatar_128"
    )


@channel("the command palette's records", opens=False)
def palette(person, world):
    word = world.word("res.partner", "name", world.partner)[:14]
    answers = [person.call(model, "name_search", word) for model in ("res.partner", LEAD, "calendar.event")]
    if person.login != "alice":
        for answer in map(json.loads, answers):
            assert "error" in answer or answer["result"] == [], answer
    return b"".join(answers)


@channel("the users, by name", opens=False)
def users(person, world):
    return person.call(
        "res.users", "search_read", [["login", "not in", ["carol", "chris"]]], ["name", "login", "email"]
    )


@channel("the portal's users and their contacts", opens=False)
def portal_users(person, world):
    if person.login == "carol":
        return b""
    return person.call("res.users", "search_read", [["login", "=", "carol"]], ["name", "email", "partner_id"])


@channel("merging clients", opens=False)
def merge_partners(person, world):
    context = {"active_model": "res.partner", "active_ids": [world.partner, world.alice_partner]}
    spec = {"partner_ids": {"fields": {"display_name": {}, "email": {}}}, "dst_partner_id": {}}
    return person.call("base.partner.merge.automatic.wizard", "onchange", [], {}, [], spec, context=context)


# ---- enquiries
@channel("enquiries: the kanban with its bars")
def kanban(person, world):
    bar = {"field": "activity_state", "colors": {"planned": "success"}}
    domain = [["id", "=", world.lead]]
    spec = {"name": {}, "contact_name": {}, "email_from": {}, "partner_id": {"fields": {"display_name": {}}}}
    return person.call(LEAD, "read_progress_bar", domain, "stage_id", bar) + person.call(
        LEAD, "web_read_group", domain, ["stage_id"], ["__count", "expected_revenue:sum"],
        auto_unfold=True, unfold_read_specification=spec, unfold_read_default_limit=40,
    )  # fmt: skip


@channel("enquiries: a graph by who asks", opens=False)
def graph(person, world):
    fields = ("contact_name", "partner_id", "email_from", "partner_id.name", "email_domain_criterion")
    return b"".join(
        person.call(LEAD, "formatted_read_group", [["id", "=", world.lead]], [field], ["__count"])
        for field in fields
    )


@channel("enquiries: others that look alike", opens=False, inside=("crm.lead.email_from",))
def duplicates(person, world):
    spec = {"duplicate_lead_ids": {"fields": {"contact_name": {}}}, "duplicate_lead_count": {}}
    return person.call(LEAD, "web_read", [world.lead], spec) + person.button(
        LEAD, "action_show_potential_duplicates", [world.lead]
    )


@channel("enquiries: made an opportunity", opens=False, inside=("crm.lead.email_from",))
def convert(person, world):
    context = {"active_model": LEAD, "active_id": world.lead, "active_ids": [world.lead]}
    spec = {
        "name": {},
        "partner_id": {"fields": {"display_name": {}}},
        "duplicated_lead_ids": {"fields": {"name": {}}},
    }
    return person.call("crm.lead2opportunity.partner", "onchange", [], {}, [], spec, context=context)


@channel("enquiries: what a new one begins with", opens=False)
def lead_defaults(person, world):
    context = {"default_partner_id": world.partner, "default_name": "mine"}
    return person.call(
        LEAD, "default_get", ["name", "partner_id", "contact_name", "email_from", "user_id"], context=context
    )


@channel("enquiries: merged", opens=False)
def merge(person, world):
    context = {"active_model": LEAD, "active_ids": [world.lead]}
    spec = {"opportunity_ids": {"fields": {"name": {}}}}
    return person.call("crm.merge.opportunity", "onchange", [], {}, [], spec, context=context)


@channel("enquiries: a link in a mail that wins or loses them", opens=False)
def mail_buttons(person, world):
    return b"".join(
        person.get(path, res_id=world.lead, token=FORGED)
        for path in ("/lead/case_mark_won", "/lead/case_mark_lost", "/lead/convert")
    )


@channel("enquiries: a meeting about one", opens=False)
def meeting(person, world):
    return person.button(LEAD, "action_schedule_meeting", [world.lead])


@channel("enquiries: what is said when one is won", opens=False)
def won(person, world):
    return person.call(LEAD, "get_rainbowman_message", [world.lead]) + person.call(
        LEAD, "prepare_pls_tooltip_data", [world.lead]
    )


@channel("enquiries: their report by activity", opens=False)
def activity_report(person, world):
    return person.call(
        "crm.activity.report", "formatted_read_group", [], ["lead_id", "partner_id"], ["__count"]
    )
