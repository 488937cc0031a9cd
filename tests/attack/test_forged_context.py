# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whatever a caller puts into the context: no check is switched off, no record is left out."""

import pytest

from .conftest import SECRETS, Doors

KEYS = {
    "skip": True, "skip_check": True, "no_check": True, "bypass": True, "force": True, "sudo": True, "su": True, "uid": 1,
    "user_id": 1, "install_mode": True, "module": "wlec_confidentiality", "install_module": "wlec_confidentiality",
    "import_file": True, "tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True, "test_enable": True,
    "test_mode": True, "noupdate": True, "active_test": False, "prefetch_fields": False, "bin_size": True, "bin_size_content": True,
    "auditlog_disabled": True, "wlec_sudo": True, "wlec_purpose": "export", "_wlec": True, "wlec_skip_log": True,
    "audit": False, "no_log": True, "purpose": "statistics", "emergency": True, "default_state": "open", "from_portal": True,
    "active_model": "wlec.case", "active_id": 1, "active_ids": [1], "leave_fast_create": True, "skip_validation_check": True,
}  # fmt: skip
READS = (("read", {"fields": [*SECRETS]}), ("web_read", {"specification": {name: {} for name in SECRETS}}))


@pytest.fixture(scope="module")
def doors(centre, people, keys):
    return {login: Doors(centre, people[login], keys[login]) for login in ("alice", "bob", "sam")}


@pytest.mark.parametrize("login", ["bob", "sam"])
def test_no_key_opens_a_file(centre, doors, file, login):
    before = centre.last_event()
    for door in doors[login].all():
        everything = dict(KEYS)
        for context in ({key: value} for key, value in everything.items()):
            assert file.word not in door("wlec.case", "read", [file.id], context, fields=["narrative"]), (
                context
            )
        for method, kwargs in READS:
            assert file.word not in door("wlec.case", method, [file.id], everything, **kwargs)
        found = door("wlec.case", "search_read", None, everything, domain=[], fields=[*SECRETS])
        assert file.word not in found
    rows = [
        row
        for row in centre.events(before)
        if row["model"] == "wlec.case" and row["record_ids"] in ([], [file.id])
    ]
    assert rows
    assert {row["outcome"] for row in rows} == {"denied"}


def test_no_key_leaves_a_reading_out(centre, doors, file):
    for door in doors["alice"].all():
        for key, value in KEYS.items():
            before = centre.last_event()
            answer = door("wlec.case", "read", [file.id], {key: value}, fields=["narrative"])
            if file.word not in answer:
                continue  # an odd context may make Odoo refuse; then nothing left
            rows = [
                row
                for row in centre.events(before)
                if row["action"] == "read" and row["model"] == "wlec.case"
            ]
            assert [(row["record_ids"], row["field_names"]) for row in rows] == [
                ([file.id], ["narrative"])
            ], key


def test_the_door_is_on_record(centre, doors, file):
    origins = []
    for door in doors["alice"].all():
        before = centre.last_event()
        assert file.word in door("wlec.case", "read", [file.id], {}, fields=["matter"])
        (row,) = (row for row in centre.events(before) if row["model"] == "wlec.case")
        origins.append(row["origin"])
        assert row["ip"]
        assert row["request_id"]
        assert row["route"]
        assert row["method"] == "wlec.case.read"
        assert bool(row["api_key_id"]) == (row["origin"] == "json2")
    assert origins == ["http", "rpc", "json2"]


def test_no_key_writes_the_state(people, file):
    alice = people["alice"]
    for key, value in KEYS.items():
        for values in ({"state": "disposed"}, {"closed_by_id": alice.uid}):
            with pytest.raises(Exception, match=r"buttons|number"):
                alice.call(
                    "wlec.case",
                    "write",
                    [file.id],
                    values,
                    context={key: value, f"default_{next(iter(values))}": "x"},
                )
    assert alice.call("wlec.case", "read", [file.id], ["state"])[0]["state"] == "enquiry"


def test_defaults_of_the_caller_are_ignored(people, file):
    alice = people["alice"]
    context = {
        "default_state": "disposed",
        "default_narrative": "planted",
        "default_name": "planted",
        "default_closed_by_id": alice.uid,
    }
    made = alice.call("wlec.case", "create", {"partner_id": file.partner}, context=context)
    row = alice.call(
        "wlec.case",
        "read",
        made if isinstance(made, list) else [made],
        ["state", "narrative", "name", "closed_by_id"],
    )[0]
    assert (row["state"], row["narrative"], row["closed_by_id"]) == ("enquiry", False, False)
    assert row["name"].startswith("CASE-")
