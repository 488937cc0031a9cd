# SPDX-License-Identifier: LGPL-3.0-or-later
"""Looking for somebody, logging in, exporting."""

import json

from .day import door


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
