# SPDX-License-Identifier: LGPL-3.0-or-later
"""“Who has looked at my file”: nobody reads another's, on the page or on paper, and nothing on it tells of other people's matters."""

import io
import re

import pypdf
import pytest

from tests.support.client import RpcError

from .conftest import File
from .histories import PAGE, carols_file, insert, tokens, visible


@pytest.fixture
def file(people, centre):
    return carols_file(people, centre)


def _earlier(text):
    found = re.search(r'href="(/my/access-history\?before=[^"]+)"[^>]*>Earlier<', text)
    return found and found[1]


# ---- whose
def test_the_client_reads_it_and_that_is_on_record(people, centre, file):
    since = centre.last_event()
    page = people["carol"].get(PAGE)
    assert page.status_code == 200
    assert "Your caseworker" in page.text and "what you told us" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    rows = [row for row in centre.events(since) if "access_history" in row["field_names"]]
    assert [(row["action"], row["model"]) for row in rows] == [("read", "wlec.case")]
    assert file["id"] in rows[0]["case_ids"]
    assert "narrative" not in page.text and "web_read" not in page.text and "Okafor" not in page.text


@pytest.mark.parametrize("login", ["alice", "bob", "mona", "otto", "sam", "audrey", "tara", "fred"])
def test_staff_find_nothing_there(people, file, login):
    page = people[login].get(PAGE)
    assert "We hold no file of yours" in page.text
    assert file["name"] not in page.text
    assert people[login].get(f"{PAGE}/pdf").status_code == 404


def test_another_client_sees_their_own_and_a_stranger_the_door(people, centre, file):
    page = people["chris"].get(PAGE).text
    assert file["name"] not in page
    nobody = centre.login(None)
    for path in (PAGE, f"{PAGE}/pdf", f"/wlec/access-history/{file['id']}"):
        answer = nobody.get(path, allow_redirects=False)
        assert answer.status_code == 303 and "/web/login" in answer.headers["Location"]
    for path in (f"/complaint?access={tokens(people['carol'])[0]}", "/complaint/receipt?access=x"):
        assert "You are asking about" not in nobody.get(path).text


def test_a_file_closed_and_one_there_is_none_of_are_the_same_on_paper(people, centre, file):
    since = centre.last_event()
    paper = people["alice"].get(f"/wlec/access-history/{file['id']}")
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert [row["action"] for row in centre.events(since) if "access_history" in row["field_names"]] == [
        "print"
    ]
    for login in ("bob", "fred", "sam", "otto", "tara", "audrey", "carol", "chris"):
        answers = [
            people[login].get(f"/wlec/access-history/{number}") for number in (file["id"], 2**31 - 9, 10**15)
        ]
        assert [answer.status_code for answer in answers] == [404] * 3, login
        assert len({re.sub(r"\d{4,}|csrf_token[^,]*,|[0-9a-f]{40}o\d+", "", a.text) for a in answers}) == 1, (
            login
        )


@pytest.mark.parametrize(
    "query",
    [
        "from=2020-01-01&to=2020-01-02", "from=x&to=%00", "from=0001-01-01&to=9999-12-31", "to=2026-02-30", "before=", "own=1",
        "from=2030-01-01&to=2020-01-01",
    ],
)  # fmt: skip
def test_absurd_periods_are_just_empty_or_whole(people, query):
    page = people["carol"].get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "Who has looked at your file" in page.text


def test_other_methods_than_get_do_nothing(people):
    for method in ("POST", "PUT", "DELETE"):
        answer = people["carol"].http.request(method, f"{people['carol'].url}{PAGE}", timeout=60)
        assert answer.status_code in (400, 405)


# ---- page by page, on a file that everybody opens
def test_a_hot_file_page_by_page(people, centre, file):
    """More than a page: nothing is lost between two, and the number of the last one is not in the address."""
    centre.sql(
        "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,"
        " route, method, outcome) SELECT 1, 'read', 'wlec.case', ARRAY[%s], '{matter}', ARRAY[%s], a, a, false, 'http', '/x',"
        " 'wlec.case.web_read', 'ok' FROM generate_series(1, 260) n, LATERAL (SELECT CASE n %% 2 WHEN 0 THEN %s ELSE %s END) AS x(a)"
        " RETURNING id", file["id"], file["id"], people["alice"].uid, people["mona"].uid,
    )  # fmt: skip
    carol, path, pages = people["carol"], PAGE, 0
    while path and pages < 20:
        text = carol.get(path).text
        pages += 1
        path = _earlier(text)
        assert not path or len(path) > 100  # a sealed number, not a number
    assert 3 <= pages < 20


def test_on_paper_from_the_file(people, file):
    alice = people["alice"]
    action = alice.button("wlec.case", "action_print_history", [file["id"]])
    made = alice.call("wlec.history.print", "create", {"case_id": file["id"], "date_from": "2026-01-01"})
    made = made[0] if isinstance(made, list) else made
    assert action["res_model"] == "wlec.history.print"
    answer = alice.button("wlec.history.print", "action_print", [made])
    assert alice.get(answer["url"]).content.startswith(b"%PDF-")
    with pytest.raises(RpcError):
        alice.call(
            "wlec.history.print", "write", [made], {"date_from": "2026-02-01", "date_to": "2026-01-01"}
        )
        alice.button("wlec.history.print", "action_print", [made])
    for login in ("bob", "sam", "carol", "otto"):
        with pytest.raises(RpcError):
            people[login].button("wlec.case", "action_print_history", [file["id"]])
        with pytest.raises(RpcError):
            people[login].call("wlec.history.print", "create", {"case_id": file["id"]})


def test_a_wall_and_the_page_stays_what_it_was(people, centre, file):
    """otto puts up a wall between carol's file and somebody else's: nothing carol can see changes."""
    other = File(people["bob"])
    carol = people["carol"]
    carol.get(f"{PAGE}?own=1")
    before = visible(carol)
    centre.shell(
        f"case = env['wlec.case'].browse({file['id']})\n"
        f"env['wlec.access.exclusion'].sudo().create([{{'case_id': {file['id']}, 'user_id': {people['bob'].uid}, 'source': 'wall'}},"
        f" {{'case_id': {other.id}, 'user_id': {people['alice'].uid}, 'source': 'wall'}}])\nenv.cr.commit()\n"
    )
    try:
        assert visible(carol) == before
    finally:
        centre.shell(
            "env.cr.execute(\"UPDATE wlec_access_exclusion SET lifted_at = now() WHERE source = 'wall' AND case_id IN"
            f' ({file["id"]}, {other.id})")\nenv.cr.commit()\n'
        )


def test_a_paper_made_by_whom_a_complaint_is_about_does_not_say_that_there_is_one(people, centre, file):
    """The client reads that somebody looked because of their complaint; the caseworker it is about reads of a check."""
    form = {
        "description": "She told my neighbour.",
        "contact_by": "portal",
        "access": tokens(people["carol"])[0],
    }
    answer = people["carol"].post("/my/complaints/new", form, allow_redirects=False)
    number = int(re.search(r"/my/complaints/(\d+)", answer.headers["Location"])[1])
    handler = centre.sql("SELECT handler_id FROM wlec_breach_complaint WHERE id = %s", number)[0][0]
    insert(centre, file, handler)
    assert "Because of your complaint" in people["carol"].get(PAGE).text
    paper = people["alice"].get(f"/wlec/access-history/{file['id']}").content
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
    words = re.sub(r"\s+", " ", words)
    assert "A check that we keep to our own rules" in words
    assert "complaint" not in words.lower()
