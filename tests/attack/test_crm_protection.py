# SPDX-License-Identifier: LGPL-3.0-or-later
"""Protecting a CRM in use, with people in the way: others who press the button, two jobs at once, kills, writers.

A small CRM; tests/upgrade/test_filled_crm.py does the same to a large one.
"""

import os
import threading

import pytest

from dev import sql
from dev.places import DATA
from tests.support import centre as centres
from tests.support import filled_crm

from .conftest import attempt

PARTNERS, LEADS = 200, 50
STATE = "SELECT state, began_at::text, problems FROM wlec_crm_protection"


@pytest.fixture(scope="module")
def filled():
    """A filled CRM with the addon just installed, to be copied."""
    name = f"{os.environ['WLEC_TEST_DATABASE']}_filled"
    with centres.database_from(os.environ["WLEC_TEST_CORE"], name) as database:
        filled_crm.fill(database, PARTNERS, LEADS)
        before = filled_crm.snapshot(database), filled_crm.shape(database)
        filled_crm.install(database)
        assert filled_crm.state(database) == "running", "begun by installing"
        yield database, before


@pytest.fixture
def database(filled, request):
    with centres.database_from(filled[0], f"{filled[0]}_copy") as copy:
        yield copy


def assert_given_back(database, before):
    gone, output = filled_crm.uninstall(database)
    assert gone, output[-3000:]
    assert filled_crm.differences(before[0], filled_crm.snapshot(database)) == []
    assert filled_crm.shape(database) == before[1]


def test_killed_resumed_and_given_back(filled, database):
    filled_crm.kill_at(database, 10, "--batch", 5)
    assert filled_crm.counted(database) == filled_crm.protected(database)
    code, output = filled_crm.protect(database, "--vacuum")
    assert code == 0, output
    assert "Everything is protected" in output
    assert filled_crm.left_in_clear(database) == []
    assert_given_back(database, filled[1])


def test_two_jobs_at_once(filled, database):
    jobs = [filled_crm.protecting(database, "--batch", 20) for _number in range(2)]
    outputs = [job.communicate(timeout=300) for job in jobs]
    assert 0 in [job.returncode for job in jobs], outputs
    assert filled_crm.protect(database)[0] == 0
    assert filled_crm.counted(database) == filled_crm.protected(database), "nothing is done or counted twice"
    assert_given_back(database, filled[1])


def test_a_writer_loses_nothing(filled, database):
    """Somebody writes all the time, as Odoo writes: what was accepted is there in the end."""
    ids = [
        row[0]
        for row in sql.execute(
            [("SELECT id FROM res_partner WHERE ref LIKE 'R-%' ORDER BY id", None)], database
        )
    ]
    stop, accepted = threading.Event(), {}

    def write(centre):
        person, number = centre.login("admin", "admin"), 0
        while not stop.is_set():
            number += 1
            partner = ids[number % len(ids)]
            answer = attempt(
                person.call, "res.partner", "write", [partner], {"function": f"written {number}"}
            )
            if answer == "True":
                accepted[partner] = f"written {number}"

    with centres.opened(database, DATA / "log" / f"{database}.log", "--max-cron-threads=0") as centre:
        writer = threading.Thread(target=write, args=(centre,))
        writer.start()
        try:
            code, output = filled_crm.protect(database, "--batch", 2)
        finally:
            stop.set()
            writer.join()
    assert code == 0, output
    assert len(accepted) > 10
    gone, output = filled_crm.uninstall(database)
    assert gone, output[-3000:]
    now = dict(sql.execute([("SELECT id, function FROM res_partner", None)], database))
    assert {partner: now[partner] for partner in accepted} == accepted


def test_others_neither_begin_nor_stop_it(people, centre):
    before = centre.sql(STATE)
    doors = [
        ("action_begin", []),
        ("write", [{"state": "off", "began_at": False}]),
        ("unlink", []),
        ("web_save", [{"state": "off"}, {}]),
        ("_note", [None, "x"]),
        ("_pause", ["x"]),
    ]
    protection = centre.sql("SELECT id FROM wlec_crm_protection")[0][0]
    for name in ("alice", "bob", "mona", "fred", "tara", "audrey", "carol", "sam", None):
        for method, arguments in doors:
            answer = attempt(people[name].call, "wlec.crm.protection", method, [protection], *arguments)
            assert answer not in ("True", "None"), (name, method, answer)
        attempt(people[name].call, "wlec.crm.protection", "create", {"state": "off"})
    for method, arguments in doors[1:]:
        attempt(people["otto"].call, "wlec.crm.protection", method, [protection], *arguments)
    assert centre.sql(STATE) == before
    assert centre.sql("SELECT count(*) FROM wlec_crm_protection") == [(1,)]


def test_the_administrator_does_not_uninstall_by_the_side_door(people, centre):
    module = centre.sql("SELECT id FROM ir_module_module WHERE name = 'wlec_confidentiality'")[0][0]
    crm = centre.sql("SELECT id FROM ir_module_module WHERE name = 'crm'")[0][0]
    for ids in ([module], [crm]):
        for method in ("button_uninstall", "button_immediate_uninstall", "module_uninstall"):
            answer = attempt(people["sam"].call, "ir.module.module", method, ids)
            assert "wlec_allow_uninstall" in answer, (method, answer[:300])
    assert (
        centre.sql("SELECT state FROM ir_module_module WHERE id IN (%s, %s)", module, crm)
        == [("installed",)] * 2
    )
