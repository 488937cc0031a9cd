# SPDX-License-Identifier: LGPL-3.0-or-later
"""Reviews of access records: nobody finds what is about them, nobody decides on it, however it is asked for; two reviewers at once
decide once."""

import pytest

from tests.support import access_reviews
from tests.support.client import RpcError

from .conftest import File, attempt
from .test_two_at_once import _steps, at_once

MODEL = "wlec.access.review"
SNOOPS = ("vera", "bob", "mona", "otto", "alice")
FORGED = {
    "su": True, "sudo": True, "is_open_to_me": True, "wlec_review": True, "default_state": "fine", "default_person_id": 1, "uid": 2,
    "active_test": False, "tracking_disable": True, "mail_create_nolog": True, "install_mode": True, "import_file": True,
}  # fmt: skip
MISSING = 2**31 - 11


@pytest.fixture(scope="module")
def reviews(centre, people):
    """{login: the review of what they opened}, each of a file nobody has given them."""
    files = {name: File(people["alice" if name == "bob" else "bob"]) for name in SNOOPS}
    access_reviews.far_away(centre)
    for name, file in files.items():
        access_reviews.opened(centre, name, file.id)
    access_reviews.night(centre)
    return {name: access_reviews.of(centre, name, file.id) for name, file in files.items()}


def test_each_has_somebody_else_to_look_at_it(centre, reviews):
    rows = centre.sql(
        "SELECT p.login, r.login FROM wlec_access_review v JOIN res_users p ON p.id = v.person_id"
        " JOIN res_users r ON r.id = v.reviewer_id WHERE v.id = ANY(%s)",
        list(reviews.values()),
    )
    expected = {"vera": "mona", "alice": "mona", "bob": "otto", "mona": "otto", "otto": "tara"}
    assert dict(rows) == expected


def _asked(client, number, context):
    """What they get by every way we can think of, with the number taken out."""
    asks = (
        ("read", [number], ["name", "state"]),
        ("web_read", [number], {"name": {}, "person_id": {"fields": {"display_name": {}}}, "accesses": {}}),
        ("search_read", [["id", "=", number]], ["name"]),
        ("search_count", [["id", "=", number]]),
        ("name_search", "", [["id", "=", number]]),
        ("formatted_read_group", [["id", "=", number]], ["state"], ["__count"]),
        ("export_data", [number], ["name"]),
        ("get_metadata", [number]),
        ("message_post", [number]),
        ("activity_schedule", [number]),
        ("action_fine", [number]),
        ("action_talk", [number]),
        ("action_breach", [number]),
        ("write", [number], {"reason": "x"}),
        ("write", [number], {"state": "fine"}),
        ("unlink", [number]),
        ("copy", [number]),
    )
    for method, *args in asks:
        answer = attempt(client.call, MODEL, method, *args, context=context)
        yield method, answer.replace(str(number), "#").replace(f"{number:,}", "#")


@pytest.mark.parametrize("name", [*SNOOPS, "sam", "admin", "fred", "carol", "audrey"])
@pytest.mark.parametrize("context", [{}, FORGED], ids=["plain", "forged"])
def test_no_trace_of_what_is_about_them(centre, people, reviews, name, context):
    client = people[name] if name in people else centre.login(name, "admin" if name == "admin" else "demo")
    number = reviews.get(name, reviews["bob"])
    there, nowhere = dict(_asked(client, number, context)), dict(_asked(client, MISSING, context))
    assert there.keys() == nowhere.keys()
    for method in there:
        assert _plain(there[method]) == _plain(nowhere[method]), method
    assert centre.sql("SELECT state FROM wlec_access_review WHERE id = %s", number) == [("waiting",)]


def _plain(answer):
    return answer.partition("'debug'")[0]


@pytest.mark.parametrize("name", SNOOPS)
def test_nor_in_what_hangs_on_it(people, reviews, name):
    client, number = people[name], reviews[name]
    for model, domain in (
        ("mail.activity", [["res_model", "=", MODEL], ["res_id", "=", number]]),
        ("mail.message", [["model", "=", MODEL], ["res_id", "=", number]]),
        ("wlec.access.review.finding", [["review_id", "=", number]]),
        ("wlec.management.action", [["review_id", "=", number]]),
    ):
        answer = attempt(client.call, model, "search", domain)
        assert answer == "[]" or "not allowed" in answer or "PolicyNotAcknowledged" in answer, (model, answer)
    assert not client.call("res.users", "read", [client.uid], ["wlec_review_count"])[0]["wlec_review_count"]


@pytest.mark.parametrize("context", [{}, FORGED], ids=["plain", "forged"])
def test_nobody_makes_or_turns_one(people, reviews, context):
    otto, number = people["otto"], reviews["bob"]
    for client in (otto, people["mona"], people["sam"], people["alice"]):
        with pytest.raises(RpcError):
            client.call(
                MODEL,
                "create",
                {"person_id": people["alice"].uid, "day": "2026-01-01", "state": "waiting"},
                context=context,
            )
    for vals in (
        {"state": "fine"},
        {"person_id": otto.uid},
        {"reviewer_id": 1},
        {"due_at": "2099-01-01 00:00:00"},
        {"day": "2020-01-01"},
    ):
        with pytest.raises(RpcError):
            otto.call(MODEL, "write", [number], vals, context=context)
    with pytest.raises(RpcError, match="few words"):
        otto.button(MODEL, "action_breach", [number], context=context)


def test_ties_have_no_door(people):
    for name in ("otto", "mona", "sam", "audrey"):
        for method, args in (("search_read", ([],)), ("read", ([1],)), ("_renew", ())):
            with pytest.raises(RpcError):
                people[name].call("wlec.access.tie", method, *args)


def test_the_reviewer_sees_when_and_not_what_is_in_the_file(centre, people, reviews):
    since = centre.last_event()
    (row,) = people["otto"].call(MODEL, "read", [reviews["bob"]], ["reference", "accesses", "rules"])
    assert "Matter" in row["accesses"] and "canary" not in row["accesses"]
    assert row["reference"].startswith("CASE-")
    read = [
        event
        for event in centre.events(since)
        if event["model"] == "wlec.access.event" and event["action"] == "read"
    ]
    assert read, "reading the log is on record"


def test_two_reviewers_at_once_decide_once(centre, people):
    for _ in range(3):
        file = File(people["bob"])
        access_reviews.opened(centre, "vera", file.id)
        access_reviews.night(centre)
        number, since = access_reviews.of(centre, "vera", file.id), centre.last_event()
        mona, otto = centre.login("mona"), centre.login("otto")
        mona.call(MODEL, "write", [number], {"reason": "She is a neighbour"})
        answers = at_once(
            (mona.button, MODEL, "action_breach", [number]), (otto.button, MODEL, "action_fine", [number])
        )
        done = [row for row in _steps(centre, since, MODEL, number) if row["outcome"] == "ok"]
        assert len(done) == 1, answers
        ((state,),) = centre.sql("SELECT state FROM wlec_access_review WHERE id = %s", number)
        ((breaches,),) = centre.sql(
            "SELECT count(*) FROM wlec_breach b JOIN wlec_breach_person p ON p.breach_id = b.id WHERE p.case_id = %s",
            file.id,
        )
        assert breaches == (state == "breach")


def test_two_nights_at_once_find_it_once(centre, people):
    file = File(people["bob"])
    access_reviews.opened(centre, "vera", file.id)
    stopped = []

    def night():
        try:
            access_reviews.night(centre)
        except AssertionError as error:
            stopped.append(str(error))

    at_once((night,), (night,))
    # Where both found it, the database takes the one's: the other has kept nothing, and finds nothing left the next time.
    assert len(stopped) < 2, stopped
    assert (
        not stopped or "wlec_access_review_one_waiting" in stopped[0] or "could not serialize" in stopped[0]
    )
    access_reviews.night(centre)
    rows = centre.sql("SELECT access_count FROM wlec_access_review WHERE case_id = %s", file.id)
    assert rows == [(1,)]


# Code an administrator types into the back office, run by hand or as a scheduled job: everything there is within its reach.
_AT_THE_BOOKMARK = {
    "forged": "env.cr.execute(\"UPDATE wlec_review_bookmark SET sealed = decode('7fffffffffffffff', 'hex')\")",
    "of something else": 'env.cr.execute("UPDATE wlec_review_bookmark b SET kek_id = k.kek_id, sealed = k.wrapped FROM wlec_data_key k")',
    "taken away": "env.cr.execute('DELETE FROM wlec_review_bookmark')",
    "called by name": "env['wlec.access.review'].sudo()._look_at_next()",
}


@pytest.mark.parametrize("how", _AT_THE_BOOKMARK)
@pytest.mark.parametrize("as_job", [False, True], ids=["by hand", "as a job"])
def test_whoever_administers_it_does_not_set_the_review_forward(centre, people, reviews, how, as_job):
    """Noted as looked at to the end of all numbers, nothing of theirs would ever be looked at."""
    sam, file = people["sam"], File(people["bob"])
    access_reviews.opened(centre, "vera", file.id)
    values = {
        "name": "Forward", "state": "code", "code": _AT_THE_BOOKMARK[how],
        "model_id": sam.call("ir.model", "search", [["model", "=", "res.users"]])[0],
    }  # fmt: skip
    if as_job:
        job = sam.call("ir.cron", "create", {**values, "interval_number": 1, "interval_type": "days"})
        sam.call("ir.cron", "method_direct_trigger", job if isinstance(job, list) else [job])
    else:
        action = sam.call("ir.actions.server", "create", values)
        sam.call("ir.actions.server", "run", action if isinstance(action, list) else [action])
    access_reviews.night(centre)
    assert access_reviews.of(centre, "vera", file.id), "what was opened is looked at all the same"


def _rules_that_found(centre, login, case):
    """Something in what is newest to be looked at of this person and file."""
    return centre.sql(
        "SELECT r.code FROM wlec_access_review_finding f JOIN wlec_access_rule r ON r.id = f.rule_id WHERE f.review_id = %s",
        access_reviews.of(centre, login, case),
    )


@pytest.mark.parametrize("back", [False, True], ids=["and left so", "and put back"])
def test_a_tie_is_not_taken_away_for_the_time_of_looking(centre, people, back):
    """Vera's telephone is her client's; she takes hers out of her own contact, as everybody may, and looks."""
    vera, file = people["vera"], File(people["bob"])
    number = f"020 7946 {centre.last_event() % 9000 + 1000}"
    people["bob"].call("res.partner", "write", [file.partner], {"phone": number})
    vera.call("res.users", "write", [vera.uid], {"phone": number})
    vera.call("res.users", "write", [vera.uid], {"phone": "020 7946 0999"})
    access_reviews.opened(centre, "vera", file.id)
    if back:
        vera.call("res.users", "write", [vera.uid], {"phone": number})
    access_reviews.night(centre)
    assert ("tie",) in _rules_that_found(centre, "vera", file.id)
    assert not centre.sql("SELECT id FROM wlec_former_contact"), "no telephone is kept"
    vera.call("res.users", "write", [vera.uid], {"phone": False})


def test_nor_is_the_clients(centre, people):
    """Bob's own client has his telephone; he writes another into the client's contact, and looks."""
    bob, file = people["bob"], File(people["bob"])
    number = f"020 7946 {centre.last_event() % 9000 + 1000}"
    bob.call("res.partner", "write", [file.partner], {"phone": number})
    bob.call("res.users", "write", [bob.uid], {"phone": number})
    bob.call("res.partner", "write", [file.partner], {"phone": "020 7946 0999"})
    access_reviews.opened(centre, "bob", file.id)
    noted = centre.sql("SELECT phone FROM wlec_former_client WHERE partner_id = %s", file.partner)
    assert noted and all(phone is None or phone.startswith("wlec1$") for (phone,) in noted)
    access_reviews.night(centre)
    assert ("tie",) in _rules_that_found(centre, "bob", file.id)
    assert not centre.sql("SELECT id FROM wlec_former_client"), "no telephone is kept, sealed or not"
    bob.call("res.users", "write", [bob.uid], {"phone": False})
