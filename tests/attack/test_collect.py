# SPDX-License-Identifier: LGPL-3.0-or-later
"""The one-time link of a disclosure, attacked: guessed, replayed, opened by scanners, used twice at once, by another hand."""

import re
import secrets

import pytest
import requests

from .test_two_at_once import at_once
from .test_two_on_a_disclosure import REQUEST, submitted  # noqa: F401 - a fixture


def visitor():
    """Somebody without a login, whose browser keeps cookies."""
    session = requests.Session()
    session.trust_env = False
    return session


@pytest.fixture
def link(centre, people, submitted):  # noqa: F811
    """A released disclosure and its link: (request, address)."""
    _consent, request = submitted
    people["mona"].button(REQUEST, "action_approve", [request])
    people["otto"].button(REQUEST, "action_release", [request])
    answer = people["otto"].button(REQUEST, "action_make_link", [request])
    return request, answer["params"]["link"].replace(
        re.match(r"https?://[^/]+", answer["params"]["link"])[0], centre.url
    )


def _state(centre, request):
    return centre.sql(
        "SELECT state, delivered_at IS NOT NULL FROM wlec_disclosure_delivery WHERE request_id = %s", request
    )


def press(session, address):
    page = session.get(address, timeout=60)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    return session.post(address, data={"csrf_token": token[1] if token else ""}, timeout=60)


def test_scanners_change_nothing(centre, link):
    request, address = link
    before = centre.sql("SELECT xmin, * FROM wlec_disclosure_delivery WHERE request_id = %s", request)
    since = centre.last_event()
    session = visitor()
    for turn in range(40):
        method = ("get", "head", "options")[turn % 3]
        answer = getattr(session, method)(address, timeout=60, headers={"User-Agent": "a scanner of links"})
        assert answer.status_code < 500
        assert b"PK\x03\x04" not in answer.content
    assert centre.sql("SELECT xmin, * FROM wlec_disclosure_delivery WHERE request_id = %s", request) == before
    assert not [row for row in centre.events(since) if row["action"] == "deliver"]
    assert press(session, address).content.startswith(b"PK\x03\x04"), (
        "the link still works for who presses the button"
    )


def test_used_once(centre, link, expect_log):
    expect_log(r"^WARNING odoo\.http: CSRF validation failed on path '/disclosure/collect/…'")
    request, address = link
    session = visitor()
    page = session.get(address, timeout=60)
    assert "no-referrer" in page.headers["Referrer-Policy"] and page.headers["Cache-Control"] == "no-store"
    assert (
        "script" not in page.text and "EHRC" not in page.text and "Equality and Human Rights" not in page.text
    )
    assert re.search(r"Until \d+ \w+ \d{4}, \d\d:\d\d \((GMT|BST)\)\.", page.text), "by the clock on the wall"
    got = press(session, address)
    assert got.content.startswith(b"PK\x03\x04") and got.headers["Cache-Control"] == "no-store"
    assert "attachment" in got.headers["Content-Disposition"]
    for other in (session, visitor()):
        assert press(other, address).status_code in (400, 404)
        again = other.get(address, timeout=60)
        assert again.status_code == 404 and b"PK\x03\x04" not in again.content
    assert _state(centre, request) == [("delivered", True)]
    secret = address.rpartition("/")[2]
    assert secret not in centre.log.read_text(errors="replace"), "the server's log holds no link"
    for table in ("wlec_access_event", "wlec_disclosure_delivery", "mail_message"):
        assert centre.sql(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", f"%{secret}%") == [(0,)]


def test_four_press_at_once(centre, link):
    request, address = link
    sessions = [visitor() for _turn in range(4)]
    tokens = [re.search(r'csrf_token" value="([^"]+)"', s.get(address, timeout=60).text)[1] for s in sessions]
    since, got = centre.last_event(), []

    def once(session, token):
        answer = session.post(address, data={"csrf_token": token}, timeout=60)
        got.append(answer.content.startswith(b"PK\x03\x04"))
        return answer.status_code

    at_once(*[(once, session, token) for session, token in zip(sessions, tokens, strict=True)])
    assert got.count(True) == 1
    delivered = [
        r
        for r in centre.events(since)
        if r["action"] == "deliver" and r["model"] == REQUEST and r["outcome"] == "ok"
    ]
    assert sum("package" in row["field_names"] for row in delivered) >= 1
    assert _state(centre, request) == [("delivered", True)]


def test_without_the_pages_own_token(link, centre, expect_log):
    """A page elsewhere cannot make a recipient's browser use the link up."""
    expect_log(r"^WARNING odoo\.http: CSRF validation failed on path '/disclosure/collect/…'")
    request, address = link
    for session in (visitor(), visitor()):
        answer = session.post(address, data={"csrf_token": "x"}, timeout=60)
        assert answer.status_code == 400 and b"PK\x03\x04" not in answer.content
    assert _state(centre, request) == [("open", False)]


def test_another_hand(centre, people, link):
    """Being logged in as somebody opens no link, and no link opens anything else."""
    _request, address = link
    token = address.rpartition("/")[2]
    for login in ("bob", "chris"):
        for text in (token[:-1] + "A", token.upper(), secrets.token_urlsafe(32)):
            answer = people[login].http.get(f"{centre.url}/disclosure/collect/{text}", timeout=60)
            assert answer.status_code in (404, 429) and b"PK\x03\x04" not in answer.content
    for path in (
        f"/web/content/wlec.disclosure.request/{_request}/package",
        f"/web/image/wlec.disclosure.request/{_request}/package",
    ):
        for session in (visitor(), people["bob"].http, people["chris"].http, people["sam"].http):
            assert (
                b"PK\x03\x04"
                not in session.get(centre.url + path, params={"access_token": token}, timeout=60).content
            )


def test_guessing_is_slowed_down(spare):
    session, answers = visitor(), []
    for _turn in range(40):
        answers.append(
            session.get(f"{spare.url}/disclosure/collect/{secrets.token_urlsafe(32)}", timeout=60).status_code
        )
    assert answers[:5] == [404] * 5 and answers[-1] == 429
    assert answers.count(404) <= 21


def test_the_methods_behind_it_are_no_door(people, link, centre):
    request, _address = link
    for login in ("bob", "chris", "sam", "carol"):
        for method, args in (
            ("_of_token", ["x"]),
            ("_collect", [[1], "x"]),
            ("_start_link", [request]),
            ("_start", [request, "link"]),
        ):
            with pytest.raises(Exception, match=r"."):
                people[login].call("wlec.disclosure.delivery", method, *args)
    assert _state(centre, request) == [("open", False)]
