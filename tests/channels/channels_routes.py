# SPDX-License-Identifier: LGPL-3.0-or-later
"""Routes of the server that are none of the ways above: pages, links, reports, what the web client asks on the side."""

import json

from belongings import CASE, LEAD
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


# ---- what the web client asks on the side
@channel("the web client: names in the crumbs", opens=False)
def breadcrumbs(person, world):
    asked = {
        CASE: world.case, LEAD: world.lead, "res.partner": world.partner, "calendar.event": world.event,
        "mail.activity": world.activity, "ir.attachment": world.attachment, "wlec.breach.complaint": world.complaint,
        "mail.message": world.message, "wlec.complaint.document": world.complaint_document,
    }  # fmt: skip
    return person.json(
        "/web/action/load_breadcrumbs", actions=[{"model": model, "resId": number} for model, number in asked.items()]
    )  # fmt: skip


@channel("the web client: calls by the addresses without a name, and with one")
def calls(person, world):
    asked = {"model": CASE, "method": "read", "args": [[world.case], ["matter"]], "kwargs": {}}
    button = {"model": CASE, "method": "action_view_notes", "args": [[world.case]], "kwargs": {}}
    return person.json("/web/dataset/call_kw", **asked) + person.json(
        f"/web/dataset/call_button/{CASE}/action_view_notes", **button
    )


@channel("the web client: actions", opens=False)
def action(person, world):
    context = {"active_model": CASE, "active_id": world.case, "active_ids": [world.case]}
    name = "wlec_confidentiality.wlec_case_action"
    return person.json("/web/action/load", action_id=name, context=context)


@channel("the web client: a server action, by the door of actions", opens=False)
def run_action(person, world):
    context = {"active_model": CASE, "active_id": world.case}
    return person.json("/web/action/run", action_id=world.action, context=context)


@channel("the web client: what may be exported", opens=False)
def export_fields(person, world):
    domain = [["id", "in", world.mine]]
    asked = {"model": CASE, "domain": domain, "import_compat": False}
    return person.json("/web/export/get_fields", **asked) + person.json("/web/export/formats") + person.json(
        "/web/export/namelist", model=CASE, export_id=1
    )  # fmt: skip


@channel("the web client: the shape of models", opens=False)
def definitions(person, world):
    names = json.dumps([CASE, LEAD, "res.partner"])
    return person.post("/web/model/get_definitions", {"model_names": names}) + person.post(
        "/bus/get_model_definitions", {"model_names_to_fetch": names}
    )


@channel("the web client: whether a search makes sense", opens=False)
def validate(person, world):
    word = world.word(CASE, "matter", world.case)[:14]
    answer = person.json("/web/domain/validate", model=CASE, domain=[["matter", "ilike", word]])
    return answer.replace(word.encode(), b"")


@channel("the web client: a pivot as a workbook", opens=False)
def pivot(person, world):
    table = {
        "model": CASE, "title": "Cases", "measure_count": 1, "col_group_headers": [], "origin_count": 1,
        "measure_headers": [], "origin_headers": [], "rows": [{"title": "Total", "indent": 0, "values": []}],
    }  # fmt: skip
    return person.post("/web/pivot/export_xlsx", {"data": json.dumps(table)})


@channel("the web client: its start, its menus, its session", opens=False)
def session(person, world):
    return b"".join(
        [
            person.json("/web/session/get_session_info"),
            person.json("/web/session/check"),
            person.json("/web/session/modules"),
            person.get("/web/webclient/load_menus"),
            person.get("/web"),
            person.get(f"/odoo/{CASE}/{world.case}"),
        ]
    )


@channel("the editor: a link to a record", opens=False)
def link(person, world):
    return b"".join(
        person.json("/html_editor/link_preview_internal", preview_url=f"{person.url}/odoo/{path}")
        for path in (
            f"{CASE}/{world.case}", f"{LEAD}/{world.lead}", f"res.partner/{world.partner}",
            f"mail.message/{world.message}", f"calendar.event/{world.event}", f"ir.attachment/{world.attachment}",
            f"mail.activity/{world.activity}", f"wlec.breach.complaint/{world.complaint}",
        )
    )  # fmt: skip


@channel("the editor: working on a text together", opens=False)
def together(person, world):
    name = ["editor_collaboration", CASE, "narrative", world.case]
    return b"".join(
        person.json(f"/{editor}/bus_broadcast", model_name=CASE, field_name="narrative", res_id=world.case,
                    bus_data={"channel": name})
        for editor in ("html_editor", "web_editor")
    )  # fmt: skip


# ---- reports
@channel("a report of the file, as a page")
def report(person, world):
    return person.get(f"/report/html/wlec_confidentiality.test_report_matter/{world.case}")


@channel("a report of the file, as text")
def report_text(person, world):
    return person.get(f"/report/text/wlec_confidentiality.test_report_matter/{world.case}")


@channel("a report of the file, by its parameters", opens=False)
def report_options(person, world):
    return person.get("/report/html/wlec_confidentiality.test_report_matter", docids=world.case)


@channel("a report of the enquiry, as a page")
def report_lead(person, world):
    return person.get(f"/report/html/wlec_confidentiality.test_report_contact_name/{world.lead}")


@channel("a report as a download")
def report_download(person, world):
    path = f"/report/text/wlec_confidentiality.test_report_matter/{world.case}"
    return person.post("/report/download", {"data": json.dumps([path, "qweb-text"]), "context": "{}"})


# ---- programs (JSON-1 wants rights on modules, too, so that in fact only administrators get past its door)
def _json_1(path):
    return lambda person, world: person.get_with_key(
        world.keys.get(person.login), "/json/1/" + path.format(world=world)
    )


for _title, _path in {
    "a file": "action-wlec_confidentiality.wlec_case_action/{world.case}",
    "an enquiry": "action-crm.crm_lead_action_pipeline/{world.lead}",
    "a client": "action-contacts.action_contacts/{world.partner}",
}.items():
    channel(f"JSON-1: {_title}", opens=False)(_json_1(_path))


@channel("JSON-1: a list, for the columns it has", opens=False)
def json_list(person, world):
    domain = repr([["id", "in", world.mine]])
    path = "/json/1/action-wlec_confidentiality.wlec_case_action"
    return person.get_with_key(world.keys.get(person.login), path, view_type="list", domain=domain)


@channel("JSON in a browser", opens=False)
def json_browser(person, world):
    return person.get(f"/json/action-wlec_confidentiality.wlec_case_action/{world.case}")


@channel("XML-RPC by the first version's address")
def xmlrpc_1(person, world):
    return person.xmlrpc(CASE, "read", [[world.case], ["matter"]], {}, path="/xmlrpc/object")


# ---- the portal
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


# ---- links with tokens
@channel("invitations: answers and recurrences with a made-up token", opens=False)
def invitations(person, world):
    paths = ("meeting/accept", "meeting/decline", "recurrence/accept", "recurrence/decline", "meeting/join")
    return b"".join(person.get(f"/calendar/{path}", token=FORGED, id=world.event) for path in paths)


@channel("conversations of others", opens=False)
def conversations(person, world):
    asked = {"channel_id": 1}
    return b"".join(
        [
            person.json("/discuss/channel/messages", **asked),
            person.json("/discuss/channel/pinned_messages", **asked),
            person.json("/discuss/channel/attachments", **asked, limit=30),
            person.json("/discuss/channel/members", **asked, known_member_ids=[]),
            person.get("/discuss/channel/999999"),
            person.get(f"/chat/999999/{FORGED}"),
        ]
    )
