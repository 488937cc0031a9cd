# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the web client reads and saves."""

from channels import SPEC, TEXTS, channel


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
