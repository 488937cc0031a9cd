# SPDX-License-Identifier: LGPL-3.0-or-later
"""Access records in standard forms, over the web and on the console: everything on record is in, everything validates, nobody but an
auditor gets them, whoever exported is on record, and no name is in them."""

import json

import pytest

from tests.support import centre as centres
from tests.support.client import RpcError
from tests.support.log_forms import check_audit_event, check_usage
from tests.support.pure_tools import tool

from .conftest import File
from .histories import hiding as hide
from .histories import insert
from .known import one

OTHERS = ("alice", "bob", "mona", "vera", "fred", "tara", "otto", "carol", "sam")
ACTIONS = tuple(tool("fhir_audit").KINDS)


@pytest.fixture(scope="module")
def every_kind(centre, file):
    """A record of every action and outcome on the file; what its number is after."""
    before = centre.last_event()
    for action in ACTIONS:
        for outcome in ("ok", "rolled_back", "denied"):
            centre.sql(
                "INSERT INTO wlec_log.event (version, action, model, record_ids, field_names, case_ids, user_id, actor_id, su, origin,"
                " ip, request_id, outcome) VALUES (1, %s, 'wlec.case', ARRAY[%s], '{matter}', ARRAY[%s], 1, 2, true, 'http', '::1',"
                " gen_random_uuid(), %s)",
                action, file.id, file.id, outcome,
            )  # fmt: skip
    return before


def exported(client, **values):
    choice = one(client.call("wlec.log.export", "create", values))
    action = client.call("wlec.log.export", "action_export", [choice])
    return client.get(action["url"])


def resources(answer):
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def test_everything_on_record_is_an_audit_event(people, centre, every_kind):
    count = centre.sql("SELECT sum(greatest(1, cardinality(case_ids))) FROM wlec_log.event")[0][0]
    found = resources(exported(people["audrey"], form="fhir"))
    assert len(found) >= count  # what is recorded in the meantime, this export among it
    for event in found:
        check_audit_event(event)
    actions = centre.sql("SELECT count(DISTINCT action) FROM wlec_log.event WHERE id > %s", every_kind)[0][0]
    assert actions >= len(ACTIONS)
    numbers = {int(event["id"].partition("-")[0]) for event in found}
    assert numbers >= {
        number for (number,) in centre.sql("SELECT id FROM wlec_log.event WHERE id <= %s", every_kind)
    }


def test_everything_about_a_file_is_an_answer_of_the_data_tracker(people, centre, every_kind, file):
    name = centre.sql("SELECT name FROM wlec_case WHERE id = %s", file.id)[0][0]
    count = centre.sql("SELECT count(*) FROM wlec_log.event WHERE %s = ANY(case_ids)", file.id)[0][0]
    answer = exported(people["audrey"], form="estonia", case_reference=f" {name} ").json()
    check_usage(answer)
    assert answer["totalUsages"] in (count, count + 1)
    usages = answer["internalProcessings"]
    assert all(usage["queryGroupId"].endswith(name) for usage in usages)
    assert [usage["logTime"] for usage in usages] == sorted(
        (usage["logTime"] for usage in usages), reverse=True
    )
    assert answer["dataResponses"]
    check_usage(exported(people["audrey"], form="estonia").json())


def test_no_name_and_no_value_leaves(people, centre, every_kind, file):
    names = [
        name
        for (name,) in centre.sql("SELECT name FROM res_partner WHERE name IS NOT NULL AND length(name) > 5")
    ]
    centres_own = centre.sql("SELECT name FROM res_company")[0][0]
    for form in ("fhir", "estonia"):
        text = exported(people["audrey"], form=form).text
        assert file.word not in text
        assert not [name for name in names if name in text and name not in centres_own]


def test_a_file_is_explained_by_what_its_people_are(people, file, every_kind):
    people["alice"].call("wlec.case", "read", [file.id], ["matter"])
    found = resources(exported(people["audrey"], form="fhir"))
    alice = [
        event
        for event in found
        if event["agent"][0]["who"]["identifier"]["value"] == str(people["alice"].uid)
    ]
    codes = {
        code["code"] for event in alice for why in event["purposeOfEvent"] for code in why.get("coding", ())
    }
    assert "CAREMGT" in codes
    assert any(role["text"] == "Caseworker" for role in alice[-1]["agent"][0]["role"])


def test_an_export_is_on_record_before_it_leaves(people, centre, every_kind):
    before = centre.last_event()
    exported(people["audrey"], form="bundle")
    (event,) = [e for e in centre.events(before) if e["action"] == "export"]
    assert (event["model"], event["actor_id"], event["field_names"]) == (
        "wlec.access.seal", people["audrey"].uid, ["bundle", "log"],
    )  # fmt: skip


def test_days_are_kept_to(people, every_kind):
    assert exported(people["audrey"], form="fhir", end="2020-01-01").text == ""
    assert exported(people["audrey"], form="estonia", start="2099-01-01").json()["totalUsages"] == 0


@pytest.mark.parametrize("values", [
    {"form": "fhir", "start": "2026-02-01", "end": "2026-01-01"},
    {"form": "fhir", "case_reference": "CASE-0' OR 1=1 --"},
    {"form": "xml"},
])  # fmt: skip
def test_bad_choices_are_refused(people, values):
    with pytest.raises(RpcError) as refused:
        exported(people["audrey"], **values)
    assert "Traceback" not in refused.value.message


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_exports(people, name):
    client = people[name]
    with pytest.raises(RpcError):
        client.call("wlec.log.export", "create", {"form": "fhir"})
    choice = one(people["audrey"].call("wlec.log.export", "create", {"form": "fhir"}))
    with pytest.raises(RpcError):
        client.call("wlec.log.export", "action_export", [choice])
    answer = client.get(f"/wlec/access-records/export/{choice}", allow_redirects=False)
    assert answer.status_code in (403, 404)
    for number in (0, 2**31 - 1, 2**40):
        assert people["audrey"].get(f"/wlec/access-records/export/{number}").status_code == 404


def test_what_is_hidden_from_the_client_is_told_afterwards(people, centre):
    """As in their own history: nothing while a law forbids it; then the row, with the law and until when."""
    partner = centre.sql("SELECT partner_id FROM res_users WHERE login = 'carol'")[0][0]
    [case] = people["alice"].call(
        "wlec.case", "search_read", [["partner_id", "=", partner]], ["name"], limit=1
    )
    people["alice"].call("wlec.case", "read", [case["id"]], ["matter"])

    def by_alice():
        answer = exported(people["audrey"], form="estonia", case_reference=case["name"]).json()
        check_usage(answer)
        who = f"{people['alice'].uid} ("
        return [
            one
            for one in answer["internalProcessings"]
            if one["initiatorPerson"]["alternativeCode"].startswith(who)
        ]

    before = len(by_alice())
    assert before
    hiding = hide(people, case)
    people["alice"].button("wlec.access.hiding", "action_ask", [hiding])
    for login in ("mona", "otto"):
        people[login].button("wlec.access.hiding", "action_approve", [hiding])
    assert not by_alice()
    over = (
        "UPDATE wlec_access_hiding SET ends_at = now() AT TIME ZONE 'UTC' - interval '1 second' WHERE id = %s"
    )
    centre.sql(over, hiding)
    shown = by_alice()
    assert len(shown) >= before
    assert all(one["hiddenUntil"] and one["hiddenReason"] for one in shown)
    people["otto"].button("wlec.access.hiding", "action_lift", [hiding])


def test_on_the_console(centre, every_kind, file, tmp_path):
    name = centre.sql("SELECT name FROM wlec_case WHERE id = %s", file.id)[0][0]
    path = tmp_path / "log.ndjson"
    words = (
        "wlec",
        "export-log",
        path,
        "--format",
        "fhir",
        "--case",
        name,
        "-d",
        centre.db,
        "--log-level=warn",
    )
    assert "records written" in centres.odoo(*words).stdout
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(found) > len(ACTIONS)
    assert all(name in json.dumps(event) for event in found)
    assert path.stat().st_mode & 0o077 == 0
    assert centres.odoo(*words, check=False).returncode == 1  # it is there already
    wrong = tmp_path / "wrong.ndjson"
    words = (
        "wlec",
        "export-log",
        wrong,
        "--format",
        "bundle",
        "--case",
        name,
        "-d",
        centre.db,
        "--log-level=warn",
    )
    done = centres.odoo(*words, check=False)
    assert done.returncode == 1
    assert "whole log" in done.stderr
    assert not wrong.exists()


def test_a_clients_answer_says_nothing_of_other_peoples_matters(people, centre):
    """Somebody looks into a file because of a complaint: the client's own answer says no more than their history does."""
    file = File(people["alice"])
    ((name, number),) = centre.sql("SELECT name, id FROM wlec_case WHERE id = %s", file.id)
    otto = people["otto"].uid
    centre.shell(
        f"env['wlec.access.grant']._grant(env['wlec.case'].browse({number}), env['res.users'].browse({otto}), 'conflict', 'x')\n"
        "env.cr.commit()\n"
    )
    insert(centre, {"id": number}, otto)
    answer = exported(people["audrey"], form="estonia", case_reference=name).json()
    check_usage(answer)
    told = str(answer)
    assert "oversight (read)" in told and "Conflict" not in told
    assert f"{otto} (" not in told
    assert "Caseworker (" in told, "what is the client's to know is said"
