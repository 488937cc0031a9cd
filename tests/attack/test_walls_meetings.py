# SPDX-License-Identifier: LGPL-3.0-or-later
"""A client's meeting is shown to colleagues as "Busy", as any private one is: that it is a client's cannot be told."""

import re

import pytest

from .asking import Asker, apart
from .known import one

ASKERS = ("bob", "sam", "fred")
TIMES = {"start": "2031-01-02 10:00:00", "stop": "2031-01-02 11:00:00"}


@pytest.fixture(scope="module")
def pair(people, known):
    """(what a client comes to, what is private), both alice's, made as the calendar makes them."""
    alice = people["alice"]
    own = alice.call("res.users", "read", [alice.uid], ["partner_id"])[0]["partner_id"][0]
    texts = dict.fromkeys(("name", "description", "location"), known.word)
    clients = alice.call(
        "calendar.event", "create", {**texts, **TIMES, "partner_ids": [[4, own], [4, known.partner]]}
    )
    private = {"name": "Dentist", "privacy": "private", **TIMES, "partner_ids": [[4, own]]}
    private = alice.call("calendar.event", "create", private)
    return one(clients), one(private)


def _differences(client, pair, questions, word):
    """The questions - what is called, with {number} for the meeting's - whose answers differ."""
    asker, asked = Asker(client), []
    for name, (model, method, args, words) in questions.items():
        answers = [
            asker.call(model, method, number, _with(args, number), _with(words, number)) for number in pair
        ]
        asked.append((name, *(re.sub(r'"(id|attendee_id)": \d+', "", answer) for answer in answers)))
    return apart(asked, word)


def _with(value, number):
    if isinstance(value, dict):
        return {key: _with(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [_with(part, number) for part in value]
    return number if value == "{number}" else value


@pytest.mark.parametrize("login", ASKERS)
def test_asked_by_number(people, pair, known, login):
    asker = Asker(people[login])
    answers = zip(*(asker.answers("calendar.event", number) for number in pair), strict=True)
    asked = [(name, clients, private) for (name, clients), (_, private) in answers]
    assert not (different := apart(asked, known.word)), "\n\n".join(different)


@pytest.mark.parametrize("login", ASKERS)
def test_in_debug_mode(people, centre, pair, known, login):
    """Then Odoo says which rules refused."""
    client = centre.login(login)
    client.get("/odoo?debug=1")
    questions = {
        "write": ("calendar.event", "write", [["{number}"], {"active": False}], {}),
        "unlink": ("calendar.event", "unlink", [["{number}"]], {}),
        "message_post": ("calendar.event", "message_post", [["{number}"]], {"body": "x"}),
        "check_access": ("calendar.event", "check_access", [["{number}"], "write"], {}),
    }
    different = _differences(client, pair, questions, known.word)
    assert not different, "\n\n".join(different)


@pytest.mark.parametrize("login", ASKERS)
def test_found_grouped_and_sorted_by_every_field(people, pair, known, login):
    client = people[login]
    fields = client.call("calendar.event", "fields_get", [], ["type", "searchable", "groupable", "sortable"])
    alone, questions = ["id", "=", "{number}"], {}
    for name, field in fields.items():
        if name == "id":
            continue
        if field.get("searchable"):
            for operator in ("=", "!="):
                args = [[alone, [name, operator, False]]]
                questions[f"{name} {operator}"] = ("calendar.event", "search_count", args, {})
        if field.get("groupable"):
            by = [f"{name}:month"] if field["type"] in ("date", "datetime") else [name]
            args = [[alone], by, ["__count"]]
            questions[f"{name} groups"] = ("calendar.event", "formatted_read_group", args, {})
        if field.get("sortable"):
            questions[f"{name} sorted"] = ("calendar.event", "search", [[alone]], {"order": f"{name} desc"})
    assert len(questions) > 100
    different = _differences(client, pair, questions, known.word)
    assert not different, "\n\n".join(different)


@pytest.mark.parametrize("login", ASKERS)
def test_by_what_is_around_it(people, pair, known, login):
    """Views, values, who comes, whose time is taken."""
    client = people[login]
    alice = client.call("res.users", "search_read", [["login", "=", "alice"]], ["partner_id"])[0]
    partner, alone = alice["partner_id"][0], ["id", "=", "{number}"]
    specification = {
        name: {}
        for name in client.call("calendar.event", "fields_get", [], ["type"])
        if name not in ("id", "display_time")
    }
    own = ("event_id", "=", "{number}")
    known_open = one(people["alice"].call("calendar.event", "create", {"name": "Staff", **TIMES}))
    event = "calendar.event"
    questions = {
        "web_read": (event, "web_read", [["{number}"], specification], {}),
        "web_search_read": (event, "web_search_read", [[alone], specification], {}),
        "export": (event, "export_data", [["{number}"], list(specification)], {}),
        "privacy": (event, "search_count", [[alone, ["privacy", "=", "private"]]], {}),
        "public": (event, "search_count", [[alone, ["privacy", "in", [False, "public"]]]], {}),
        "colleague": (event, "search_count", [[alone, ["partner_ids", "in", [partner]]]], {}),
        "colleague's name": (event, "search_count", [[alone, ["partner_ids.name", "ilike", "a"]]], {}),
        "subject": (event, "search_count", [[alone, ["name", "ilike", "e"]]], {}),
        "attendees": ("calendar.attendee", "search_read", [[list(own)]], {}),
        "attendees counted": ("calendar.attendee", "search_count", [[list(own)]], {}),
        "attendee detail": ("res.partner", "get_attendee_detail", [[partner], ["{number}"]], {}),
        "followers": ("mail.followers", "search_count", [[["res_model", "=", event], ["res_id", "=", "{number}"]]], {}),
        "messages": ("mail.message", "search_count", [[["model", "=", event], ["res_id", "=", "{number}"]]], {}),
        "first of two": ("mail.message", "search_count", [[["model", "=", event], ["res_id", "in", ["{number}", known_open]]]], {"limit": 1}),
        "page of two": ("mail.message", "search_read", [[["model", "=", event], ["res_id", "in", ["{number}", known_open]]], ["model"]], {"limit": 1, "order": "id"}),
        "activities": ("mail.activity", "search_count", [[["calendar_event_id", "=", "{number}"]]], {}),
        "meetings of": ("res.partner", "search_count", [[["meeting_ids", "in", ["{number}"]]]], {}),
        "organiser alone": (event, "search_count", [[alone, ["user_id.name", "ilike", "alice"]]], {}),
        "delete": (event, "action_unlink_event", [["{number}"]], {}),
        "join": (event, "action_join_video_call", [["{number}"]], {}),
        "mail": (event, "action_open_composer", [["{number}"]], {}),
        "file": (event, "get_ics_file", [["{number}"]], {}),
        "recurrence": (event, "action_mass_archive", [["{number}"], "self_only"], {}),
    }  # fmt: skip
    different = _differences(client, pair, questions, known.word)
    assert not different, "\n\n".join(different)


@pytest.mark.parametrize("login", ASKERS)
def test_whose_time_is_taken(people, known, login):
    alice, answers = people["alice"], []
    own = alice.call("res.users", "read", [alice.uid], ["partner_id"])[0]["partner_id"][0]
    for day, more in (("03", {"partner_ids": [[4, own], [4, known.partner]]}), ("04", {"partner_ids": [[4, own]], "privacy": "private"})):  # fmt: skip
        times = {name: moment.replace("01-02", f"01-{day}") for name, moment in TIMES.items()}
        alice.call("calendar.event", "create", {"name": "Taken", **times, **more})
        values = {"name": "Mine", **times, "partner_ids": [[4, own]]}
        shown = {"unavailable_partner_ids": {"fields": {"display_name": {}}}, "partner_ids": {}}
        answers.append(people[login].call("calendar.event", "onchange", [], values, ["partner_ids"], shown))
    assert answers[0] == answers[1]


def test_whoever_may_open_it_has_all(people, pair, known):
    """It is Busy to the others only; and a private meeting is private to nobody who comes to it."""
    for number, word in zip(pair, (known.word, "Dentist"), strict=True):
        found = people["alice"].call("calendar.event", "search_read", [["id", "=", number], ["name", "=", word]], ["name", "privacy"])  # fmt: skip
        assert [row["name"] for row in found] == [word]
        assert people["alice"].call("calendar.attendee", "search_count", [["event_id", "=", number]])
    assert people["mona"].call("calendar.event", "read", [pair[0]], ["privacy", "name"])[0] == {
        "id": pair[0],
        "privacy": False,
        "name": known.word,
    }
