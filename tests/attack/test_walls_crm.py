# SPDX-License-Identifier: LGPL-3.0-or-later
"""Walls in the CRM: a client's contact, enquiry and meeting, and the messages, tasks, documents and followers on them, are, to
those they are closed to, as what was never there."""

import re
import statistics
import time

import pytest

from . import naming, naming_crm
from .asking import Asker, apart, told_apart
from .conftest import attempt
from .known import FAR, Known

# Who asks about what. Between them everybody's rights and every kind of record; not each by each, for the time it takes.
ALL = (
    "contact", "enquiry", "message on wlec.case", "message on crm.lead", "line of the programme", "activity on wlec.case",
    "activity on crm.lead", "attachment on wlec.case", "attachment on res.partner", "message for later", "follower", "attendee",
    "notification",
)  # fmt: skip
ASKED = {
    "bob": ALL,
    "sam": (
        "contact",
        "enquiry",
        "message on wlec.case",
        "activity on crm.lead",
        "attachment on res.partner",
        "follower",
        "notification",
    ),
    "fred": ("contact", "enquiry", "message on res.partner"),
    "vera": ("contact", "enquiry"),
    "carol": (
        "contact",
        "enquiry",
        "meeting",
        "message on crm.lead",
        "attachment on crm.lead",
        "notification",
    ),
    None: ("contact", "enquiry", "meeting", "message on crm.lead"),
}


@pytest.mark.parametrize("login", ASKED)
def test_the_same_answer_as_for_what_is_not_there(people, known, login):
    asker, different = Asker(people[login]), []
    for name in ASKED[login]:
        model, number = known.records[name]
        different += [
            f"{name}: {text}" for text in told_apart(asker, model, number, number + FAR, known.word)
        ]
    assert not different, "\n\n".join(different)


NAMED = {
    "contact": naming_crm.of_contact,
    "enquiry": naming_crm.of_enquiry,
    "message on crm.lead": naming.of_message,
    "activity on crm.lead": naming.of_activity,
    "attachment on crm.lead": naming.of_attachment,
}


@pytest.mark.parametrize("login", ["bob", "fred", "sam", "carol"])
def test_named_in_every_other_way(people, centre, known, login, expect_log):
    """By parameters of methods and routes: the walled number does what a number of nothing does."""
    expect_log(r"Invalid token in route")
    asker, own, different = Asker(people[login]), naming.Own(people[login], centre), []
    for name, of_kind in NAMED.items():
        _model, number = known.records[name]
        walled, nothing = of_kind(own, number), of_kind(own, number + FAR)
        asked = [
            (f"{name}: {what}", asker.ask(walled[what], number), asker.ask(nothing[what], number + FAR))
            for what in walled
        ]
        different += apart(asked, known.word)
    assert not different, "\n\n".join(different)
    assert not centre.sql(
        "SELECT 1 FROM mail_followers WHERE partner_id = %s AND res_id = %s AND res_model = 'res.partner'", known.partner, own.record
    )  # fmt: skip


POINTERS = """SELECT model, name, ttype, relation FROM ir_model_fields WHERE ttype IN ('many2one', 'many2many', 'one2many')
    AND relation IN ('res.partner', 'crm.lead', 'mail.message', 'ir.attachment', 'mail.activity') AND readonly IS NOT TRUE
    ORDER BY model, name"""


def test_no_field_points_at_it(people, centre, known):
    """Every relation of every model: in a form, as a default, in a record of one's own."""
    bob, different = people["bob"], []
    asker = Asker(bob)
    numbers = {
        "res.partner": known.partner,
        "crm.lead": known.lead,
        "mail.message": known.records["message on crm.lead"][1],
        "ir.attachment": known.records["attachment on crm.lead"][1],
        "mail.activity": known.records["activity on crm.lead"][1],
    }
    may, fields = {}, centre.sql(POINTERS)
    for model, name, kind, relation in fields:
        if model not in may:
            may[model] = attempt(bob.call, model, "has_access", [], "create") == "True"
        if may[model]:
            number = numbers[relation]
            asked = zip(
                _pointing(model, name, kind, number), _pointing(model, name, kind, number + FAR), strict=True
            )
            answers = [
                (f"{model}.{name}: {what}", asker.ask(one_, number), asker.ask(other, number + FAR))
                for (what, one_), (_, other) in asked
            ]
            different += apart(answers, known.word)
    assert sum(may[model] for model, *_ in fields) > 60
    assert not different, "\n\n".join(different)


def _pointing(model, name, kind, number):
    value = number if kind == "many2one" else [[4, number]]
    shown = {name: {"fields": {"display_name": {}}}, "display_name": {}}
    default = {"context": {f"default_{name}": value}}
    yield "in a form", naming.Call(model, "onchange", [[], {name: value}, [name], shown])
    yield "as a default", naming.Call(model, "onchange", [[], {}, [], shown], default)
    yield "in a record", naming.Call(model, "create", [{name: value}])


# ---- what tells of others although nobody asks for them by number
_MODELS = ("res.partner", "crm.lead", "mail.message", "mail.activity", "ir.attachment", "mail.followers", "mail.notification", "mail.scheduled.message", "calendar.attendee", "mail.mail", "discuss.channel")  # fmt: skip
_PASSING = (
    r"'(id|last_interest_dt|counter_bus_id|bus_last_id|[a-z_]*_bus_id|activity_counter_bus_id)': [^,}]*"
)


def _counted(client, login):
    """All a person can count, group and list without naming anybody."""
    answers = {}
    for model in _MODELS:
        for name, args in {
            "count": ("search_count", []),
            "count archived": ("search_count", [["create_date", ">", "2000-01-01"]]),
            "groups": ("formatted_read_group", [], ["create_date:month"], ["__count"]),
            "totals": ("formatted_read_group", [], [], ["__count", "id:max", "create_date:max"]),
            "columns": ("web_read_group", [], ["create_uid"], ["__count"]),
            "newest": ("search_read", [], ["id"]),
            "bar": ("read_progress_bar", [], "create_uid", {"field": "create_uid", "colors": {}}),
        }.items():
            words = {"limit": 3, "order": "id desc"} if name == "newest" else {}
            answers[model, name] = attempt(client.call, model, *args, **words)
    more = {
        "pipeline": ("crm.lead", "web_read_group", [], ["stage_id"], ["__count", "expected_revenue:sum"]),
        "bar": ("crm.lead", "read_progress_bar", [], "stage_id", {"field": "activity_state", "colors": {"planned": "success"}}),
        "overview": ("mail.activity", "get_activity_data", "crm.lead", []),
        "panel": ("crm.lead", "search_panel_select_range", "stage_id"),
        "tasks": ("res.users", "_get_activity_groups"),
        "mentions": ("res.partner", "get_mention_suggestions", "q"),
        "invitations": ("res.partner", "search_for_channel_invite", "q"),
        "teams": ("crm.team", "search_read", [], ["opportunities_count", "opportunities_amount"]),
        "sequences": ("ir.sequence", "search_read", [], ["number_next_actual"]),
        "identifiers": ("ir.model.data", "search_count", [["model", "in", ["res.partner", "crm.lead", "calendar.event"]]]),
        "filters": ("ir.filters", "search_count", []),
        "exports": ("ir.exports", "search_count", []),
        "aliases": ("mail.alias", "search_count", []),
        "limited": ("res.partner", "web_search_read", [], {"id": {}}),
        "duplicates": ("res.partner", "formatted_read_group", [], ["email", "phone", "vat"], ["__count"], [["__count", ">", 1]]),
    }  # fmt: skip
    for name, (model, method, *args) in more.items():
        words = {"count_limit": 10**6, "limit": 1} if name == "limited" else {}
        answers[model, name] = attempt(client.call, model, method, *args, **words)
    fetched = [
        "systray_get_activities",
        "init_messaging",
        "failures",
        "channels_as_member",
        "mail.canned.response",
    ]
    answers["page", "data"] = attempt(client.json, "/mail/data", fetch_params=fetched)
    for box in ("inbox", "history", "starred"):
        answers["page", box] = attempt(client.json, f"/mail/{box}/messages")
    answers["page", "reminders"] = attempt(client.json, "/calendar/notify")
    return {key: re.sub(_PASSING, "", answer) for key, answer in answers.items()}


@pytest.mark.parametrize("login", ["bob", "sam", "carol"])
def test_totals_do_not_move(people, centre, login):
    client = people[login]
    last = (
        client.json("/websocket/peek_notifications", channels=[], last=0, is_first_poll=True)
        if login
        else None
    )
    before = _counted(client, login)
    made = Known(people["alice"], centre)
    after = _counted(client, login)
    moved = {key: (before[key][:300], after[key][:300]) for key in before if before[key] != after[key]}
    assert not moved, "\n".join(map(str, moved.items()))
    told = client.json("/websocket/peek_notifications", channels=["broadcast"], last=0, is_first_poll=False)
    assert made.word not in repr(told) + repr(last)


_PASSES = r"\b[0-9a-f]{64}o0x\w+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
WORDS = {"bob": ("word", "email", "phone"), "fred": ("email", "phone"), "sam": ("email",), "carol": ("word",)}


@pytest.mark.parametrize("login", WORDS)
def test_looked_for_by_what_they_know(people, centre, known, login):
    """Who knows the name, the address or the number of a client learns by no search whether the centre knows them."""
    found = []
    for kind in WORDS[login]:
        word = getattr(known, kind)
        other = {"email": f"{known.word[:-3]}zzz@example.test", "phone": f"{word[:-3]}999"}.get(
            kind, f"{word[:-3]}zzz"
        )
        for name in _searches(word):
            one_, another = (_looked_for(people[login], centre, name, sought) for sought in (word, other))
            if one_ != another:
                found.append(f"{kind} {name}: {one_[:200]} | {another[:200]}")
    assert not found, "\n".join(found)


def _looked_for(client, centre, name, sought):
    model, method, args, kwargs = _searches(sought)[name]
    answer = attempt(client.call, model, method, *args, **kwargs)
    if name == "found or made" and answer.startswith(
        "["
    ):  # Odoo makes a contact of an address it does not find
        made = "DELETE FROM res_partner WHERE id = %s AND wlec_protected IS NOT TRUE RETURNING id"
        assert centre.sql(made, int(answer[1:-1])), "a client is given out"
        answer = "made"
    return re.sub(_PASSES, "", answer).replace(sought, "#")


def _searches(word):
    card = {"display_name": {}}
    people = "res.partner"
    return {
        "contacts": (people, "name_search", [word], {}),
        "contacts on the page": (people, "web_name_search", [word, card], {}),
        "many contacts": (people, "search_count", [["|", "|", ["name", "ilike", word], ["email", "ilike", word], ["phone", "ilike", word]]], {}),
        "by every field": (people, "search_count", [[["complete_name", "=", word]]], {}),
        "by its normal form": (people, "search_count", [["|", ["email_normalized", "=", word], ["phone_sanitized", "=", word]]], {}),
        "by telephone": (people, "search_count", [[["phone_mobile_search", "ilike", word]]], {}),
        "negative": (people, "search_count", [[["name", "not ilike", word]]], {}),
        "grouped": (people, "formatted_read_group", [[["name", "ilike", word]], ["name"], ["__count"]], {}),
        "mentions": (people, "get_mention_suggestions", [word], {}),
        "mentions in a channel": (people, "get_mention_suggestions_from_channel", [1, word], {}),
        "invitations": (people, "search_for_channel_invite", [word], {}),
        "people": ("res.users", "name_search", [word], {}),
        "logins": ("res.users", "search_count", [[["login", "ilike", word]]], {}),
        "enquiries": ("crm.lead", "name_search", [word], {}),
        "enquiries by address": ("crm.lead", "search_count", [["|", ["email_from", "ilike", word], ["partner_name", "ilike", word]]], {}),
        "enquiries by the client": ("crm.lead", "search_count", [[["partner_id", "ilike", word]]], {}),
        "enquiries by telephone": ("crm.lead", "search_count", [[["phone_mobile_search", "ilike", word]]], {}),
        "files by the client": ("wlec.case", "search_count", [[["partner_id", "ilike", word]]], {}),
        "meetings": ("calendar.event", "search_count", [[["name", "ilike", word]]], {}),
        "meetings by who comes": ("calendar.event", "search_count", [[["partner_ids", "ilike", word]]], {}),
        "attendees": ("calendar.attendee", "search_count", [["|", ["common_name", "ilike", word], ["email", "ilike", word]]], {}),
        "messages": ("mail.message", "search_count", [["|", "|", ["body", "ilike", word], ["subject", "ilike", word], ["email_from", "ilike", word]]], {}),
        "tasks": ("mail.activity", "search_count", [["|", "|", ["summary", "ilike", word], ["note", "ilike", word], ["res_name", "ilike", word]]], {}),
        "documents": ("ir.attachment", "search_count", [["|", ["name", "ilike", word], ["index_content", "ilike", word]]], {}),
        "followers": ("mail.followers", "search_count", [["|", ["name", "ilike", word], ["email", "ilike", word]]], {}),
        "told": ("mail.notification", "search_count", [["|", ["res_partner_id", "ilike", word], ["mail_email_address", "ilike", word]]], {}),
        "blacklist": ("mail.blacklist", "search_count", [[["email", "ilike", word]]], {}),
        "filters": ("ir.filters", "search_count", [[["domain", "ilike", word]]], {}),
        "found or made": (people, "find_or_create", [word if "@" in word else f"{word}@example.test"], {"assert_valid_email": True}),
        "a new enquiry like it": ("crm.lead", "onchange", [[], {"name": "x", "email_from": word, "phone": word}, ["email_from", "phone"], {"partner_id": {"fields": card}, "duplicate_lead_count": {}}], {}),
        "a new contact like it": (people, "onchange", [[], {"name": word, "vat": word, "email": word, "company_registry": word}, ["vat", "email", "company_registry"], {"same_vat_partner_id": {"fields": card}, "same_company_registry_partner_id": {"fields": card}}], {}),
    }  # fmt: skip


def test_the_same_class_of_time(people, known):
    """Medians of many interleaved tries: the clock does not tell a walled number from one of nothing."""
    bob = people["bob"]
    for model, number in (
        known.records["contact"],
        known.records["enquiry"],
        known.records["message on crm.lead"],
    ):
        taken = {number: [], number + FAR: []}
        for _ in range(30):
            for asked, times in taken.items():
                began = time.perf_counter()
                attempt(bob.call, model, "read", [asked], ["create_date"])
                times.append(time.perf_counter() - began)
        walled, nothing = (statistics.median(times) for times in taken.values())
        print(f"{model}: walled / nothing = {walled / nothing:.2f}")
        assert max(walled, nothing) < 2 * min(walled, nothing), (model, walled, nothing)


def test_the_report_of_activities(people, centre):
    """Odoo's report copies the text of messages by SQL, and has a line for each enquiry something was done on."""
    alice, file = people["alice"], Known(people["alice"], centre)
    _model, task = file.records["activity on crm.lead"]
    before = {login: _report(people[login]) for login in ("bob", "fred", "sam", "mona")}
    alice.call("mail.activity", "action_feedback", [task], feedback=file.word)
    assert centre.sql("SELECT count(*) FROM crm_activity_report WHERE lead_id = %s", file.lead) == [(1,)]
    last = centre.last_event()
    told = _report(alice)
    assert file.word in told
    assert "wlec1$" not in told
    assert [
        row for row in centre.events(last) if row["model"] == "mail.message" and row["actor_id"] == alice.uid
    ]
    assert {login: _report(people[login]) for login in before} == before


def _report(client):
    asked = (("search_read", [], ["body", "lead_id", "partner_id"]), ("search_count", []), ("formatted_read_group", [], ["stage_id"], ["__count"]))  # fmt: skip
    return repr([attempt(client.call, "crm.activity.report", *question) for question in asked])
