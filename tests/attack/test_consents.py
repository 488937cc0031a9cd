# SPDX-License-Identifier: LGPL-3.0-or-later
"""Consents attacked from outside: scanners that follow every link, other clients, forged forms, everything twice at once."""

import itertools
import re

import pytest
import requests

from .conftest import attempt
from .disclosing import CONSENT, REQUEST, like_carols, resting
from .test_two_at_once import at_once


@pytest.fixture(autouse=True)
def forged(expect_log):
    """What a form without the token of its page makes Odoo say."""
    expect_log(
        r"^WARNING odoo\.http: (CSRF validation failed on|No CSRF validation token provided for) path '/my/consents"
    )


@pytest.fixture
def asked(centre, people):
    """A consent alice has put before carol; each call its own."""
    alice = people["alice"]

    def make(**vals):
        full = {**like_carols(alice), "method": "portal", **vals}
        consent = alice.call(CONSENT, "create", full)
        alice.button(CONSENT, "action_ask", [consent])
        return consent

    return make


def form(client, consent):
    """What the client's page holds: (token, fingerprint of the text)."""
    page = client.get(f"/my/consents/{consent}").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    text = re.search(r'name="text" value="([^"]+)"', page)
    return token and token[1], text and text[1]


def decide(client, consent, answer="yes", signature="Carol Byrne", found=None):
    token, text = found or form(client, consent)
    data = {"csrf_token": token, "text": text, "answer": answer, "signature": signature}
    return client.post(f"/my/consents/{consent}/decide", data, csrf=False)


def withdraw(client, consent, token=None):
    return client.post(
        f"/my/consents/{consent}/withdraw", {"csrf_token": token or form(client, consent)[0]}, csrf=False
    )


def everything(centre):
    """All there is of consents and what rests on them, as the database has it."""
    return [
        centre.sql(f"SELECT * FROM {table} ORDER BY id")
        for table in (
            "wlec_consent",
            "wlec_consent_event",
            "wlec_consent_receipt",
            "wlec_disclosure_request",
            "mail_activity",
        )
    ]


def state(centre, consent):
    return centre.sql("SELECT state FROM wlec_consent WHERE id = %s", consent)[0][0]


def events(centre, consent):
    rows = centre.sql("SELECT event FROM wlec_consent_event WHERE consent_id = %s ORDER BY id", consent)
    return [row[0] for row in rows]


# ---- links
def test_five_hundred_knocks_change_nothing(centre, people, asked):
    """What mail scanners, previewers and impatient fingers do: GET and HEAD on every link there is, logged in and not."""
    waiting, given = asked(), asked()
    carol, nobody = people["carol"], centre.login(None)
    decide(carol, given)
    token, text = form(carol, waiting)
    receipt = centre.sql("SELECT id FROM wlec_consent_receipt WHERE consent_id = %s", given)[0][0]
    query = f"?answer=yes&signature=Carol+Byrne&text={text}&csrf_token={token}"
    paths = [
        f"/my/consents/{consent}{deed}{words}"
        for consent in (waiting, given)
        for deed in ("", "/", "/decide", "/withdraw", "/give", "/accept")
        for words in ("", query, f"{query}&done=1")
    ]
    paths += [
        "/my/consents",
        f"/my/consents{query}",
        f"/my/consents/receipt/{receipt}/jsonld",
        "/my/confidentiality",
    ]
    before = everything(centre)
    ways = itertools.cycle(itertools.product(paths, (carol, people["chris"], nobody), ("GET", "HEAD")))
    for path, client, method in itertools.islice(ways, 500):
        answer = client.http.request(method, centre.url + path, timeout=60, allow_redirects=False)
        assert answer.status_code in (200, 301, 303, 404, 405), (path, answer.status_code)
        if client is nobody:
            assert answer.status_code in (301, 303, 404, 405)
            assert "Equality and Human Rights" not in answer.text
    assert everything(centre) == before
    assert state(centre, waiting) == "requested"
    assert state(centre, given) == "given"


# ---- other people
def test_another_client(centre, people, asked):
    consent = asked()
    found = form(people["carol"], consent)
    for login in ("chris", "bob", "sam", "fred", "alice", "mona"):
        client = people[login]
        token = client.csrf_token()
        answers = [
            client.get(f"/my/consents/{consent}"),
            decide(client, consent, found=(token, found[1])),
            decide(client, consent, found=found),
            withdraw(client, consent, token),
        ]
        assert {answer.status_code for answer in answers} <= {400, 404}, login
        assert "Equality and Human Rights" not in "".join(answer.text for answer in answers)
    assert events(centre, consent) == ["requested", "asked"]


@pytest.mark.parametrize("login", ["carol", "chris", "bob", "sam", "fred"])
def test_no_other_door(centre, people, asked, login):
    """The client's own steps are no methods anybody can call, and their fields are nobody's to write."""
    consent, client = asked(), people[login]
    for method, args in (
        ("_decide", [[consent], True, "Carol Byrne", "x"]),
        ("_withdraw", [[consent]]),
        ("_transition", [[consent], "accept"]),
        ("action_give", [[consent]]),
        ("action_refuse", [[consent]]),
        ("action_withdraw", [[consent]]),
        ("action_take_back", [[consent]]),
        ("write", [[consent], {"state": "given"}]),
        ("write", [[consent], {"signature": "Carol Byrne", "given_at": "2026-01-01"}]),
        ("web_save", [[consent], {"asked_at": "2026-01-01"}, {}]),
        ("unlink", [[consent]]),
        ("copy", [[consent]]),
    ):
        attempt(client.call, CONSENT, method, *args)
    attempt(client.call, "wlec.consent.receipt", "create", {"name": "x", "consent_id": consent})
    attempt(client.call, "wlec.consent.event", "create", {"consent_id": consent, "event": "given"})
    assert events(centre, consent) == ["requested", "asked"]
    assert not centre.sql("SELECT 1 FROM wlec_consent_receipt WHERE consent_id = %s", consent)


def test_alice_cannot_answer_for_carol(centre, people, asked):
    consent, alice = asked(), people["alice"]
    for method, args in (
        ("action_give", [[consent]]),
        ("write", [[consent], {"signature": "Carol Byrne"}]),
        ("write", [[consent], {"method": "written"}]),
        ("write", [[consent], {"statement": "x"}]),
    ):
        assert "message" in attempt(alice.call, CONSENT, method, *args)
    assert state(centre, consent) == "requested"


def test_nothing_of_the_centres_own_notes_in_the_portal(people, asked):
    consent = asked(
        capacity="can",
        capacity_assessment="qzcanary assessment",
        capacity_assessed_on="2026-11-01",
        capacity_assessor_id=people["mona"].uid,
    )
    answer = attempt(people["carol"].call, CONSENT, "read", [consent], [])
    assert "qzcanary" not in answer
    for name in (
        "capacity_assessment",
        "capacity",
        "seen_alone",
        "end_reason",
        "authority_document_id",
        "lawful_basis",
    ):
        assert "AccessError" in attempt(people["carol"].call, CONSENT, "read", [consent], [name]), name
    assert "qzcanary" not in people["carol"].get(f"/my/consents/{consent}").text


# ---- forged forms
def test_without_the_token_of_the_page(centre, people, asked):
    consent, carol = asked(), people["carol"]
    text = form(carol, consent)[1]
    for token in (None, "", "0" * 40, people["chris"].csrf_token()):
        data = {
            "text": text,
            "answer": "yes",
            "signature": "Carol Byrne",
            **({"csrf_token": token} if token is not None else {}),
        }
        assert carol.post(f"/my/consents/{consent}/decide", data, csrf=False).status_code == 400
        assert carol.post(f"/my/consents/{consent}/withdraw", data, csrf=False).status_code == 400
    for headers in ({"Content-Type": "application/json"}, {"Content-Type": "text/plain"}):
        answer = carol.http.post(
            f"{centre.url}/my/consents/{consent}/decide",
            data='{"answer": "yes"}',
            headers=headers,
            timeout=60,
        )
        assert answer.status_code >= 400
    assert events(centre, consent) == ["requested", "asked"]


def test_absurd_input(centre, people, asked):
    consent, carol = asked(), people["carol"]
    token, text = form(carol, consent)
    path = f"/my/consents/{consent}/decide"
    for changed in (
        {"signature": "x" * 200_000},
        {"signature": "Car\x00ol\u202e" * 3 + "<script>alert(1)</script>"},
        {"text": text[:-1] + ("0" if text[-1] != "0" else "1")},
        {"text": "é" * 1000},
        {"answer": ["yes"] * 50, "signature": "Somebody Else"},
        {"answer": "YES"},
    ):
        data = {"csrf_token": token, "text": text, "answer": "yes", "signature": "Carol Byrne", **changed}
        answer = carol.post(path, data, csrf=False)
        assert answer.status_code == 200
        assert "<script>alert(1)" not in answer.text
        assert state(centre, consent) == "requested", changed
    for number in ("0", "-1", "99999999999999999999", "1%20OR%201=1", "../7"):
        assert carol.post(f"/my/consents/{number}/decide", {"csrf_token": token}, csrf=False).status_code in (
            404,
            400,
        )


def test_sent_again(centre, people, asked):
    consent, carol = asked(), people["carol"]
    found = form(carol, consent)
    for _ in range(4):
        decide(carol, consent, found=found)
    assert events(centre, consent) == ["requested", "asked", "given"]
    for _ in range(4):
        withdraw(carol, consent, found[0])
    for _ in range(2):
        decide(carol, consent, found=found)
    assert events(centre, consent) == ["requested", "asked", "given", "withdrawn"]


# ---- at one moment
def test_yes_and_no_in_two_windows(centre, asked):
    for _ in range(3):
        consent = asked()
        windows = [centre.login("carol") for _ in range(4)]
        found = [form(window, consent) for window in windows]
        at_once(*[
            (decide, window, consent, answer, "Carol Byrne", one)
            for window, answer, one in zip(windows, ("yes", "no", "yes", "no"), found, strict=True)
        ])  # fmt: skip
        told = events(centre, consent)
        assert told in (["requested", "asked", "given"], ["requested", "asked", "refused"]), told
        assert state(centre, consent) == told[-1]


def test_taken_back_in_four_windows(centre, people, asked):
    consent = asked()
    decide(people["carol"], consent)
    windows = [centre.login("carol") for _ in range(4)]
    tokens = [form(window, consent)[0] for window in windows]
    at_once(*[(withdraw, window, consent, token) for window, token in zip(windows, tokens, strict=True)])
    assert events(centre, consent) == ["requested", "asked", "given", "withdrawn"]
    rows = centre.sql("SELECT event FROM wlec_consent_receipt WHERE consent_id = %s ORDER BY id", consent)
    assert [row[0] for row in rows] == ["given", "withdrawn"]


def test_question_taken_back_while_the_client_says_yes(centre, people, asked):
    for _ in range(3):
        consent = asked()
        carol = centre.login("carol")
        found = form(carol, consent)
        at_once(
            (decide, carol, consent, "yes", "Carol Byrne", found),
            (centre.login("alice").button, CONSENT, "action_take_back", [consent]),
        )
        told = events(centre, consent)[2:]
        assert told in (["given"], ["taken_back"]), told
        assert state(centre, consent) == ("given" if told == ["given"] else "requested")


def test_taken_back_in_the_portal_while_the_manager_approves(centre, people, asked):
    """Whoever is first: in the end the consent is withdrawn and nothing that rests on it is approved."""
    for _ in range(4):
        consent = asked()
        decide(people["carol"], consent)
        request = resting(people["alice"], consent)
        carol, mona = centre.login("carol"), centre.login("mona")
        token = form(carol, consent)[0]
        answers = at_once(
            (withdraw, carol, consent, token), (mona.button, REQUEST, "action_approve", [request])
        )
        assert "200" in answers[0], answers[0]
        assert state(centre, consent) == "withdrawn"
        now, approver = centre.sql(
            "SELECT state, approver_id FROM wlec_disclosure_request WHERE id = %s", request
        )[0]
        assert (now, approver) == ("draft", None)
        attempt(mona.button, REQUEST, "action_approve", [request])
        attempt(centre.login("otto").button, REQUEST, "action_release", [request])
        assert centre.sql("SELECT state FROM wlec_disclosure_request WHERE id = %s", request)[0][0] == "draft"


def test_many_clients_windows_do_not_stop_the_server(centre, people, asked):
    """Six decide on six consents at one moment: each once."""
    consents = [asked() for _ in range(6)]
    at_once(*[(decide, centre.login("carol"), consent) for consent in consents])
    assert {state(centre, consent) for consent in consents} == {"given"}


def test_receipts_of_others(centre, people, asked):
    consent = asked()
    decide(people["carol"], consent)
    receipt = centre.sql("SELECT id FROM wlec_consent_receipt WHERE consent_id = %s", consent)[0][0]
    since = centre.last_event()
    for login in ("chris", "bob", "sam", "fred", "audrey", "tara"):
        for kind in ("pdf", "jsonld", "html", "..%2Fpdf"):
            answer = people[login].get(f"/my/consents/receipt/{receipt}/{kind}")
            assert answer.status_code in (403, 404), (login, kind)
            assert b"Equality and Human" not in answer.content
    assert (
        requests.get(
            f"{centre.url}/my/consents/receipt/{receipt}/pdf",
            timeout=60,
            allow_redirects=False,
            proxies={"http": None},
        ).status_code
        == 303
    )

    def downloaded():
        rows = [row for row in centre.events(since) if row["model"] == "wlec.consent.receipt"]
        return [row["record_ids"] for row in rows if (row["action"], row["outcome"]) == ("download", "ok")]

    assert not downloaded()
    assert people["carol"].get(f"/my/consents/receipt/{receipt}/jsonld").status_code == 200
    assert downloaded() == [[receipt]]
