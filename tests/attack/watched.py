# SPDX-License-Identifier: LGPL-3.0-or-later
"""What a client's pages cost: of a file about which rows are kept from them, and of the numbers of other people's records."""

import re
import time

import pytest

from .disclosing import CONSENT, like_carols
from .histories import PAGE, carols_file
from .test_consents import decide

TOLD, KEPT_BACK = 30, 150
# Days whose names are as long.
DAYS = {"quiet": "2026-01-12", "as quiet": "2026-01-19", "a matter of others": "2026-01-26"}


@pytest.fixture(scope="module")
def matter(people, centre):
    """A file that was looked at as often on each of three days; on the last of them, also because of what its client is not told of."""
    found = carols_file(people, centre)
    for day in DAYS.values():
        _insert(centre, found, people["alice"].uid, day, TOLD, "ok", "wlec.case.web_read")
    # Refused in passing: somebody opened another person's matter, in which this client is named.
    _insert(
        centre,
        found,
        people["bob"].uid,
        DAYS["a matter of others"],
        KEPT_BACK,
        "denied",
        "wlec.disclosure.request.web_read",
    )
    return found


def _insert(centre, file, actor, day, count, outcome, method):
    action = "denied" if outcome == "denied" else "read"
    centre.sql(
        "INSERT INTO wlec_log.event (at, version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,"
        " route, method, outcome) SELECT %s::timestamptz + n * interval '7 minutes', 1, %s, 'wlec.case', ARRAY[%s], '{matter}', ARRAY[%s],"
        " %s, %s, false, 'http', '/x', %s, %s FROM generate_series(1, %s) n RETURNING id",
        f"{day} 05:00+00", action, file["id"], file["id"], actor, actor, method, outcome, count,
    )  # fmt: skip


def read(client, day):
    began = time.perf_counter()
    text = client.get(f"{PAGE}?from={day}&to={day}").text
    taken = time.perf_counter() - began
    # Sealed numbers are another each time, and as long.
    return taken, re.sub(r"csrf_token[^,]*,", "", text)


# ---- the numbers of other people's records
MISSING = 2**31 - 13
OTHERS = {
    "/my/complaints/{}": "SELECT max(id) FROM wlec_breach_complaint WHERE partner_id = %s",
    "/my/complaints/document/{}": "SELECT max(d.id) FROM wlec_complaint_document d JOIN wlec_breach_complaint c ON c.id = complaint_id"
    " WHERE c.partner_id = %s",
    "/my/consents/{}": "SELECT max(c.id) FROM wlec_consent c JOIN wlec_case f ON f.id = case_id WHERE f.partner_id = %s",
    "/my/consents/receipt/{}/pdf": "SELECT max(r.id) FROM wlec_consent_receipt r JOIN wlec_consent c ON c.id = r.consent_id"
    " JOIN wlec_case f ON f.id = c.case_id WHERE f.partner_id = %s",
    "/wlec/access-history/{}": "SELECT max(id) FROM wlec_case WHERE partner_id = %s",
}
DEEDS = {
    "/my/complaints/{}/message": {"body": "x"},
    "/my/complaints/{}/review": {},
    "/my/consents/{}/decide": {"answer": "yes"},
    "/my/consents/{}/withdraw": {},
}


@pytest.fixture(scope="module")
def carols(centre, people):
    """{page: number of a record of carol's}"""
    alice, carol = people["alice"], people["carol"]
    consent = alice.call(CONSENT, "create", {**like_carols(alice), "method": "portal"})
    alice.button(CONSENT, "action_ask", [consent])
    decide(carol, consent)
    form, paper = (
        {"description": "Told to a neighbour.", "contact_by": "portal"},
        ("a.txt", b"x", "text/plain"),
    )
    assert (
        carol.post("/my/complaints/new", form, files={"documents": paper}, allow_redirects=False).status_code
        == 303
    )
    me = centre.sql("SELECT partner_id FROM res_users WHERE id = %s", carol.uid)[0][0]
    found = {path: centre.sql(query, me)[0][0] for path, query in OTHERS.items()}
    assert all(found.values()), found
    assert all(
        carol.get(path.format(number)).status_code == 200
        for path, number in found.items()
        if path.startswith("/my")
    )
    return found


def answer(client, path, number, form=None):
    began = time.perf_counter()
    method = "POST" if form is not None else "GET"
    answer = client.http.request(
        method, client.url + path.format(number), data=form, timeout=60, allow_redirects=form is None
    )
    taken = time.perf_counter() - began
    text = re.sub(r"csrf_token[^,]*,|\b[0-9a-f]{40}o\d+", "", f"{answer.status_code} {answer.text}")
    return taken, re.sub(rf"\b({number}|{MISSING})\b", "#", text)
