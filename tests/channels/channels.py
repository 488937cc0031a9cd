# SPDX-License-Identifier: LGPL-3.0-or-later
"""The channels by which something of a file could leave the server.

Each is a function (person, world) that knocks and returns every byte of the answer. ``opens`` says that a granted caseworker
really gets something by it: a channel that stopped working would otherwise look like a safe one.
"""

import json
from collections.abc import Callable
from typing import NamedTuple

TEXTS = ["matter", "narrative", "risk_notes", "safe_contact"]
SPEC = {name: {} for name in ["name", *TEXTS]}


class Channel(NamedTuple):
    name: str
    opens: bool
    knock: Callable


CHANNELS = []


def channel(name, opens=True):
    def register(knock):
        CHANNELS.append(Channel(name, opens, knock))
        return knock

    return register


# ---- the web client reads
@channel("web_read of one file (the form)")
def web_read(person, world):
    return person.call("wlec.case", "web_read", [world.case], SPEC)


@channel("web_search_read (the list)")
def web_search_read(person, world):
    return person.call("wlec.case", "web_search_read", [["id", "in", world.mine]], SPEC)


@channel("web_search_read without confidential columns", opens=False)
def web_search_read_neutral(person, world):
    return person.call("wlec.case", "web_search_read", [["id", "in", world.mine]], {"name": {}, "state": {}})


@channel("read")
def read(person, world):
    return person.call("wlec.case", "read", world.mine, TEXTS)


@channel("read of every field there is")
def read_all(person, world):
    return person.call("wlec.case", "read", [world.case])


@channel("search_read")
def search_read(person, world):
    return person.call("wlec.case", "search_read", [["id", "in", world.mine]], ["matter"])


@channel("search_read, second of two by offset")
def search_read_offset(person, world):
    return person.call(
        "wlec.case", "search_read", [["id", "in", world.mine]], ["matter"], offset=1, limit=1, order="id"
    )


@channel("web_read through the notes of a file")
def web_read_x2many(person, world):
    spec = {"note_ids": {"fields": {"body": {}}}, "party_ids": {"fields": {"full_name": {}}}}
    return person.call("wlec.case", "web_read", [world.case], spec)


@channel("web_read of a note, through to its file")
def web_read_many2one(person, world):
    return person.call("wlec.case.note", "web_read", [world.note], {"case_id": {"fields": {"matter": {}}}})


@channel("web_read of a party")
def web_read_party(person, world):
    return person.call(
        "wlec.case.party", "web_read", [world.party], {"display_label": {}, "full_name": {}, "remarks": {}}
    )


@channel("web_search_read of notes")
def notes(person, world):
    return person.call("wlec.case.note", "web_search_read", [["case_id", "=", world.case]], {"body": {}})


@channel("web_read of a document, content and all")
def document(person, world):
    return person.call("wlec.case.document", "web_read", [world.document], {"file_name": {}, "content": {}})


@channel("web_read of a document, size only", opens=False)
def document_size(person, world):
    return person.call(
        "wlec.case.document", "web_read", [world.document], {"content": {}}, context={"bin_size": True}
    )


@channel("a document's size forced off for one field")
def document_size_forged(person, world):
    context = {"bin_size": True, "bin_size_content": False, "prefetch_fields": False}
    return person.call(
        "wlec.case.document", "read", [world.document], ["file_name", "content"], context=context
    )


@channel("web_save that asks for the file back")
def web_save(person, world):
    return person.call(
        "wlec.case", "web_save", [world.case], {"next_review_on": "2030-01-01"}, specification=SPEC
    )


@channel("web_save_multi", opens=True)
def web_save_multi(person, world):
    vals = [{"next_review_on": "2030-01-02"}, {"next_review_on": "2030-01-03"}]
    return person.call("wlec.case", "web_save_multi", world.mine, vals, specification={"matter": {}})


@channel("onchange of another field", opens=False)
def onchange(person, world):
    return person.call(
        "wlec.case", "onchange", [world.case], {"next_review_on": "2030-02-02"}, ["next_review_on"], SPEC
    )


@channel("onchange of a new file", opens=False)
def onchange_new(person, world):
    return person.call("wlec.case", "onchange", [], {}, [], SPEC)


@channel("default_get with values in the context", opens=False)
def default_get(person, world):
    return person.call("wlec.case", "default_get", TEXTS, context={"default_matter": "mine"})


@channel("name_search", opens=False)
def name_search(person, world):
    return person.call("wlec.case", "name_search", "CASE", [["id", "in", world.mine]])


@channel("web_name_search with a specification")
def web_name_search(person, world):
    return person.call(
        "wlec.case", "web_name_search", "CASE", {"matter": {}}, domain=[["id", "in", world.mine]]
    )


@channel("read of the reference shown for it elsewhere", opens=False)
def display_name(person, world):
    return person.call("wlec.case", "read", world.mine, ["display_name"])


@channel("get_metadata", opens=False)
def get_metadata(person, world):
    return person.call("wlec.case", "get_metadata", world.mine)


@channel("fields_get and get_views", opens=False)
def get_views(person, world):
    views = [[False, "form"], [False, "list"], [False, "kanban"], [False, "search"]]
    return person.call("wlec.case", "get_views", views) + person.call("wlec.case", "fields_get")


# ---- grouping, sorting, searching: the value itself must never be usable
@channel("formatted_read_group by a confidential field", opens=False)
def group_by(person, world):
    return person.call("wlec.case", "formatted_read_group", [], ["matter"], ["__count"])


@channel("formatted_read_group, array_agg and max of a confidential field", opens=False)
def aggregate(person, world):
    answers = [
        person.call("wlec.case", "formatted_read_group", [], [], [f"matter:{function}"])
        for function in ("array_agg", "array_agg_distinct", "max", "min", "count_distinct", "recordset")
    ]
    return b"".join(answers)


@channel("formatted_read_group by the file's field through its notes", opens=False)
def group_by_path(person, world):
    return person.call("wlec.case.note", "formatted_read_group", [], ["case_id.matter"], ["__count"])


@channel("formatted_read_group with a having clause on it", opens=False)
def having(person, world):
    return person.call(
        "wlec.case", "formatted_read_group", [], ["state"], ["__count"], having=[["matter:max", ">", "a"]]
    )


@channel("web_read_group with records unfolded")
def web_read_group(person, world):
    return person.call(
        "wlec.case", "web_read_group", [["id", "in", world.mine]], ["state"], ["__count"],
        auto_unfold=True, unfold_read_specification={"matter": {}}, unfold_read_default_limit=10,
    )  # fmt: skip


@channel("read_progress_bar", opens=False)
def read_progress_bar(person, world):
    bar = {"field": "matter", "colors": {"x": "danger"}}
    return person.call("wlec.case", "read_progress_bar", [], "state", bar)


@channel("search by value, every operator", opens=False)
def search(person, world):
    word = next(
        word for word, place in world.canaries.items() if place == ("wlec.case", "matter", world.case)
    )
    tries = [
        ["matter", op, word[:12]] for op in ("=", "ilike", "=like", "like", "in", ">", "<=", "not ilike")
    ]
    tries += [["note_ids.body", "ilike", "qzcanary"], ["party_ids.full_name", "=", word]]
    answers = [person.call("wlec.case", "search_count", [term]) for term in tries]
    # Each answer is an error, or a number that says nothing (0): the word itself in an error would be the caller's own.
    return b"".join(_without(answer, word[:12]) for answer in answers)


def _without(answer, word):
    error = json.loads(answer).get("error")
    assert error or json.loads(answer)["result"] == 0, answer
    return answer.replace(word.encode(), b"")


@channel("order by a confidential field", opens=False)
def order(person, world):
    return person.call("wlec.case", "search_read", [], ["name"], order="matter desc")


@channel("order by a reference to the file, which has confidential fields", opens=False)
def order_path(person, world):
    return person.call("wlec.case.note", "search_read", [], ["name"], order="case_id desc")


@channel("search panel by a confidential field", opens=False)
def search_panel(person, world):
    return person.call("wlec.case", "search_panel_select_range", "matter") + person.call(
        "wlec.case", "search_panel_select_multi_range", "matter"
    )


@channel("null test in a domain", opens=False)
def null_test(person, world):
    return person.call("wlec.case", "search_read", [["matter", "!=", False]], ["name"])


# ---- exports, copies, files
@channel("export_data")
def export_data(person, world):
    return person.call("wlec.case", "export_data", world.mine, TEXTS)


@channel("export_data through the notes to the file")
def export_path(person, world):
    return person.call("wlec.case.note", "export_data", [world.note], ["body", "case_id/matter"])


def _export(ids, fields, **more):
    columns = [{"name": name, "label": name, "type": "char", "store": True} for name in fields]
    return {"model": "wlec.case", "fields": columns, "ids": ids, "domain": [], "import_compat": False, **more}


@channel("export to CSV")
def export_csv(person, world):
    return person.export("csv", _export(world.mine, TEXTS))


@channel("export to a workbook")
def export_xlsx(person, world):
    return person.export("xlsx", _export(world.mine, TEXTS))


@channel("export to a workbook, grouped")
def export_grouped(person, world):
    return person.export("xlsx", _export([], TEXTS, domain=[["id", "in", world.mine]], groupby=["state"]))


@channel("copy_data", opens=False)
def copy_data(person, world):
    return person.call("wlec.case", "copy_data", world.mine)


@channel("/web/content of a document")
def content(person, world):
    return person.get(f"/web/content/wlec.case.document/{world.document}/content", download="1")


@channel("/web/content of a document, named by its file name")
def content_named(person, world):
    return person.get(
        "/web/content",
        model="wlec.case.document",
        id=world.document,
        field="content",
        filename_field="file_name",
    )


@channel("/web/content of a text field", opens=False)
def content_text(person, world):
    return person.get(f"/web/content/wlec.case/{world.case}/matter")


@channel("/web/content with a made-up token", opens=False)
def content_token(person, world):
    return person.get(f"/web/content/wlec.case/{world.case}/narrative", access_token="0" * 32)


@channel("/web/image of a document", opens=False)
def image(person, world):
    return person.get(f"/web/image/wlec.case.document/{world.document}/content")


# ---- other doors
@channel("JSON-2 with an API key")
def json2(person, world):
    return person.json2(world.keys.get(person.login), "wlec.case", "read", ids=world.mine, fields=TEXTS)


@channel("JSON-2 search_read with forged context keys")
def json2_forged(person, world):
    context = {
        "active_test": False,
        "bin_size": True,
        "prefetch_fields": False,
        "sudo": True,
        "uid": 1,
        "su": True,
    }
    return person.json2(
        world.keys.get(person.login), "wlec.case", "search_read",
        domain=[["id", "in", world.mine]], fields=["matter"], context=context,
    )  # fmt: skip


@channel("XML-RPC read")
def xmlrpc(person, world):
    return person.xmlrpc("wlec.case", "read", [world.mine, TEXTS], {})


@channel("JSON-RPC search_read")
def jsonrpc(person, world):
    return person.jsonrpc("wlec.case", "search_read", [[["id", "in", world.mine]], ["matter"]], {})


@channel("a server action that reads in superuser mode and answers with the text", opens=False)
def server_action(person, world):
    return person.call(
        "ir.actions.server",
        "run",
        [world.action],
        context={"active_model": "wlec.case", "active_id": world.case},
    )


@channel("a server action that pretends to be somebody with a grant", opens=False)
def server_action_as(person, world):
    context = {"active_model": "wlec.case", "active_id": world.case, "as_user": world.alice_id}
    return person.call("ir.actions.server", "run", [world.action_as], context=context)


@channel("the error of a refused step", opens=False)
def refused_step(person, world):
    return person.call("wlec.case", "write", world.mine, {"state": "closed"})


@channel("the error for a record one may not see, in developer mode", opens=False)
def debug_error(person, world):
    person.get("/odoo", debug="1")
    foreign = world.case if person.login == "bob" else world.bobs_case
    return person.call("wlec.case", "read", [foreign], TEXTS)


@channel("a button's answer", opens=False)
def button(person, world):
    return person.button("wlec.case", "action_view_notes", [world.case])


@channel("the chatter of a file", opens=False)
def chatter(person, world):
    return person.http.post(
        f"{person.url}/mail/thread/messages",
        json={
            "params": {"thread_model": "wlec.case", "thread_id": world.case, "fetch_params": {"limit": 30}}
        },
        timeout=60,
    ).content


@channel("access records of a file", opens=False)
def access_records(person, world):
    return person.call("wlec.access.event", "search_read", [["file_id", "in", [world.case]]])


@channel("grants of a file", opens=False)
def grants(person, world):
    return person.call("wlec.access.grant", "search_read", [["case_id", "=", world.case]])


@channel("the client's page in the CRM", opens=False)
def partner(person, world):
    return person.call("res.partner", "search_read", [["name", "ilike", "Client "]], limit=50)


@channel("the start page and the session information", opens=False)
def start_page(person, world):
    return (
        person.get("/odoo")
        + person.get("/my")
        + person.http.post(f"{person.url}/web/session/get_session_info", json={}).content
    )


@channel("printing a list of files as a report of Odoo's", opens=False)
def report(person, world):
    return person.get(f"/report/html/base.report_irmodeloverview/{world.case}")
