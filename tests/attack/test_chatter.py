# SPDX-License-Identifier: LGPL-3.0-or-later
"""Chatter, tasks, followers and mail of a client's records, asked for by everybody who has no need to know: no word comes out."""

import json

import pytest

from tests.support.client import RpcError

from . import naming
from .asking import Asker
from .chatting import HOSTILE, state
from .conftest import Doors, api_keys, attempt

EVERY_MODEL = ("mail.message", "mail.activity", "mail.scheduled.message", "mail.followers", "mail.notification", "mail.tracking.value", "mail.mail", "mail.compose.message", "mail.activity.schedule", "mail.followers.edit", "mail.message.reaction", "mail.message.translation", "mail.link.preview", "mail.push", "bus.bus")  # fmt: skip


@pytest.mark.parametrize("login", HOSTILE)
def test_a_closed_thread_is_empty(people, known, login):
    """Not: the newest messages of everything else that is open to one, for a thread that is not there."""
    for number in (known.case, 2**31 - 7):
        asked = {"thread_model": "wlec.case", "thread_id": number, "fetch_params": {"limit": 30}}
        try:
            answer = people[login].json("/mail/thread/messages", **asked)
        except RpcError:
            continue  # nobody is logged in
        assert answer["messages"] == [] and not answer["data"].get("mail.message")


@pytest.mark.parametrize("login", HOSTILE)
def test_by_every_route_and_method(people, centre, known, owns, login, expect_log):
    """All questions there are, with the real numbers: not a word, and nothing is other than before."""
    expect_log(r"Invalid token in route")
    client, before = people[login], state(centre, known)
    asker, own = Asker(client), owns.get(login) or owns["chris"]
    kinds = {
        "message on wlec.case": naming.of_message,
        "activity on wlec.case": naming.of_activity,
        "attachment on wlec.case": naming.of_attachment,
    }
    questions = {f"file: {what}": q for what, q in naming.of_any(own, "wlec.case", known.case).items()}
    for name, of_kind in kinds.items():
        number = known.records[name][1]
        questions |= {f"{name}: {what}": q for what, q in of_kind(own, number).items()}
    for name, question in questions.items():
        assert known.word not in asker.ask(question, 0), name
    assert state(centre, known) == before


@pytest.mark.parametrize("login", ["bob", "fred", "sam", "carol"])
def test_lists_exports_and_groups(people, known, login, expect_log):
    """By searching, ordering, grouping, aggregating and exporting whole models."""
    expect_log(r"^ERROR odoo\.addons\.web\.controllers\.export: Exception during request handling")
    expect_log(r"^WARNING odoo\.models: Cannot search on display_name")
    client = people[login]
    texts = {
        "mail.message": ("body", "subject", "email_from", "preview", "record_name"),
        "mail.activity": ("summary", "note", "res_name"),
        "mail.scheduled.message": ("subject", "body"),
        "mail.tracking.value": ("old_value_char", "new_value_char"),
    }
    for model in EVERY_MODEL:
        for name in texts.get(model, ("display_name",)):
            for method, args, kwargs in (
                ("search_read", [[], [name]], {"limit": 500}),
                ("search_read", [[[name, "ilike", known.word]], ["id"]], {}),
                ("search_read", [[], ["id"]], {"order": f"{name} desc", "limit": 5}),
                ("formatted_read_group", [[], [name], ["__count"]], {}),
                ("formatted_read_group", [[], [], [f"{name}:array_agg", f"{name}:max", "id:array_agg"]], {}),
                ("web_search_read", [[], {name: {}}], {"limit": 500}),
                ("name_search", [known.word], {}),
            ):
                answer = attempt(client.call, model, method, *args, **kwargs)
                assert known.word not in answer.replace(repr(known.word), ""), (model, name, method)
        fields = [
            {"name": name, "label": name, "type": "char"}
            for name in ("id", *texts.get(model, ("display_name",)))
        ]
        data = {
            "model": model,
            "fields": fields,
            "ids": False,
            "domain": [],
            "import_compat": False,
            "groupby": [],
            "context": {},
        }
        for kind in ("csv", "xlsx"):
            answer = client.post(f"/web/export/{kind}", {"data": json.dumps(data)})
            assert known.word.encode() not in answer.content, (model, kind)


@pytest.mark.parametrize("login", [login for login in HOSTILE if login])
def test_the_page(people, known, login):
    """Inbox, history, stars, failures, channels, tray, suggestions, and what the bus has kept since it was made."""
    client = people[login]
    asked = [
        "init_messaging",
        "failures",
        "systray_get_activities",
        "channels_as_member",
        "mail.canned.response",
        "avatar_card",
    ]
    answers = [
        attempt(client.json, "/mail/data", fetch_params=asked),
        attempt(client.json, "/mail/action", fetch_params=asked),
        *(attempt(client.json, f"/mail/{box}/messages", fetch_params={"search_term": known.word}) for box in ("inbox", "history", "starred")),
        *(attempt(client.json, f"/mail/{box}/messages") for box in ("inbox", "history", "starred")),
        attempt(client.json, "/discuss/search", term=known.word),
        attempt(client.json, "/calendar/notify"),
        attempt(client.call, "res.partner", "get_mention_suggestions", known.word),
        attempt(client.call, "res.partner", "search_for_channel_invite", known.word),
        attempt(client.json, "/websocket/peek_notifications", last=0, is_first_poll=True, channels=[
            "broadcast", "wlec.case", f"wlec.case_{known.case}", f"mail.record/wlec.case-{known.case}", f"res.partner_{known.partner}",
            f"discuss.channel_{known.case}", f"odoo-presence-res.partner_{known.partner}",
        ]),
    ]  # fmt: skip
    for answer in answers:
        assert known.word not in answer.replace(f"'{known.word}'", "")


def test_the_same_by_the_doors_for_programs(people, centre, known):
    """JSON-2 and XML-RPC with a key of one's own."""
    keys = api_keys(centre, "bob", "sam")
    for login, key in keys.items():
        doors = Doors(centre, people[login], key)
        for door in doors.all():
            for name, (model, number) in known.records.items():
                fields = ["display_name"]
                assert known.word not in door(model, "read", [number], {}, fields=fields), name
                assert known.word not in door(
                    model,
                    "search_read",
                    None,
                    {"active_test": False},
                    domain=[["id", "=", number]],
                    fields=fields,
                ), name
            answer = door(
                "wlec.case",
                "message_post",
                [known.case],
                {"mail_create_nosubscribe": True, "mail_notify_author": True},
                body="x",
            )
            assert "no such record" in answer or "You are not allowed to access" in answer, (login, door)
