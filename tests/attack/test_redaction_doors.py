# SPDX-License-Identifier: LGPL-3.0-or-later
"""The pages of a document in the redaction viewer: for whoever works on the request, recorded, and for nobody else."""

import base64
import secrets

import pytest

from tests.support.papers import pdfs

from .conftest import File

ITEM, REQUEST = "wlec.disclosure.item", "wlec.disclosure.request"


@pytest.fixture(scope="module")
def item(people):
    """A draft of alice's that gives a letter with a name in it."""
    alice = people["alice"]
    file = File(alice)
    content = base64.b64encode(pdfs.canvas(pdfs.letter)).decode()
    document = alice.call(
        "wlec.case.document", "create", {"case_id": file.id, "file_name": "letter.pdf", "content": content}
    )
    matter = alice.call("wlec.information.category", "search", [["code", "=", "employment"]])[0]
    line = {"category_id": matter, "description": "The letter", "document_id": document}
    request = alice.call(REQUEST, "create", {"case_id": file.id, "item_ids": [[0, 0, line]]})
    return alice.call(ITEM, "search", [["request_id", "=", request]])[0]


def page(centre, client, number, **parameters):
    return client.http.get(
        f"{centre.url}/wlec/redaction/{number}/page/0", params=parameters, timeout=60, allow_redirects=False
    )


def call(centre, client, number, what, **values):
    body = {"jsonrpc": "2.0", "method": "call", "params": values}
    return client.http.post(f"{centre.url}/wlec/redaction/{number}/{what}", json=body, timeout=90).json()


def test_who_works_on_it(centre, people, item):
    since = centre.last_event()
    shown = page(centre, people["alice"], item)
    assert shown.content.startswith(b"\x89PNG") and shown.headers["Cache-Control"] == "no-store"
    [found] = call(centre, people["alice"], item, "find", text=pdfs.SECRET)["result"]
    assert call(centre, people["alice"], item, "save", areas=[found])["result"] is True
    [kept] = call(centre, people["alice"], item, "open")["result"]["areas"]
    assert kept == pytest.approx(found)
    assert page(centre, people["alice"], item, black=1).content != shown.content
    reads = [
        r
        for r in centre.events(since)
        if r["model"] == "wlec.case.document" and "content" in r["field_names"]
    ]
    assert len(reads) >= 4, "each look at a page is on record"


@pytest.mark.parametrize(
    "login", ["bob", "mona", "otto", "vera", "fred", "tara", "audrey", "carol", "chris", "sam"]
)
def test_nobody_else(centre, people, item, login):
    """mona is alice's line manager and may look; the others find nothing, as for a number that does not exist."""
    client = people[login]
    if login == "mona":
        assert page(centre, client, item).content.startswith(b"\x89PNG")
        return
    there, nowhere = page(centre, client, item), page(centre, client, 2_000_000_000)
    assert not there.content.startswith(b"\x89PNG") and there.status_code == nowhere.status_code
    for what, values in (
        ("open", {}),
        ("find", {"text": "a"}),
        ("save", {"areas": []}),
        ("make", {"areas": []}),
    ):
        assert "error" in call(centre, client, item, what, **values)


def test_without_a_login(centre, people, item):
    answer = page(centre, people[None], item)
    assert answer.status_code in (302, 303, 403, 404) and not answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "areas",
    [
        "x", 7, None, [[0]], [["a", 0, 0, 1, 1]], [[9, 0, 0, "b", 1]], [[-1, 0, 0, 1, 1]], [{}], [[0, 0, 0, 1, 1]] * 6000,
        [[0, float("1e308"), 0, 1, 1]],
    ],
)  # fmt: skip
def test_nonsense_is_refused_in_words(centre, people, item, areas):
    answer = call(centre, people["alice"], item, "save", areas=areas)
    if "error" in answer:
        assert (
            "Traceback" not in answer["error"]["data"].get("message", "")
            and "rectangles" in answer["error"]["data"]["message"]
        )


def test_odd_pages(centre, people, item):
    alice = people["alice"]
    for width in ("-1", "9" * 30, "x", "0"):
        assert page(centre, alice, item, width=width).status_code == 200
    far = alice.http.get(f"{centre.url}/wlec/redaction/{item}/page/99", timeout=60)
    assert far.status_code == 404


def test_not_from_another_site(centre, people, item):
    """Saving takes JSON, which a form on another site cannot send."""
    answer = people["alice"].http.post(
        f"{centre.url}/wlec/redaction/{item}/save", data={"areas": secrets.token_hex()}, timeout=60
    )
    assert answer.status_code >= 400 or "error" in answer.text
