# SPDX-License-Identifier: LGPL-3.0-or-later
"""Routes of the server that are none of the other ways: links, reports, what the web client asks on the side."""

import json

from belongings import CASE, LEAD
from channels import channel

FORGED = "0" * 32


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
