# SPDX-License-Identifier: LGPL-3.0-or-later
"""A wall leaves no trace: what is walled off answers, byte for byte, as what was never there."""

import random
import re
import statistics
import time

import pytest

from .asking import Asker, told_apart
from .conftest import File, attempt

OUTSIDERS = ("bob", "fred", "sam", "carol", None)


TABLES = (
    "wlec_case", "wlec_case_note", "wlec_case_party", "wlec_case_document", "wlec_consent", "wlec_disclosure_request",
    "wlec_disclosure_item", "wlec_access_grant", "wlec_breach_complaint", "wlec_complaint_message",
    "wlec_breach_complaint_issue", "wlec_complaint_letter",
)  # fmt: skip
_FAR = 1_000_003


@pytest.fixture(scope="module")
def hidden(centre, people):
    """{model: (number behind a wall, number there never was)}: long ones, which occur nowhere else in an answer."""
    centre.far_numbers(*TABLES)
    alice = people["alice"]
    file = File(alice)
    found = {
        "wlec.case": file.id,
        "wlec.case.note": file.note,
        "wlec.case.party": file.party,
        "wlec.case.document": file.document,
        "wlec.access.grant": centre.sql("SELECT max(id) FROM wlec_access_grant WHERE case_id = %s", file.id)[0][0],
        **_decisions(alice, file),
        **_complaint(centre, people["mona"], people["otto"]),
    }  # fmt: skip
    return {model: (number, number + _FAR) for model, number in found.items()}


def _decisions(alice, file):
    purpose = alice.call("wlec.consent.purpose", "search", [], limit=1)[0]
    agency = alice.call("wlec.agency", "search", [], limit=1)[0]
    category = alice.call("wlec.information.category", "search", [], limit=1)[0]
    same = {"case_id": file.id, "agency_id": agency, "purpose_id": purpose}
    consent = alice.call("wlec.consent", "create", {**same, "category_ids": [[6, 0, [category]]]})
    items = [[0, 0, {"category_id": category, "description": file.word}]]
    request = alice.call("wlec.disclosure.request", "create", {**same, "item_ids": items})
    item = alice.call("wlec.disclosure.request", "read", [request], ["item_ids"])[0]["item_ids"][0]
    return {"wlec.consent": consent, "wlec.disclosure.request": request, "wlec.disclosure.item": item}


def _complaint(centre, mona, otto):
    entry = mona.call("wlec.complaint.entry", "create", {"description": "Somebody told my employer."})
    mona.button("wlec.complaint.entry", "action_submit", [entry])
    complaint = centre.sql("SELECT id FROM wlec_breach_complaint ORDER BY create_date DESC LIMIT 1")[0][0]
    otto.button("wlec.breach.complaint", "action_prepare_acknowledgement", [complaint])
    otto.call(
        "wlec.breach.complaint.issue", "create", {"complaint_id": complaint, "what": "Told to an employer"}
    )
    return {
        "wlec.breach.complaint": complaint,
        "wlec.breach.complaint.issue": centre.sql(
            "SELECT max(id) FROM wlec_breach_complaint_issue WHERE complaint_id = %s", complaint
        )[0][0],
        "wlec.complaint.letter": centre.sql(
            "SELECT max(id) FROM wlec_complaint_letter WHERE complaint_id = %s", complaint
        )[0][0],
    }


@pytest.mark.parametrize("login", OUTSIDERS)
def test_the_same_answer_as_for_what_is_not_there(people, hidden, login):
    asker = Asker(people[login])
    different = []
    # One person asks about every kind of record; the others, for the time it takes, about some: the same ones every time.
    models = list(hidden) if login == "bob" else random.Random(str(login)).sample(sorted(hidden), 4)
    for model in models:
        walled, nothing = hidden[model]
        different += told_apart(asker, model, walled, nothing)
    assert not different, "\n\n".join(different)


# ---- what tells of others although nobody asks for them by number
@pytest.mark.parametrize("login", ["bob", "fred", "sam", "carol"])
def test_totals_do_not_move(people, centre, login):
    """Counts, groups, progress bars, searches by name, tasks, suggestions: the same before and after a file is made."""
    client = people[login]
    before = _everything_counted(client)
    file = File(people["alice"])
    name = centre.sql("SELECT name FROM wlec_case WHERE id = %s", file.id)[0][0]
    assert _everything_counted(client) == before
    for method in ("name_search", "web_name_search"):
        extra = {} if method == "name_search" else {"specification": {"display_name": {}}}
        assert name not in attempt(client.call, "wlec.case", method, name, **extra)


def _everything_counted(client):
    models = ["wlec.case", "wlec.case.note", "wlec.case.party", "wlec.case.document", "wlec.access.grant"]
    answers = []
    for model in models:
        answers += [
            attempt(client.call, model, "search_count", []),
            attempt(client.call, model, "formatted_read_group", [], ["create_uid"], ["__count"]),
            attempt(client.call, model, "formatted_read_group", [], [], ["__count", "id:max", "create_date:max"]),
            attempt(client.call, model, "web_read_group", [], ["create_date:month"], ["__count"]),
            attempt(client.call, model, "read_progress_bar", [], "create_uid", {"field": "create_uid", "colors": {}}),
            attempt(client.call, model, "search_read", [], ["id"], limit=5, order="id desc"),
        ]  # fmt: skip
    answers += [
        attempt(client.call, "res.users", "_get_activity_groups"),
        attempt(client.json, "/mail/data", fetch_params=["systray_get_activities", "init_messaging"]),
        attempt(
            client.call, "ir.sequence", "search_read", [["code", "like", "wlec"]], ["number_next_actual"]
        ),
    ]
    return [
        re.sub(r"'(id|last_interest_dt|counter_bus_id|bus_last_id|.*_bus_id)': [^,}]*", "", answer)
        for answer in answers
    ]


def test_texts_of_errors_in_developer_mode(people, hidden, file):
    """Developer mode adds the names of records to Odoo's refusals."""
    for login in ("bob", "sam"):
        client = people[login]
        client.get("/odoo?debug=1")
        for model, (walled, nothing) in hidden.items():
            texts = {
                attempt(client.call, model, method, [number], *args).replace(str(number), "#")
                for number in (walled, nothing)
                for method, args in (("write", [{"create_uid": 1}]),)
            }
            assert len(texts) == 1, texts
        client.get("/odoo?debug=0")


def test_the_same_class_of_time(people, hidden):
    """Medians of interleaved readings: the walled one is not told by the clock."""
    walled, nothing = hidden["wlec.case"]
    taken = {walled: [], nothing: []}
    for _ in range(40):
        for number, times in taken.items():
            began = time.perf_counter()
            attempt(people["bob"].call, "wlec.case", "read", [number], ["name"])
            times.append(time.perf_counter() - began)
    one, other = (statistics.median(times) for times in taken.values())
    assert max(one, other) < 1.5 * min(one, other), (one, other)
