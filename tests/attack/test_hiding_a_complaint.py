# SPDX-License-Identifier: LGPL-3.0-or-later
"""Whoever handles a complaint names everybody who would see it, to have it alone: by every door, one after the other, and two at once."""

import pytest

from .conftest import attempt
from .test_complaint_workflow import _said
from .test_forged_context import KEYS
from .test_two_at_once import at_once

COMPLAINT, NAMING = "wlec.breach.complaint", "wlec.independence.naming"
_ALONE = "Nobody independent would be left"
_MEMBERS = """
    SELECT DISTINCT u.id FROM res_users u JOIN res_groups_users_rel r ON r.uid = u.id JOIN ir_model_data d ON d.res_id = r.gid
     WHERE d.module = 'wlec_confidentiality' AND d.model = 'res.groups' AND u.active AND NOT u.share AND d.name = ANY(%s)"""
_EVERYBODY = ["group_officer", "group_committee", "group_line_manager"]


@pytest.fixture
def complaint(centre, people):
    """Handled by otto; bob looks into it."""
    centre.far_numbers("wlec_breach_complaint", "wlec_independence_naming")
    entry = people["fred"].call("wlec.complaint.entry", "create", {"description": "She told my sister."})
    people["fred"].button("wlec.complaint.entry", "action_submit", [entry])
    number = centre.sql("SELECT id FROM wlec_breach_complaint ORDER BY create_date DESC LIMIT 1")[0][0]
    people["otto"].call(COMPLAINT, "write", [number], {"investigator_id": people["bob"].uid})
    return number


def _watchers(centre, but, groups=_EVERYBODY):
    return [uid for [uid] in centre.sql(_MEMBERS, list(groups)) if uid != but]


def _subjects(centre, number):
    rows = centre.sql("SELECT user_id FROM wlec_complaint_subject_rel WHERE complaint_id = %s", number)
    return {uid for [uid] in rows}


def _sees(centre, number, but):
    """Who sees it besides: by number."""
    [named] = centre.sql("SELECT handler_id, overseer_id FROM wlec_breach_complaint WHERE id = %s", number)
    officers = {uid for [uid] in centre.sql(_MEMBERS, ["group_officer"])}
    return (officers | {uid for uid in named if uid}) - _subjects(centre, number) - {but}


@pytest.mark.parametrize("context", [{}, KEYS, {"install_mode": True, "uid": 1, "su": True}])
def test_not_alone_by_any_door(centre, people, complaint, context):
    otto = people["otto"]
    everybody = _watchers(centre, otto.uid)
    names = [[6, 0, everybody]]
    for call in (
        ("write", [complaint], {"subject_user_ids": names}),
        ("web_save", [complaint], {"subject_user_ids": names}, {"id": {}}),
        ("write", [complaint], {"subject_user_ids": [[4, uid] for uid in everybody]}),
        ("load", [".id", "subject_user_ids/.id"], [[str(complaint), ",".join(map(str, everybody))]]),
    ):
        answer = attempt(otto.call, COMPLAINT, *call, context=context)
        assert _ALONE in answer, (call, answer)
        assert not _subjects(centre, complaint)


def test_not_one_by_one(centre, people, complaint):
    otto = people["otto"]
    first = _watchers(centre, otto.uid, ["group_officer", "group_committee"])
    everybody = first + [uid for uid in _watchers(centre, otto.uid) if uid not in first]
    answers = [
        attempt(otto.call, COMPLAINT, "write", [complaint], {"subject_user_ids": [[4, uid]]})
        for uid in everybody
    ]
    assert _ALONE in answers[-1] and sum(_ALONE in answer for answer in answers) == 1, answers
    assert _sees(centre, complaint, otto.uid)
    [[noted]] = centre.sql(
        "SELECT sum(named_count) FROM wlec_independence_naming WHERE complaint_id = %s", complaint
    )
    assert noted, "it is counted"


def test_not_two_at_once(centre, people, complaint):
    """The one who handles it and the one who looks into it have agreed: each names another half."""
    otto, bob = people["otto"], people["bob"]
    first = _watchers(centre, otto.uid, ["group_officer", "group_committee"])
    halves = first, [uid for uid in _watchers(centre, otto.uid) if uid not in first]
    for _ in range(3):
        answers = at_once(
            *[
                (who.call, COMPLAINT, "write", [complaint], {"subject_user_ids": [[4, uid] for uid in half]})
                for who, half in zip((otto, bob), halves, strict=True)
            ]
        )
        subjects = _subjects(centre, complaint)
        assert not set(halves[0]) | set(halves[1]) <= subjects, answers
        assert _sees(centre, complaint, otto.uid) or not set(first) & subjects, answers


@pytest.mark.parametrize("login", ["tara", "otto", "alice", "sam", "carol"])
def test_the_count_is_nobodys_to_change_and_tells_the_named_nothing(centre, people, complaint, login):
    otto, person, tara = people["otto"], people[login], people["tara"].uid
    otto.call(COMPLAINT, "write", [complaint], {"subject_user_ids": [[4, tara]]})
    [[number]] = centre.sql("SELECT max(id) FROM wlec_independence_naming WHERE complaint_id = %s", complaint)
    before = centre.sql("SELECT * FROM wlec_independence_naming WHERE id = %s", number)
    for context in ({}, KEYS):
        for method, args in (
            ("read", [["by_id", "named_count"]]), ("write", [{"named_count": 0}]), ("unlink", []),
            ("export_data", [["by_id"]]), ("read", [["named_user_ids", "complaint_id"]]),
        ):  # fmt: skip
            real, none = (
                _said(attempt(person.call, NAMING, method, [one], *args, context=context)).replace(
                    str(one), "#"
                )
                for one in (number, 2_000_000_000)
            )
            assert real == none, (method, real, none)
        made = attempt(
            person.call, NAMING, "create", {"kind": "complaint", "by_id": otto.uid}, context=context
        )
        assert "Odoo Server Error" in made
    assert centre.sql("SELECT * FROM wlec_independence_naming WHERE id = %s", number) == before
