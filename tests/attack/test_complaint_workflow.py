# SPDX-License-Identifier: LGPL-3.0-or-later
"""The workflow of a complaint, attacked over HTTP: who is too close to it as its investigator, steps out of turn, forged contexts,
two people at one moment, and the person complained about at every new door."""

import ast

import pytest

from tests.support.client import PASSWORD
from tests.support.pure_tools import tool

from .conftest import attempt
from .test_forged_context import KEYS
from .test_two_at_once import at_once

COMPLAINT, LETTER, ISSUE = "wlec.breach.complaint", "wlec.complaint.letter", "wlec.breach.complaint.issue"
CHILDREN = {
    ISSUE: ["finding", "what", "reason"],
    LETTER: ["state", "body"],
    "wlec.complaint.report": ["state"],
}


@pytest.fixture
def complaint(centre, people):
    """About alice; otto handles it and bob looks into it. mona is alice's line manager."""
    centre.far_numbers("wlec_breach_complaint", "wlec_breach_complaint_issue", "wlec_complaint_letter")
    entry = people["fred"].call("wlec.complaint.entry", "create", {"description": "She told my brother."})
    people["fred"].button("wlec.complaint.entry", "action_submit", [entry])
    number = centre.sql("SELECT id FROM wlec_breach_complaint ORDER BY create_date DESC LIMIT 1")[0][0]
    otto = people["otto"]
    otto.call(COMPLAINT, "write", [number], {"subject_user_ids": [[4, people["alice"].uid]]})
    otto.call(COMPLAINT, "write", [number], {"investigator_id": people["bob"].uid})
    otto.button(COMPLAINT, "action_prepare_acknowledgement", [number])
    vals = {"complaint_id": number, "what": "A talk", "finding": "upheld", "reason": "It was so"}
    otto.call(ISSUE, "create", vals)
    return number


def _row(centre, number, *columns):
    names = ", ".join(columns)
    return centre.sql(f"SELECT {names} FROM wlec_breach_complaint WHERE id = %s", number)[0]


def _is_refused(answer):
    return "Odoo Server Error" in str(answer)


def _said(answer):
    """What was answered, without the lines of source that a debugging server adds."""
    if not _is_refused(answer):
        return str(answer)
    data = ast.literal_eval(str(answer))["data"]
    return f"{data['name']}: {data['message']}"


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_too_close_over_http(centre, people, complaint, who):
    otto, person = people["otto"], people[who].uid
    before = _row(centre, complaint, "investigator_id", "reviewer_id", "overseer_id", "state")
    for name in ("investigator_id", "reviewer_id", "overseer_id"):
        for context in ({}, KEYS, {f"default_{name}": person}):
            for call in (
                ("write", [complaint], {name: person}),
                ("web_save", [complaint], {name: person}, {"id": {}}),
            ):
                answer = attempt(otto.call, COMPLAINT, *call, context=context)
                assert _is_refused(answer), (name, call, answer)
        loaded = attempt(
            otto.call, COMPLAINT, "load", [".id", f"{name}/.id"], [[str(complaint), str(person)]]
        )
        assert "'ids': False" in loaded or _is_refused(loaded), loaded
    assert _row(centre, complaint, "investigator_id", "reviewer_id", "overseer_id", "state") == before


@pytest.mark.parametrize("login", ["alice", "mona", "bob", "tara", "sam", "carol", "fred"])
def test_nobody_else_chooses(centre, people, complaint, login):
    before = _row(centre, complaint, "investigator_id", "reviewer_id", "handler_id")
    for name in ("investigator_id", "reviewer_id"):
        for context in ({}, KEYS):
            vals = {name: people["tara"].uid}
            attempt(people[login].call, COMPLAINT, "write", [complaint], vals, context=context)
    assert _row(centre, complaint, "investigator_id", "reviewer_id", "handler_id") == before


def test_private_steps_are_closed(centre, people, complaint):
    before = _row(centre, complaint, "state", "paused_on", "extended_to", "reviewer_id")
    for method, args in (
        ("_transition", ["close"]), ("_set_named", [{"reviewer_id": people["otto"].uid}]), ("_pause", []),
        ("_extend", ["2027-01-01"]), ("_letter", ["outcome"]), ("_cron_acknowledge", []), ("_cron_clocks", []),
        ("_drop_too_close", []), ("_whole_as_issue", []), ("_note_transition", ["close", "review"]),
    ):  # fmt: skip
        assert _is_refused(attempt(people["otto"].call, COMPLAINT, method, [complaint], *args)), method
    for button in ("action_close", "action_send_back", "action_resume"):
        assert _is_refused(attempt(people["otto"].button, COMPLAINT, button, [complaint])), button
    assert _row(centre, complaint, "state", "paused_on", "extended_to", "reviewer_id") == before


@pytest.mark.parametrize("login", ["alice", "mona", "sam", "audrey", "carol", "vera"])
def test_the_subject_and_strangers_find_nothing_behind(centre, people, complaint, login):
    """Every new model, by number: the same answer as for a number never given, with any context."""
    person, far = people[login], 2_000_000_000
    for model, names in CHILDREN.items():
        table = model.replace(".", "_")
        number = complaint
        if model != "wlec.complaint.report":
            number = centre.sql(f"SELECT max(id) FROM {table} WHERE complaint_id = %s", complaint)[0][0]
        for context in ({}, KEYS):
            for method, args in (
                ("read", [names]), ("web_read", [{name: {} for name in names}]), ("export_data", [names]),
                ("action_print", []), ("action_sent", []), ("write", [{"finding": "upheld"}]), ("unlink", []),
            ):  # fmt: skip
                if method.startswith("action_") and model != LETTER:
                    continue
                real, none = (
                    _said(attempt(person.call, model, method, [id_], *args, context=context)).replace(
                        str(id_), "#"
                    )
                    for id_ in (number, far)
                )
                assert real == none, (model, method)
            found = attempt(person.call, model, "search_count", [["id", "=", number]], context=context)
            assert found == "0" or _is_refused(found)
    events = attempt(
        person.call, "wlec.access.event", "search_count", [["evidence_complaint_id", "=", complaint]]
    )
    assert events == "0" or _is_refused(events)
    wizard = attempt(
        person.call, "wlec.complaint.notice", "create", {"complaint_id": complaint, "reason": "x"}
    )
    assert _is_refused(wizard)


def test_one_letter_however_often_it_is_written(centre, people):
    entry = people["fred"].call("wlec.complaint.entry", "create", {"description": "They told my landlord."})
    people["fred"].button("wlec.complaint.entry", "action_submit", [entry])
    number = centre.sql("SELECT id FROM wlec_breach_complaint ORDER BY create_date DESC LIMIT 1")[0][0]
    ottos = [centre.login("otto") for _ in range(4)]
    at_once(*[(otto.button, COMPLAINT, "action_prepare_acknowledgement", [number]) for otto in ottos])
    assert centre.sql("SELECT count(*) FROM wlec_complaint_letter WHERE complaint_id = %s", number) == [(1,)]


def test_acknowledged_by_two_at_once(centre, people, complaint):
    ottos = [centre.login("otto") for _ in range(4)]
    at_once(*[(otto.button, COMPLAINT, "action_acknowledge", [complaint]) for otto in ottos])
    assert _row(centre, complaint, "state") == ("acknowledged",)
    letters = centre.sql(
        "SELECT state FROM wlec_complaint_letter WHERE complaint_id = %s AND kind = 'acknowledgement'",
        complaint,
    )
    assert letters == [("sent",)]


def test_answered_by_two_at_once(centre, people, complaint):
    """The investigator and the officer press at one moment: one answer, one letter, one author."""
    people["otto"].button(COMPLAINT, "action_acknowledge", [complaint])
    people["otto"].button(COMPLAINT, "action_investigate", [complaint])
    pair = [centre.login(login) for login in ("otto", "bob", "otto", "bob")]
    at_once(*[(one.button, COMPLAINT, "action_give_outcome", [complaint]) for one in pair])
    state, author = _row(centre, complaint, "state", "outcome_by_id")
    assert state == "outcome"
    assert author in (people["otto"].uid, people["bob"].uid)
    letters = centre.sql(
        "SELECT count(*) FROM wlec_complaint_letter WHERE complaint_id = %s AND kind = 'outcome'", complaint
    )
    assert letters == [(1,)]


def test_review_while_the_investigator_is_changed(centre, people, complaint):
    """tara is made the investigator while she is the reviewer: not both, whichever comes first."""
    otto = people["otto"]
    otto.button(COMPLAINT, "action_acknowledge", [complaint])
    otto.button(COMPLAINT, "action_investigate", [complaint])
    tara = people["tara"].uid
    at_once(
        (centre.login("otto").call, COMPLAINT, "write", [complaint], {"reviewer_id": tara}),
        (centre.login("otto").call, COMPLAINT, "write", [complaint], {"investigator_id": tara}),
    )
    investigator, reviewer = _row(centre, complaint, "investigator_id", "reviewer_id")
    assert not (investigator == tara and reviewer == tara)


@pytest.fixture
def olga(centre):
    """A second officer, for one test: what she is refused does not count for anybody else."""
    centre.shell(
        "group = env.ref('wlec_confidentiality.group_officer')\n"
        "olga = env['res.users'].with_context(no_reset_password=True).create({'name': 'Olga', 'login': 'olga',"
        f" 'password': {PASSWORD!r}, 'group_ids': [(6, 0, [env.ref('base.group_user').id, group.id])]}})\n"
        "policy = env['wlec.policy'].search([('state', '=', 'in_force')])\n"
        "env['wlec.policy.acknowledgement']._acknowledge(policy, olga, 'Olga', 'back_office')\n"
        "env.cr.commit()"
    )
    yield centre.login("olga")
    centre.shell(
        "env['res.users'].search([('login', '=', 'olga')]).write({'active': False, 'login': 'left'}); env.cr.commit()"
    )


def test_nobody_finds_out_by_trying_names_whom_it_is_about(centre, people, complaint, olga):
    """An officer who does not handle it gets one sentence for everybody who cannot have it, and only a few times; each try is kept."""
    most = tool("brake").HANDINGS_ON.most
    denied = (
        "SELECT count(*) FROM wlec_access_event WHERE actor_id = %s AND action = 'denied' AND field_names = '{hand_on}'"
        " AND outcome = 'denied' AND record_ids = ARRAY[%s]"
    )

    def hand_to(user):
        vals = {"desk_id": complaint, "user_id": user, "reason": "Holiday cover"}
        [wizard] = olga.call("wlec.complaint.assign", "create", [vals])
        return _said(attempt(olga.button, "wlec.complaint.assign", "action_hand_on", [wizard]))

    # It is about her; he handles none; he has it already.
    said = {hand_to(people[who].uid) for who in ("alice", "fred", "otto")[:most]}
    assert len(said) == 1
    assert "cannot be given" in said.pop()
    for who in ("alice", "bob"):
        assert "try again tomorrow" in hand_to(people[who].uid)
    assert centre.sql(denied, olga.uid, complaint) == [(most + 2,)]
    assert _row(centre, complaint, "handler_id") == (people["otto"].uid,)
    hand_to(olga.uid)
    assert _row(centre, complaint, "handler_id") == (olga.uid,)
