# SPDX-License-Identifier: LGPL-3.0-or-later
"""The ways every model has, on the other models that hold something of a client: consents, disclosures, the client's contact and
enquiry, meetings, attachments, messages, tasks, complaints."""

import json

from channels import channel

MODELS = {
    "wlec.consent": ("consent", ["purpose", "evidence_filename"]),
    "wlec.disclosure.request": ("request", ["necessity", "asker_name"]),
    "wlec.disclosure.item": ("item", ["description"]),
    "res.partner": ("partner", ["name", "street", "comment"]),
    "calendar.event": ("event", ["name", "description", "location", "notes"]),
    "crm.lead": ("lead", ["name", "contact_name", "email_from", "street", "description"]),
    "ir.attachment": ("attachment", ["name", "description", "raw"]),
    "mail.message": ("message", ["body", "subject", "email_from"]),
    "mail.activity": ("activity", ["summary", "note"]),
    "wlec.breach.complaint": (
        "complaint",
        ["description", "happened", "postal_address", "investigation", "outcome_text", "review_text"],
    ),
    "wlec.breach.complaint.issue": ("issue", ["what", "reason", "remedy"]),
    "wlec.complaint.letter": ("letter", ["body"]),
    "wlec.complaint.handover": ("handover", ["reason"]),
    "wlec.complaint.message": ("complaint_message", ["body"]),
    "wlec.complaint.document": ("complaint_document", ["file_name", "content"]),
}


def _searched(model, number, field):
    """Whoever is not in it finds nothing, whatever they look for; what is asked is the caller's own word."""

    def knock(person, world):
        word = next(word for word, place in world.canaries.items() if place == (model, field, number(world)))
        answers = [
            person.call(model, "search_count", [["id", "=", number(world)], [field, operator, word[:14]]])
            for operator in ("ilike", "=like", ">=", "not ilike")
        ]
        if person.login != "alice":
            if model != "calendar.event":  # there for everybody, as “Busy”
                answers.append(person.call(model, "search_count", [["id", "=", number(world)]]))
            for answer in map(json.loads, answers):
                assert "error" in answer or answer["result"] == 0, answer
        return b"".join(answers).replace(word[:14].encode(), b"")

    return knock


def _ways(model, which, texts):
    """{way: (whether a granted caseworker gets something by it, how)}."""
    spec = {name: {} for name in texts}
    columns = [{"name": name, "label": name, "type": "char", "store": True} for name in texts]

    def number(world):
        return getattr(world, which)

    def call(method, *args, **kwargs):
        return lambda person, world: person.call(model, method, [number(world)], *args, **kwargs)

    def found(method, *args, **kwargs):
        return lambda person, world: person.call(model, method, [["id", "=", number(world)]], *args, **kwargs)

    def export(kind):
        return lambda person, world: person.export(
            kind,
            {"model": model, "fields": columns, "ids": [number(world)], "domain": [], "import_compat": False},
        )

    return {
        "web_read": (True, call("web_read", spec)),
        "read": (True, call("read", texts)),
        "search_read": (True, found("search_read", texts)),
        "web_search_read": (True, found("web_search_read", spec)),
        "export_data": (True, call("export_data", texts)),
        "export to CSV": (True, export("csv")),
        "export to a workbook": (True, export("xlsx")),
        "JSON-2 read": (True, lambda p, w: p.json2(w.keys.get(p.login), model, "read", ids=[number(w)], fields=texts)),
        "XML-RPC read": (True, lambda p, w: p.xmlrpc(model, "read", [[number(w)]], {"fields": texts})),
        "JSON-RPC read": (True, lambda p, w: p.jsonrpc(model, "read", [[number(w)]], {"fields": texts})),
        "formatted_read_group by a text": (False, found("formatted_read_group", [texts[0]], ["__count"])),
        "array_agg of a text": (False, found("formatted_read_group", [], [f"{texts[0]}:array_agg", f"{texts[0]}:max"])),
        "/web/content of a text": (False, lambda p, w: p.get(f"/web/content/{model}/{number(w)}/{texts[0]}")),
        "onchange that touches nothing": (False, call("onchange", {}, [], spec)),
        "its display name": (False, call("read", ["display_name"])),
        "get_metadata": (False, call("get_metadata")),
        "name_search": (False, lambda p, w: p.call(model, "name_search", "", [["id", "=", number(w)]])),
        "web_name_search": (
            False, lambda p, w: p.call(model, "web_name_search", "", spec, domain=[["id", "=", number(w)]])
        ),
        "web_save that asks for it back": (True, call("web_save", {}, specification=spec)),
        "copy_data": (False, call("copy_data")),
        "web_read_group, unfolded": (
            True, found("web_read_group", ["create_uid"], ["__count"], auto_unfold=True,
                        unfold_read_specification=spec, unfold_read_default_limit=5),
        ),
        "read_progress_bar by a text": (
            False, found("read_progress_bar", "create_uid", {"field": texts[0], "colors": {"x": "danger"}})
        ),
        "order by a text": (False, found("search_read", ["id"], order=f"{texts[0]} desc")),
        "search for a text": (False, _searched(model, number, texts[0])),
    }  # fmt: skip


# Odoo exports messages for administrators only; what was said about a complaint is not written again.
CLOSED = {("mail.message", way) for way in ("export_data", "export to CSV", "export to a workbook")}
CLOSED |= {
    (model, "web_save that asks for it back")
    for model in ("wlec.complaint.message", "wlec.complaint.letter", "wlec.complaint.handover")
}

for _model, (_which, _texts) in MODELS.items():
    for _way, (_opens, _knock) in _ways(_model, _which, _texts).items():
        channel(f"{_model}: {_way}", opens=_opens and (_model, _way) not in CLOSED)(_knock)
