# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a client is told of the access records: nothing of anybody else's matter, and all of their own."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import tool

history, history_fold, history_token = tool("history"), tool("history_fold"), tool("history_token")
explanation = tool("explanation")
Explanation = explanation.Explanation
NOW = datetime(2026, 11, 29, 12, 0)
HOME = ZoneInfo("Europe/London")
FILE, OTHER_FILE, CLIENT, CASEWORKER, OFFICER, COLLEAGUE = 10, 99, 50, 6, 8, 7
MODELS = ("wlec.case", "wlec.case.note", "wlec.case.document", "res.partner", "mail.message", "wlec.consent")
# What somebody else's matter can leave on this client's file, and what explains it.
OTHERS = (
    Explanation("breach", "wlec.breach", 900),
    Explanation("complaint", "wlec.breach.complaint", 901),
    Explanation("conflict", "wlec.access.grant", 902),
)
SAMPLE = Explanation("sample", "wlec.access.check", 1)


def event(number=1, **values):
    base = {
        "id": number, "at": NOW - timedelta(hours=1), "action": "read", "model": "wlec.case", "record_ids": (FILE,),
        "fields": ("matter",), "files": (FILE,), "actor": CASEWORKER, "origin": "http", "method": "wlec.case.web_read",
        "outcome": "ok",
    }  # fmt: skip
    return history.Event(**{**base, **values})


def known(**values):
    return history.Known(logins=frozenset({CLIENT}), **values)


def tell(one, *reasons, **values):
    return history.tell(one, reasons, known(**values), NOW)


# ---- why
@pytest.mark.parametrize("kind", explanation.KINDS)
def test_every_kind_of_explanation_is_told_somehow(kind):
    told = tell(event(), Explanation(kind))
    assert told.why in {*history.PLAIN, history.OVERSIGHT, history.OWN_COMPLAINT}


def test_without_a_reason_it_says_so():
    assert tell(event()).why == history.UNEXPLAINED


def test_their_own_complaint_is_theirs_and_somebody_elses_is_a_check():
    mine = Explanation("complaint", "wlec.breach.complaint", 5)
    assert tell(event(), mine, complaints=frozenset({5})).why == "complaint"
    assert tell(event(), mine).why == history.OVERSIGHT


@pytest.mark.parametrize("other", OTHERS)
def test_a_check_because_of_somebody_else_is_like_any_check(other):
    assert tell(event(), other) == tell(event(), SAMPLE)


@pytest.mark.parametrize("other", OTHERS)
def test_a_reason_of_their_own_goes_first_however_strong_the_others_is(other):
    assert tell(event(), other, Explanation("assigned", "wlec.access.grant", 3)).why == "assigned"


def test_what_they_are_not_told_of_is_not_there_nor_is_what_was_done_for_it():
    silent = {"wlec.disclosure.request": {77}, "mail.message": {5}}
    request = Explanation("disclosure", "wlec.disclosure.request", 77)
    assert tell(event(model="wlec.disclosure.request", record_ids=(77,)), untold=silent) is None
    assert tell(event(model="mail.message", record_ids=(4, 5)), untold=silent) is None
    assert tell(event(actor=OFFICER), request, untold=silent) is None
    assert tell(event(), request, Explanation("assigned"), untold=silent).why == "assigned"
    assert tell(event(), request).why == "disclosure"
    by_grant = Explanation("conflict", "wlec.access.grant", 902)
    assert tell(event(), by_grant, untold={"wlec.access.grant": {902}}).why == history.OVERSIGHT


def test_an_emergency_is_told_once_its_day_has_come():
    broke = Explanation("emergency", "wlec.access.grant", 4)
    absence = history.Absence(COLLEAGUE, NOW - timedelta(hours=2), NOW)
    assert tell(event(actor=COLLEAGUE), broke, absences=(absence,)) is None
    assert tell(event(actor=COLLEAGUE), broke).why == "emergency"
    assert tell(event(actor=CASEWORKER), broke, absences=(absence,)).why == "emergency"
    act = event(actor=COLLEAGUE, action="emergency", fields=("danger",))
    assert tell(act, Explanation("author"), absences=(absence,)) is None
    assert tell(act, absences=(absence,)) is None
    assert tell(act, broke, Explanation("team"), absences=(absence,)).why == "team"


def test_a_refusal_is_told_when_it_was_sought_and_not_in_passing():
    refused = {"outcome": "denied", "action": "denied"}
    assert tell(event(**refused)).why == history.REFUSED
    assert tell(event(method="wlec.case.party.web_read", **refused)) is None
    assert tell(event(model="res.partner", method="res.partner.read", **refused)) is None
    assert tell(event(model="wlec.case.document", method="GET", **refused)).deed == "tried"


# ---- how and what
@pytest.mark.parametrize(
    ("values", "door"),
    [
        ({}, "page"), ({"method": "wlec.case.web_search_read"}, "list"), ({"action": "export"}, "export"),
        ({"action": "print"}, "print"), ({"action": "download"}, "download"), ({"origin": "cron"}, "automatic"),
        ({"origin": "shell"}, "console"), ({"origin": "json2"}, "program"), ({"actor": CLIENT}, "portal"),
        ({"origin": "rpc", "method": "wlec.case.search_read"}, "list"),
    ],
)  # fmt: skip
def test_by_which_door(values, door):
    assert tell(event(**values)).door == door
    assert door in history.DOORS


@pytest.mark.parametrize(
    ("values", "thing"),
    [
        ({}, "account"), ({"fields": ("risk_notes", "matter")}, "account"), ({"fields": ("safe_contact",)}, "reach"),
        ({"fields": ("open",)}, "file"), ({"model": "wlec.case.note"}, "notes"), ({"model": "mail.activity"}, "messages"),
        ({"model": "wlec.disclosure.delivery"}, "disclosures"), ({"model": "wlec.consent.receipt"}, "permissions"),
        ({"model": "never.heard.of"}, "file"),
    ],
)  # fmt: skip
def test_what_kind_of_thing(values, thing):
    assert tell(event(**values)).thing == thing
    assert thing in history.THINGS


def test_what_they_did_themselves():
    assert tell(event(actor=CLIENT)).why == "own_record"
    assert tell(event(actor=CLIENT)).is_own


# ---- hidden, and shown again
def hiding(**values):
    base = {"event": None, "actor": None, "since": None, "until": None, "hidden_from": NOW - timedelta(days=1),
            "hidden_until": NOW + timedelta(days=1), "reason": "Act, section 1"}  # fmt: skip
    return history.Hiding(**{**base, **values})


def test_it_is_hidden_to_the_moment_and_then_says_why():
    one = hiding(event=1)
    at = lambda moment: history.tell(event(), (), known(hidings=(one,)), moment)  # noqa: E731
    assert at(one.hidden_from - timedelta(seconds=1)) is not None
    assert at(one.hidden_from) is None
    assert at(one.hidden_until - timedelta(seconds=1)) is None
    shown = at(one.hidden_until)
    assert shown.note == one
    assert history.tell(event(2), (), known(hidings=(one,)), NOW).note is None


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ({"event": 1}, True), ({"event": 2}, False), ({"actor": CASEWORKER}, True), ({"actor": COLLEAGUE}, False),
        ({"since": NOW - timedelta(hours=1)}, True), ({"since": NOW}, False), ({"until": NOW - timedelta(hours=1)}, False),
        ({"actor": CASEWORKER, "until": NOW}, True), ({"actor": COLLEAGUE, "since": datetime(2020, 1, 1)}, False),
    ],
)  # fmt: skip
def test_what_it_covers(scope, covered):
    assert hiding(**scope).covers(event()) is covered
    assert (tell(event(), hidings=(hiding(**scope),)) is None) is covered


# ---- one client, another client's matter, a thousand times
def _own_events(rng):
    """What happened on A's file for A's own reasons."""
    kinds = ("assigned", "team", "cover", "line_management", "meeting", "sample", "author")
    for number in range(rng.randrange(2, 30)):
        actor = rng.choice((CASEWORKER, COLLEAGUE, OFFICER, CLIENT, None))
        reasons = [Explanation(rng.choice(kinds)) for _ in range(rng.randrange(3))]
        yield event(
            number * 100 + 1, at=NOW - timedelta(minutes=rng.randrange(60 * 24 * 40)), actor=actor, model=rng.choice(MODELS),
            action=rng.choice(("read", "write", "create", "export", "print")), origin=rng.choice(("http", "cron", "rpc", "shell")),
            method=rng.choice(("wlec.case.web_read", "wlec.case.web_search_read", "GET", "")),
        ), explanation.strongest_first(reasons)  # fmt: skip


def _anothers_matter(rng, number):
    """What B's matter leaves in the access records of A's file: steps in it, and refusals in passing."""
    step = rng.randrange(5)
    values = {
        "at": NOW - timedelta(minutes=rng.randrange(60 * 24 * 40)),
        "actor": rng.choice((OFFICER, COLLEAGUE)),
    }
    if step == 0:  # a wall
        return event(
            number, action="exclude", model="wlec.access.exclusion", record_ids=(700,), fields=(), **values
        )
    if step == 1:  # a grant for a conflict check, or for somebody else's complaint
        return event(
            number,
            action="grant",
            model="wlec.access.grant",
            record_ids=(701,),
            fields=("conflict",),
            **values,
        )
    if step == 2:  # B's file was opened, it names A, and A's contact stayed shut
        return event(
            number,
            action="denied",
            outcome="denied",
            model="res.partner",
            method="wlec.case.web_read",
            **values,
        )
    if step == 3:  # a request to disclose that must not be spoken of
        return event(number, model="wlec.disclosure.request", record_ids=(702,), **values)
    return event(number, model="mail.message", record_ids=(703,), **values)


UNTOLD = {
    "wlec.access.exclusion": {700}, "wlec.access.grant": {701}, "wlec.disclosure.request": {702}, "mail.message": {703},
}  # fmt: skip


def _page(told_of, untold):
    """The page as the client has it, without what is only a number of the server's."""
    facts = known(untold=untold)
    ordered = sorted(told_of, key=lambda pair: (pair[0].at, pair[0].id), reverse=True)
    told = [found for one, why in ordered if (found := history.tell(one, why, facts, NOW))]
    rows = history_fold.fold(told, HOME)
    return [
        (
            row.is_bulk,
            row.day,
            row.did(),
            [(one.event.at, one.why, one.deed, one.thing, one.door) for one in row.told],
        )
        for row in rows
    ]


@pytest.mark.parametrize("seed", range(1000))
def test_the_page_is_the_same_whether_or_not_there_is_another_persons_matter(seed):
    rng = random.Random(seed)
    mine = list(_own_events(rng))
    # Steps of the other matter, and other files in the same lists: neither is to be seen.
    others = [
        (_anothers_matter(rng, 50 + 100 * n), [rng.choice(OTHERS)]) for n in range(rng.randrange(1, 15))
    ]
    alone = _page(mine, {})
    assert _page([*mine, *others], UNTOLD) == alone
    # Somebody looked into A's file because of it: then A sees a check, the very one a sample would have left.
    looked = [event(33 + 100 * n, actor=OFFICER, at=NOW - timedelta(hours=n)) for n in range(3)]
    because = [(one, [rng.choice(OTHERS)]) for one in looked]
    sample = [(one, [SAMPLE]) for one in looked]
    assert _page([*mine, *others, *because], UNTOLD) == _page([*mine, *sample], {})


# ---- put together
def test_what_was_done_in_one_go_is_one_row_and_lists_are_one_a_day():
    def at(minutes):
        return NOW - timedelta(minutes=minutes)

    visit = [event(9, at=at(1)), event(8, at=at(9), model="wlec.case.note"), event(7, at=at(30))]
    lists = [event(6, at=at(40), method="wlec.case.web_search_read", actor=n) for n in (6, 7, 8)]
    told = [tell(one, Explanation("assigned")) for one in (*visit, *lists)]
    rows = history_fold.fold(told, HOME)
    assert [(row.is_bulk, len(row.told)) for row in rows] == [(False, 2), (False, 1), (True, 3)]
    assert rows[0].did() == {"looked": ["notes", "account"]}


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 60 * 24 * 30), st.sampled_from((CASEWORKER, COLLEAGUE)), st.booleans()),
        max_size=40,
    )
)
def test_nothing_is_lost_and_nothing_is_there_twice(drawn):
    events = [
        event(n + 1, at=NOW - timedelta(minutes=minutes), actor=who, action="export" if bulk else "read")
        for n, (minutes, who, bulk) in enumerate(sorted(drawn))
    ]
    rows = history_fold.fold([tell(one, Explanation("team")) for one in events], HOME)
    assert sorted(one.event.id for row in rows for one in row.told) == [one.id for one in events]
    for row in rows:
        assert {history_fold.day_of(one, HOME) for one in row.told} == {row.day}
        assert row.is_bulk or len({one.event.actor for one in row.told}) == 1


def test_the_day_is_the_one_at_home():
    summer = tell(event(at=datetime(2026, 6, 30, 23, 30)))
    assert history_fold.day_of(summer, HOME).isoformat() == "2026-07-01"


# ---- numbers that leave the server
SECRET = bytes(range(32))


def test_a_token_is_one_clients():
    token = history_token.seal(SECRET, CLIENT, 4711)
    assert history_token.unseal(SECRET, CLIENT, token) == 4711
    assert history_token.unseal(SECRET, CLIENT + 1, token) is None
    assert history_token.unseal(bytes(32), CLIENT, token) is None
    assert len(token) == len(history_token.seal(SECRET, CLIENT, 4))  # its length says nothing either


@settings(max_examples=50)
@given(st.one_of(st.text(max_size=500), st.integers().map(str), st.sampled_from(("", "gAAAAA", "=" * 200))))
def test_what_is_no_token_opens_nothing(text):
    assert history_token.unseal(SECRET, CLIENT, text) is None


def test_what_approvers_do_is_not_hidden_by_what_they_approved():
    """A period without an end and without a person: not a licence for those two to look unseen."""
    week = timedelta(days=7)
    hiding = history.Hiding(
        None, None, NOW - week, None, NOW - week, NOW + week, "a law", frozenset({OFFICER})
    )
    assert tell(event(actor=COLLEAGUE), hidings=(hiding,)) is None
    assert tell(event(actor=OFFICER), hidings=(hiding,)) is not None
    assert not hiding.spans(OFFICER, NOW) and hiding.spans(COLLEAGUE, NOW)
