# SPDX-License-Identifier: LGPL-3.0-or-later
"""Access records in the forms of FHIR and of the Estonian data tracker: whatever is on record can be exported, says what was
recorded, and names nobody."""

import ast
import dataclasses
import io
import json
from datetime import datetime, timezone

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dev.places import ADDON
from tests.support.log_forms import check_audit_event, check_usage
from tests.support.pure_tools import tool

export_facts, fhir_audit, data_tracker = tool("export_facts"), tool("fhir_audit"), tool("data_tracker")
CENTRE = export_facts.Centre("West London Equality Centre", "access-records/a-test", "centre.example:8069")

_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
_numbers, _some = st.integers(1, 2**31 - 1), st.integers(1, 9)
_moments = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(timezone.utc))
rows = st.fixed_dictionaries({
    "version": st.just(1), "id": st.integers(1, 2**63 - 1), "at": _moments, "action": st.sampled_from(sorted(fhir_audit.KINDS)),
    "model": st.sampled_from(["wlec.case", "wlec.case.note", "res.partner"]), "record_ids": st.lists(_some, max_size=8, unique=True),
    "field_names": st.lists(_texts, max_size=5), "case_ids": st.lists(_some, max_size=30, unique=True),
    "user_id": st.none() | _numbers, "actor_id": st.none() | _numbers, "su": st.booleans(),
    "origin": st.sampled_from(["http", "rpc", "json2", "cron", "shell"]), "route": st.none() | _texts, "method": st.none() | _texts,
    "ip": st.none() | st.ip_addresses().map(str), "session": st.none() | _texts, "api_key_id": st.none() | _numbers,
    "request_id": st.none() | st.uuids().map(str), "outcome": st.sampled_from(["ok", "rolled_back", "denied"]),
})  # fmt: skip
_kinds = st.sampled_from([*export_facts.PURPOSES, "another"])
_hidings = st.builds(export_facts.Hiding, st.none() | _some, st.just(False), st.none() | _moments, _texts)
facts = st.builds(
    export_facts.Facts,
    purposes=st.lists(st.tuples(_kinds, _texts), max_size=3).map(tuple),
    roles=st.lists(_texts, max_size=2).map(tuple),
    legal_basis=_texts, consent=_texts, recipient=_texts, has_asked=st.booleans(),
    of_file=st.dictionaries(_some, st.lists(st.tuples(_kinds, _texts), max_size=2).map(tuple)),
    hidings=st.lists(_hidings, max_size=3).map(tuple),
    told=st.dictionaries(_some, _kinds | st.sampled_from(["", "oversight", "refused"])),
)  # fmt: skip
references = st.dictionaries(_some, st.integers(10000, 99999).map("CASE-{}".format), max_size=9)


def test_every_action_has_its_words():
    tree = ast.parse((ADDON / "orm" / "audit.py").read_text(encoding="utf-8"))
    (actions,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == "ACTIONS"
    ]
    assert set(fhir_audit.KINDS) == set(actions)


@given(rows, facts, references)
def test_every_record_is_an_audit_event(row, about, names):
    found = list(fhir_audit.audit_events(row, about, CENTRE, names))
    assert len(found) == max(1, len(row["case_ids"]))
    assert len({one["id"] for one in found}) == len(found)
    for one in found:
        check_audit_event(one)
        assert one["purposeOfEvent"]


@given(rows, facts, references)
def test_what_is_handed_out_about_one_file_names_no_other(row, about, names):
    for case in row["case_ids"]:
        (found,) = fhir_audit.audit_events(row, about, CENTRE, names, case)
        (usage,) = data_tracker.usages(row, about, CENTRE, names, case)
        text, reference = json.dumps([found, usage[1]]), names.get(case) or f"file {case}"
        assert reference in text
        assert not [other for other in set(names.values()) - {reference} if other in text]
        records = [
            one["valueString"] for one in found["entity"][0].get("detail", ()) if one["type"] == "record"
        ]
        assert len(row["case_ids"]) == 1 or set(records) <= {str(case)}


def answer_of(entries):
    file = io.StringIO()
    writer = data_tracker.Writer(file)
    for given_out, usage in entries:
        writer.add(given_out, usage)
    writer.close()
    return json.loads(file.getvalue())


@given(st.lists(st.tuples(rows, facts), max_size=6), references)
def test_all_records_are_one_answer_of_the_data_tracker(several, names):
    entries = [entry for row, about in several for entry in data_tracker.usages(row, about, CENTRE, names)]
    answer = answer_of(entries)
    check_usage(answer)
    assert answer["totalUsages"] == len(entries) == sum(len(row["case_ids"]) for row, _about in several)
    kinds = answer["internalProcessings"], answer["dataResponses"]
    assert [len(kind) for kind in kinds] == [
        len([1 for given_out, _usage in entries if given_out == wanted]) for wanted in (False, True)
    ]


@given(rows, facts, st.data())
def test_what_is_hidden_from_a_person_stays_so_and_is_told_afterwards(row, about, data):
    if not row["case_ids"]:
        return
    case, until = data.draw(st.sampled_from(row["case_ids"])), data.draw(_moments)
    hidden = dataclasses.replace(about, hidings=(export_facts.Hiding(case, True, until, "a law"),))
    assert not list(data_tracker.usages(row, hidden, CENTRE, {}, case))
    assert len(list(data_tracker.usages(row, hidden, CENTRE, {}))) == len(row["case_ids"]) - 1
    over = dataclasses.replace(about, hidings=(export_facts.Hiding(case, False, until, "a law"),))
    for usage in (usage for _given, usage in data_tracker.usages(row, over, CENTRE, {})):
        is_of_case = usage["queryGroupId"].endswith(f"file {case}")
        assert ("hiddenUntil" in usage) == is_of_case == ("hiddenReason" in usage)
    everybody = dataclasses.replace(about, hidings=(export_facts.Hiding(None, True),))
    assert not list(data_tracker.usages(row, everybody, CENTRE, {}))


@pytest.mark.parametrize("broken", [
    {"purpose": None}, {"logTime": "yesterday"}, {"source": {"type": "XYZ", "name": "x"}}, {"source": {"type": "NGO"}}, {"more": 1},
])  # fmt: skip
def test_the_schema_refuses_what_the_form_does_not_know(broken):
    usage = {
        "logTime": "2026-11-29T10:00:00Z",
        "purpose": "x",
        "initiatorPerson": {"name": "x"},
        "source": {"type": "NGO", "name": "x"},
    }
    answer = {"totalUsages": 1, "returnedUsages": 1, "internalProcessings": [usage]}
    check_usage(answer)
    with pytest.raises(jsonschema.ValidationError):
        check_usage(answer | {"internalProcessings": [usage | broken]})


@given(rows, st.data())
def test_why_is_said_as_the_history_says_it_and_nothing_of_other_matters(row, data):
    """A complaint, a breach or a disclosure nobody may be warned of explains an access, and the answer does not say so."""
    if not row["case_ids"]:
        return
    case = data.draw(st.sampled_from(row["case_ids"]))
    purposes = (("complaint", "COMPLAINT-WORD"), ("disclosure", "DISCLOSURE-WORD"), ("team", "TEAM-WORD"))
    about = export_facts.Facts(purposes=purposes, roles=("ROLE-WORD",), told={case: "team"})
    (usage,) = data_tracker.usages(row, about, CENTRE, {}, case)
    assert usage[1]["purpose"].startswith("TEAM-WORD (")
    checked = dataclasses.replace(about, told={case: "oversight"})
    (usage,) = data_tracker.usages(row, checked, CENTRE, {}, case)
    assert "WORD" not in json.dumps(usage)
    assert usage[1].get("initiatorPerson", {}).get("alternativeCode", "oversight") == "oversight"
    assert not list(data_tracker.usages(row, dataclasses.replace(about, told={case: None}), CENTRE, {}, case))
    unknown = dataclasses.replace(about, told={})
    (usage,) = data_tracker.usages(row, unknown, CENTRE, {}, case)
    assert "-WORD" not in usage[1]["purpose"]


@given(rows, st.data())
def test_an_audit_event_handed_out_says_what_the_history_says(row, data):
    """Also of complaints and checks: neither the reason nor the colleague, the form or the address gives them away."""
    if not row["case_ids"]:
        return
    case = data.draw(st.sampled_from(row["case_ids"]))
    row = {
        **row,
        "model": "wlec.breach.complaint",
        "actor_id": 424_242,
        "user_id": 434_343,
        "ip": "203.0.113.77",
    }
    purposes = (("complaint", "COMPLAINT-WORD"), ("team", "TEAM-WORD"))
    about = export_facts.Facts(
        purposes=purposes, roles=("ROLE-WORD",), told={case: "team"}, of_file={case: purposes}
    )
    (found,) = fhir_audit.audit_events(row, about, CENTRE, {}, case)
    assert [why["text"] for why in found["purposeOfEvent"]] == ["TEAM-WORD"]
    assert "203.0.113.77" not in json.dumps(found)
    checked = dataclasses.replace(about, told={case: "oversight"})
    (found,) = fhir_audit.audit_events(row, checked, CENTRE, {}, case)
    check_audit_event(found)
    for word in ("WORD", "complaint", "424242", "434343"):
        assert word not in json.dumps(found)
    assert not list(
        fhir_audit.audit_events(row, dataclasses.replace(about, told={case: None}), CENTRE, {}, case)
    )
    hidden = dataclasses.replace(about, hidings=(export_facts.Hiding(case, True),))
    assert not list(fhir_audit.audit_events(row, hidden, CENTRE, {}, case))
    assert len(list(fhir_audit.audit_events(row, hidden, CENTRE, {}))) == len(
        row["case_ids"]
    )  # the auditor's is whole


def test_a_list_of_files_is_explained_file_by_file():
    row = _row(action="read", case_ids=[1, 2], record_ids=[1, 2])
    every = (("complaint", "COMPLAINT-WORD"), ("team", "TEAM-WORD"))
    about = export_facts.Facts(purposes=every, of_file={1: every, 2: every[1:]})
    first, second = fhir_audit.audit_events(row, about, CENTRE, {})
    assert [why["text"] for why in first["purposeOfEvent"]] == ["COMPLAINT-WORD", "TEAM-WORD"]
    assert [why["text"] for why in second["purposeOfEvent"]] == ["TEAM-WORD"]


@pytest.mark.parametrize("has_asked", [True, False])
@pytest.mark.parametrize("action", ["disclose", "deliver"])
def test_whoever_was_given_something_is_named(action, has_asked):
    """In FHIR as the destination; in the Estonian form as who began it, where they asked, and in words."""
    row = _row(action=action, model="wlec.disclosure.request", case_ids=[1], record_ids=[7])
    about = export_facts.Facts(recipient="The Commission", has_asked=has_asked, told={1: "disclosure"})
    for only in (None, 1):
        (found,) = fhir_audit.audit_events(row, about, CENTRE, {}, only)
        check_audit_event(found)
        (given_to,) = [
            agent
            for agent in found["agent"]
            if "110152" in [code["code"] for code in agent["type"].get("coding", ())]
        ]
        assert given_to["who"] == {"display": "The Commission"}
    ((is_given, usage),) = data_tracker.usages(row, about, CENTRE, {}, 1)
    check_usage(answer_of([(is_given, usage)]))
    assert is_given
    assert "The Commission" in usage["purpose"]
    assert (usage["initiatorOrg"]["name"] == "The Commission") == has_asked
    assert ("initiatorPerson" in usage) != has_asked
    refused = {**row, "outcome": "denied"}
    ((is_given, usage),) = data_tracker.usages(refused, about, CENTRE, {}, 1)
    assert not is_given
    assert "The Commission" not in json.dumps(usage)


def _row(**values):
    return {
        "version": 1, "id": 1, "at": datetime(2026, 3, 4, tzinfo=timezone.utc), "action": "read", "model": "wlec.case",
        "record_ids": [1], "field_names": [], "case_ids": [1], "user_id": 2, "actor_id": 2, "su": False, "origin": "http",
        "route": None, "method": None, "ip": None, "session": None, "api_key_id": None, "request_id": None, "outcome": "ok", **values,
    }  # fmt: skip
