# SPDX-License-Identifier: LGPL-3.0-or-later
"""The person a complaint is about asks everywhere, in four roles: as caseworker, line manager, officer and administrator.

Each asks about the complaint, its messages, documents and draft, and about everything Odoo hangs on records. Whatever comes back
holds no word of it, not its reference, and is the same as for a number that was never given.
"""

import json
import re
import secrets

import pytest
from person import Person

ROLES = {"alice": "caseworker", "mona": "line manager", "otto": "officer", "sam": "administrator"}
NEVER = 2_000_000_011
COMPLAINT = "wlec.breach.complaint"
MODELS = (COMPLAINT, "wlec.complaint.message", "wlec.complaint.document", "wlec.complaint.draft", "wlec.complaint.entry", "wlec.complaint.reply")  # fmt: skip
_MADE = """
import json
from odoo import Command
from odoo.addons.wlec_confidentiality.tools import receipt_code, upload
made, Complaint = {}, env['wlec.breach.complaint']
for login, word in WORDS.items():
    user = env['res.users'].search([('login', '=', login)])
    told = dict.fromkeys(('description', 'happened', 'desired_outcome', 'safe_contact', 'complainant', 'language'), word)
    told['about'] = f'{user.name} {word}'
    found = upload.check(f'{word}.txt', word.encode())
    complaint = Complaint._receive_by_receipt(receipt_code.draw(), {**told, 'contact_by': 'receipt'}, [found])
    # As near to it as somebody can come before it is known whom it is about.
    if complaint.handler_id != user and user.has_group('wlec_confidentiality.group_caseworker'):
        complaint.handler_id = user
    said = env['wlec.complaint.message']._add(complaint, 'client', word)
    complaint._brief_handler('A complaint awaits you')
    complaint.subject_user_ids = [Command.link(user.id)]
    complaint.write({'representative': word})
    made[login] = [complaint.id, said.id, complaint.document_ids.id, complaint.name, complaint.handler_id.login]
print('MADE=' + json.dumps(made))
env.cr.commit()
"""


class Case:
    def __init__(self, person, word, complaint, message, document, name, handler):
        self.person, self.word, self.name, self.handler = person, word, name, handler
        self.ids = {
            COMPLAINT: complaint,
            "wlec.complaint.message": message,
            "wlec.complaint.document": document,
        }


@pytest.fixture(autouse=True)
def refused(expect_log):
    """Each question that is refused leaves a line."""
    expect_log(r"^ERROR odoo\.http: Exception during request handling")


@pytest.fixture(scope="module")
def cases(centre):
    words = {login: f"qzsubject{secrets.token_hex(6)}" for login in ROLES}
    printed = centre.shell(f"WORDS = {words!r}\n{_MADE}")
    made = json.loads(re.search(r"^MADE=(.*)$", printed, re.M)[1])
    return {login: Case(Person(centre.url, centre.db, login), words[login], *made[login]) for login in ROLES}


def asked(person, model, number):
    """Every way to ask about one number of one model: {name: answer}."""
    on = [["id", "=", number]]
    calls = {
        "search": ("search", on),
        "count": ("search_count", on),
        "search_read": ("search_read", on),
        "read": ("read", [number]),
        "web_read": ("web_read", [number], {"display_name": {}}),
        "web_search_read": ("web_search_read", on, {"display_name": {}}),
        "group": ("formatted_read_group", on, [], ["__count"]),
        "web group": ("web_read_group", on, ["create_date:month"]),
        "export": ("export_data", [number], ["id", "display_name"]),
        "names": ("name_search", "", on),
        "exists": ("exists", [number]),
        "write": ("write", [number], {"active": True}),
        "unlink": ("unlink", [number]),
        "copy": ("copy", [number]),
        "metadata": ("get_metadata", [number]),
        "view": ("get_formview_id", [number]),
        "messages": ("message_post", [number]),
        "hand over": ("action_hand_over", [number]),
    }
    return {name: person.call(model, *call) for name, call in calls.items()}


def around(person, model, number):
    """What hangs on a record in Odoo's own models."""
    on = {
        "mail.message": ["model", "res_id"],
        "mail.activity": ["res_model", "res_id"],
        "mail.mail": ["model", "res_id"],
        "mail.followers": ["res_model", "res_id"],
        "ir.attachment": ["res_model", "res_id"],
        "wlec.access.event": ["model", "record_ids"],
    }
    found = {}
    for other, (of, which) in on.items():
        domain = [
            [of, "=", model],
            [which, "in" if which == "record_ids" else "=", [number] if which == "record_ids" else number],
        ]
        found[other] = person.call(other, "search_read", domain)
        found[f"{other} counted"] = person.call(other, "search_count", domain)
    return found


def pages(person, numbers):
    """Pages that lead to it."""
    complaint, document = numbers
    paths = {
        "back office": f"/odoo/complaints/{complaint}",
        "json": f"/json/1/complaints/{complaint}",
        "portal": f"/my/complaints/{complaint}",
        "document": f"/my/complaints/document/{document}",
        "content": f"/web/content/wlec.complaint.document/{document}/content",
        "image": f"/web/image/wlec.complaint.document/{document}/content",
        "link of a mail": f"/mail/view?model={COMPLAINT}&res_id={complaint}",
    }
    return {name: person.get(path) for name, path in paths.items()}


def told_apart(real, none, numbers):
    """Names of what tells the number that is there from the one that never was."""
    found = []
    for name, answer in real.items():
        one, other = _neutral(answer, numbers), _neutral(none[name], numbers)
        if one != other:
            at = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 0)
            found.append((name, one[max(0, at - 60) : at + 120], other[max(0, at - 60) : at + 120]))
    return found


# Tokens, cookies, times and lengths are others each time.
_OTHERS = (
    r"[0-9a-f]{40}(?:o\d+)?|\d{10}\.\d+|session_id=[^;]*; Expires=[^;]*|tz=[^;]*|\n\d+(?=\n)|\d\d:\d\d:\d\d GMT|nonce-[^\"]*"
    r'|"(?:request_id|debug)": "[^"]*"'
)


def _neutral(answer, numbers):
    text = re.sub(_OTHERS, "~", answer.decode(errors="replace"))
    for number in (*numbers, NEVER):
        text = re.sub(rf"(?<![\w.:]){number}(?![\w.:])", "#", text)
    return text


@pytest.mark.parametrize("login", ROLES)
def test_the_handler_is_somebody_else(cases, login):
    assert cases[login].handler not in (False, login)


@pytest.mark.parametrize("login", ROLES)
def test_no_trace(cases, login):
    case = cases[login]
    left, apart = [], []
    for model in MODELS:
        number = case.ids.get(model, NEVER)
        real, none = (
            {**asked(case.person, model, n), **around(case.person, model, n)} for n in (number, NEVER)
        )
        left += real.values()
        apart += [(model, *line) for line in told_apart(real, none, [number])]
    numbers = case.ids[COMPLAINT], case.ids["wlec.complaint.document"]
    real, none = pages(case.person, numbers), pages(case.person, (NEVER, NEVER))
    left += real.values()
    apart += told_apart(real, none, numbers)
    left += everywhere(case.person)
    bodies = b"\n".join(left)
    assert case.word.encode() not in bodies
    assert case.name.encode() not in bodies
    assert not apart
    assert len(left) > 150


def everywhere(person):
    """What asks about nothing in particular, and would show it on the side."""
    return [
        person.json("/web/action/load", action_id="wlec_confidentiality.wlec_breach_complaint_action"),
        person.json("/mail/data", fetch_params=["systray_get_activities", "failures", "init_messaging"]),
        person.json("/mail/inbox/messages"),
        person.json("/mail/history/messages"),
        person.call("mail.message", "search_read", [["model", "=", COMPLAINT]]),
        person.call("mail.activity", "search_read", [["res_model", "=", COMPLAINT]]),
        person.call(COMPLAINT, "search_read", []),
        person.call("res.users", "search_read", [], ["name", "activity_ids"]),
        person.call(
            "wlec.access.event",
            "search_read",
            [["model", "like", "complaint"]],
            ["record_ids", "model"],
            0,
            500,
        ),
    ]


def test_the_same_questions_find_something_for_the_handler(cases, centre):
    """So that silence above means something."""
    case = cases["alice"]
    handler = Person(centre.url, centre.db, case.handler)
    bodies = b"\n".join([*asked(handler, COMPLAINT, case.ids[COMPLAINT]).values(), *everywhere(handler)])
    assert case.name.encode() in bodies
    assert case.word.encode() in bodies
