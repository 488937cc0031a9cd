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
# Everything on the complaint's side, and the forms people fill in about it: a wizard's row is somebody's unsent words.
MODELS = (
    COMPLAINT, "wlec.breach.complaint.issue", "wlec.complaint.message", "wlec.complaint.document", "wlec.complaint.letter",
    "wlec.complaint.handover", "wlec.complaint.desk", "wlec.complaint.report", "wlec.management.action", "wlec.complaint.draft",
    "wlec.complaint.entry", "wlec.complaint.reply", "wlec.complaint.notice", "wlec.complaint.assign", "wlec.complaint.summary",
    "wlec.breach", "wlec.breach.report",
)  # fmt: skip
BUTTONS = {
    COMPLAINT: (
        "action_acknowledge", "action_investigate", "action_give_outcome", "action_request_review", "action_send_back", "action_close",
        "action_resume", "action_prepare_acknowledgement", "action_hand_over", "action_hand_on", "action_view_evidence",
        "action_view_letters", "action_open_actions", "action_record_breach", "action_view_access_events",
    ),
    "wlec.complaint.letter": ("action_print", "action_sent", "action_try_again"),
    "wlec.complaint.desk": ("action_open", "action_assign"),
    "wlec.management.action": ("action_finish", "action_cancel", "action_reopen"),
    "wlec.complaint.reply": ("action_send",),
    "wlec.complaint.notice": ("action_send",),
    "wlec.complaint.assign": ("action_hand_on",),
    "wlec.complaint.entry": ("action_submit",),
    "wlec.breach": ("action_assess", "action_close", "action_hand_over"),
}  # fmt: skip
# What can be hung on a complaint, by the name of the field that names it.
HUNG = {
    "wlec.breach.complaint.issue": {"complaint_id": None, "what": "x"},
    "wlec.complaint.message": {"complaint_id": None, "body": "x"},
    "wlec.complaint.document": {"complaint_id": None, "file_name": "x.txt", "content": "eA=="},
    "wlec.complaint.letter": {"complaint_id": None, "kind": "progress", "way": "phone", "body": "x"},
    "wlec.complaint.handover": {"complaint_id": None, "to_id": 2, "by_id": 2, "reason": "x"},
    "wlec.complaint.reply": {"complaint_id": None, "body": "x"},
    "wlec.complaint.notice": {"complaint_id": None, "reason": "x"},
    "wlec.complaint.assign": {"desk_id": None, "user_id": 2, "reason": "x"},
    "wlec.management.action": {"complaint_id": None, "person_id": 2, "owner_id": 2, "due_on": "2031-01-01", "what": "x"},
    "mail.activity": {"res_model_id": None, "res_id": None, "summary": "x"},
    "ir.attachment": {"res_model": COMPLAINT, "res_id": None, "name": "x", "raw": "x"},
}  # fmt: skip
_MADE = """
import json
from odoo import Command
from odoo.addons.wlec_confidentiality.tools import receipt_code, upload
made, Complaint = {}, env['wlec.breach.complaint']
tara = env['res.users'].search([('login', '=', 'tara')])
chair, env.company.wlec_chair_id = env.company.wlec_chair_id, tara
for table in TABLES:  # numbers that are nowhere else
    env.cr.execute("SELECT setval(%s, nextval(%s) + 5210000)", [table + '_id_seq'] * 2)
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
    on = {'complaint_id': complaint.id}
    ids = {
        'wlec.breach.complaint': complaint.id,
        'wlec.complaint.message': said.id,
        'wlec.complaint.document': complaint.document_ids.id,
        'wlec.complaint.desk': complaint.id,
        'wlec.complaint.report': complaint.id,
    }
    for model, values in {
        'wlec.breach.complaint.issue': {**on, 'what': word, 'reason': word, 'remedy': word},
        'wlec.complaint.letter': {**on, 'kind': 'progress', 'way': 'phone', 'subject': word, 'body': word},
        'wlec.complaint.handover': {**on, 'from_id': user.id, 'to_id': tara.id, 'by_id': tara.id, 'reason': word},
        'wlec.management.action': {**on, 'person_id': user.id, 'owner_id': tara.id, 'due_on': '2031-01-01', 'what': word},
        'wlec.complaint.reply': {**on, 'body': word},
        'wlec.complaint.notice': {**on, 'reason': word},
        'wlec.complaint.assign': {'desk_id': complaint.id, 'user_id': tara.id, 'reason': word},
        'wlec.complaint.entry': {'description': word, 'reference': complaint.name},
    }.items():
        ids[model] = env[model].create(values).id
    # The breach that came from it, before anybody knew whom it is about.
    breach = env['wlec.breach']._report_breach('complaint', {'facts': word}, env['res.users'], complaint=complaint)
    ids['wlec.breach'] = breach.id
    complaint.subject_user_ids = [Command.link(user.id)]
    complaint.write({'representative': word, 'postal_address': word})
    made[login] = [ids, complaint.name, complaint.handler_id.login]
env.company.wlec_chair_id = chair
print('MADE=' + json.dumps(made))
env.cr.commit()
"""


TABLES = tuple(
    model.replace(".", "_")
    for model in MODELS
    if model not in ("wlec.complaint.desk", "wlec.complaint.report")
)


class Case:
    def __init__(self, person, word, ids, name, handler):
        self.person, self.word, self.ids, self.name, self.handler = person, word, ids, name, handler


@pytest.fixture(autouse=True)
def refused(expect_log):
    """Each question that is refused leaves a line."""
    expect_log(r"^ERROR odoo\.http: Exception during request handling")


@pytest.fixture(scope="module")
def cases(centre):
    words = {login: f"qzsubject{secrets.token_hex(6)}" for login in ROLES}
    printed = centre.shell(f"WORDS, TABLES = {words!r}, {TABLES!r}\n{_MADE}")
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
        "group by": ("formatted_read_group", on, ["create_uid"], ["__count"]),
        "has access": ("has_access", [number], "read"),
        "change": ("onchange", [number], {}, [], {"display_name": {}}),
        "default": ("default_get", ["complaint_id", "desk_id", "reason", "body"]),
        "who has seen it": ("action_view_access_events", [number]),
        "schedule": ("activity_schedule", [number]),
    }
    answers = {name: person.call(model, *call) for name, call in calls.items()}
    for button in BUTTONS.get(model, ()):
        answers[button] = person.button(model, button, [number])
    return answers


def hung(person, model, number, activity_model):
    """Hanging something on it, as the forms do."""
    values = {name: number if value is None else value for name, value in HUNG[model].items()}
    if model == "mail.activity":
        values["res_model_id"] = activity_model
    of = next(iter(HUNG[model]))
    context = {f"default_{of}": number}
    return {
        "create": person.call(model, "create", [values]),
        "web_save": person.call(model, "web_save", [], values, {"display_name": {}}),
        "new form": person.call(
            model, "onchange", [], {}, [], {of: {"fields": {"display_name": {}}}}, context=context
        ),
        "those on it": person.call(model, "search_read", [[of, "=", number]]),
        "number of those on it": person.call(model, "search_count", [[of, "=", number]]),
    }


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


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("login", ROLES)
def test_no_trace(cases, login, model):
    """Asked about what is there, and about a number never given: not a byte between the answers."""
    case = cases[login]
    number = case.ids.get(model, NEVER)
    real, none = ({**asked(case.person, model, n), **around(case.person, model, n)} for n in (number, NEVER))
    assert not told_apart(real, none, [number])
    _holds_nothing(case, real.values())
    assert len(real) > 30


@pytest.mark.parametrize("model", HUNG)
@pytest.mark.parametrize("login", ROLES)
def test_nothing_can_be_hung_on_it(cases, login, model, centre):
    case, number = cases[login], cases[login].ids[COMPLAINT]
    [[of]] = centre.sql("SELECT id FROM ir_model WHERE model = %s", COMPLAINT)
    real, none = (hung(case.person, model, n, of) for n in (number, NEVER))
    assert not told_apart(real, none, [number])
    _holds_nothing(case, real.values())


@pytest.mark.parametrize("login", ROLES)
def test_no_trace_on_pages_and_everywhere(cases, login):
    case = cases[login]
    numbers = case.ids[COMPLAINT], case.ids["wlec.complaint.document"]
    real, none = pages(case.person, numbers), pages(case.person, (NEVER, NEVER))
    assert not told_apart(real, none, numbers)
    _holds_nothing(case, [*real.values(), *everywhere(case.person)])


@pytest.mark.parametrize("login", ROLES)
@pytest.mark.parametrize("model", [COMPLAINT, "wlec.complaint.report", "wlec.complaint.desk"])
def test_the_numbers_leave_it_out(cases, login, model, centre):
    """Counts, graph and pivot of whoever it is about are those of a centre without it."""
    person, ids = cases[login].person, cases[login].ids
    counted = json.loads(person.call(model, "search_count", []))
    if "error" in counted:
        return
    [[about]] = centre.sql(
        "SELECT count(*) FROM wlec_complaint_subject_rel WHERE user_id = %s AND complaint_id = %s",
        person.uid,
        ids[COMPLAINT],
    )
    assert about == 1
    groups = person.ask(model, "formatted_read_group", [], ["state"], ["__count"])
    assert sum(group["__count"] for group in groups) == counted["result"]
    found = person.ask(model, "search", [])
    assert ids[COMPLAINT] not in found
    assert len(found) == counted["result"]


def _holds_nothing(case, answers):
    bodies = b"\n".join(answers)
    assert case.word.encode() not in bodies
    assert case.name.encode() not in bodies


def everywhere(person):
    """What asks about nothing in particular, and would show it on the side."""
    return [
        *(
            person.json("/web/action/load", action_id=f"wlec_confidentiality.{action}")
            for action in (
                "wlec_breach_complaint_action",
                "wlec_complaint_desk_action",
                "wlec_management_action_action",
            )
        ),
        *(person.call(model, "search_read", []) for model in MODELS),
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
