# SPDX-License-Identifier: LGPL-3.0-or-later
"""Other doors: programs, portal pages, server actions, errors."""

from channels import TEXTS, channel


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
    page = person.get("/odoo", debug="1")
    foreign = world.case if person.login == "bob" else world.bobs_case
    return page + person.call("wlec.case", "read", [foreign], TEXTS)


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
