# SPDX-License-Identifier: LGPL-3.0-or-later
"""What stays on the computer somebody read a file on."""

import re

from .conftest import SECRETS, attempt


def test_no_secret_for_a_cache_on_disk(people):
    for path in ("/odoo", "/web", "/odoo/contacts"):
        page = people["alice"].get(path)
        assert page.status_code == 200
        assert "session_info" in page.text
        assert "browser_cache_secret" not in page.text, path
    assert "browser_cache_secret" not in repr(people["alice"].json("/web/session/get_session_info"))


def test_answers_with_confidential_values_are_not_stored(people, file):
    alice = people["alice"]
    for model, number, names in (("wlec.case", file.id, [*SECRETS]), ("wlec.case.note", file.note, ["body"])):
        body = {
            "jsonrpc": "2.0",
            "params": {"model": model, "method": "read", "args": [[number], names], "kwargs": {}},
        }
        answer = alice.http.post(f"{alice.url}/web/dataset/call_kw/{model}/read", json=body)
        assert file.word in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
    for path in ("content", "content?download=true", "content?unique=1"):
        answer = alice.get(f"/web/content/wlec.case.document/{file.document}/{path}")
        assert answer.content == b"xyz"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
        assert "Expires" not in answer.headers
        assert "Last-Modified" not in answer.headers


def test_a_document_is_never_answered_from_memory(centre, people, file):
    """Asking “only if it changed” is a reading like any other."""
    alice, path = people["alice"], f"/web/content/wlec.case.document/{file.document}/content"
    for headers in (
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"Range": "bytes=0-1"},
    ):
        before = centre.last_event()
        answer = alice.get(path, headers=headers)
        assert answer.status_code in (200, 206, 304), (
            headers
        )  # nobody has a copy to ask about: they are told not to keep one
        assert answer.headers["Cache-Control"] == "no-store"
        rows = [row for row in centre.events(before) if row["model"] == "wlec.case.document"]
        assert [(row["action"], row["record_ids"]) for row in rows] == [("download", [file.document])], (
            headers
        )


def test_leaving_clears_the_browser(centre):
    client = centre.login("alice")
    answer = client.get("/web/session/logout", allow_redirects=False)
    assert set(re.findall(r'"(\w+)"', answer.headers["Clear-Site-Data"])) >= {"cache", "storage"}
    assert "alice" not in attempt(client.json, "/web/session/get_session_info")


def test_other_pages_keep_their_caching(people):
    page = people["alice"].get("/odoo")
    assert "no-store" not in people["alice"].get("/web/static/img/favicon.ico").headers.get(
        "Cache-Control", ""
    )
    assert page.status_code == 200


def test_errors_show_no_values(people, file):
    """A refusal to a granted reader, and a crash, hold nothing of what the request had opened."""
    alice = people["alice"]
    for args in (
        ("wlec.case", "export_data", [file.id], ["narrative", "no_such_field"]),
        ("wlec.case", "read", [file.id], ["narrative", "no_such_field"]),
        ("wlec.case", "web_read", [file.id], {"narrative": {}, "no_such_field": {}}),
        ("wlec.case", "web_save", [file.id], {"state": "open"}, {"narrative": {}}),
        ("wlec.case", "onchange", [file.id], {"partner_id": "x"}, ["partner_id"], {"narrative": {}}),
    ):
        assert file.word not in attempt(alice.call, *args)
