# SPDX-License-Identifier: LGPL-3.0-or-later
"""What goes wrong: values, calls, requests and rules that fail, with a word in each."""

from .day import door


@door
def values_that_fail(day):
    alice, case = day.alice, [day.case]
    for vals in (
        {"partner_id": day.word("no number")},
        {"opened_on": day.word("no date")},
        {day.word("no field"): 1},
        {"state": day.word("no state")},
        {"note_ids": [[0, 0, {"body": day.word("a line's text"), "date": day.word("a line's date")}]]},
        {"note_ids": [[day.word("no command")]]},
    ):
        day.tried(alice.call, "wlec.case", "web_save", case, vals, specification={})
        day.tried(alice.call, "res.partner", "create", [{"name": day.word("beside what fails"), **vals}])


@door
def calls_that_fail(day):
    alice, case = day.alice, [day.case]
    for model, method, args in (
        ("wlec.case", day.word("no method"), []),
        ("wlec.case", "read", [[day.word("no id")]]),
        ("res.partner", "read", [case, [day.word("no name of a field")]]),
        ("res.partner", "search", [[["name", day.word("no operator"), "x"]]]),
        ("res.partner", "search", [[[day.word("no field in a domain"), "=", "x"]]]),
        ("res.partner", "search", [[["id", "=", day.word("no number in a domain")]]]),
        ("res.partner", "search", [[["create_date", ">", day.word("no date in a domain")]]]),
        ("res.partner", "search", [[day.word("no leaf")]]),
        ("res.partner", "write", [[2**31 + 5], {"name": day.word("a record that cannot be")}]),
        (
            "calendar.event",
            "create",
            [{"name": day.word("a meeting that fails"), "start": day.word("no start"), "stop": "x"}],
        ),
        ("wlec.case.document", "create", [{"case_id": day.case, "content": f"{day.word('no base64')}!"}]),
        (
            "ir.attachment",
            "create",
            [{"res_model": "wlec.case", "res_id": day.case, "datas": f"{day.word('no base64 in a file')}!"}],
        ),
        (
            "res.partner",
            "load",
            [["name", "parent_id/.id"], [[day.word("a row of load"), day.word("no parent")]]],
        ),
        (
            "wlec.case",
            "message_post",
            [case],
        ),
    ):
        day.tried(alice.call, model, method, *args)


@door
def requests_that_fail(day):
    alice, case = day.alice, [day.case]
    words = {"model": day.word("no model"), "method": "read", "args": [], "kwargs": {}}
    day.tried(alice.json, "/web/dataset/call_kw", **words)
    day.tried(alice.call, "res.partner", "search", [], order=f"{day.word('no order')} desc")
    day.tried(
        alice.call,
        "wlec.case",
        "message_post",
        case,
        body=day.word("a body beside an error"),
        no_such_word=day.word("no parameter"),
    )
    day.tried(alice.call, "res.partner", "create", [{"name": day.word("a name with a zero") + "\0"}])
    for call in (day.keys.xmlrpc, day.keys.json2):
        call(
            "wlec.case",
            "write",
            [day.case],
            {},
            vals={
                "narrative": day.word("beside an error by a program"),
                "partner_id": day.word("error by a program"),
            },
        )
        call("wlec.case", day.word("no method by a program"), [day.case], {})
    alice.http.post(
        f"{day.centre.url}/web/dataset/call_kw",
        data=f'{{"{day.word("no JSON")}',
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    alice.get(f"/web/image/res.partner/{day.partner}/{day.word('no image')}")
    alice.get(f"/web/content/{day.word('no.external_id')}")
    alice.post(
        "/web/binary/upload_attachment",
        {"model": day.word("no model of an upload"), "id": "x"},
        files={"ufile": (day.word("upload that fails"), b"x")},
    )
    day.tried(
        alice.json,
        "/mail/message/post",
        thread_model=day.word("no thread"),
        thread_id=1,
        post_data={"body": day.word("a message to no thread")},
    )


@door
def rules_that_fail(day):
    """What an administrator wrote says what it has opened: in an error, and in the log."""
    model = day.one(day.sam, "ir.model", [["model", "=", "wlec.case"]])
    for code in (
        "raise UserError(record.matter)",
        "log(record.matter)",
        "1 / (record.matter and 0)",
        "{}[record.safe_contact]",
    ):
        vals = {"name": "A rule", "model_id": model, "state": "code", "code": code}
        (action,) = day.sam.call("ir.actions.server", "create", [vals])
        context = {"active_model": "wlec.case", "active_id": day.case, "active_ids": [day.case]}
        run = day.tried if "log" not in code else day.call
        run(day.alice.call, "ir.actions.server", "run", [action], context=context)
