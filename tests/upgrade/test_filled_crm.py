# SPDX-License-Identifier: LGPL-3.0-or-later
"""The addon comes to a CRM that has been in use for years, is killed in the middle of its work, and goes again.

Compared row by row: nothing is lost, nothing is changed. ./test upgrade
"""

import os
import time

import pytest

from dev import sql
from tests.support import centre as centres
from tests.support import filled_crm

PARTNERS, LEADS = 20_000, 5_000


@pytest.fixture(scope="module")
def database():
    name = f"{os.environ['WLEC_TEST_DATABASE']}_filled"
    with centres.database_from(os.environ["WLEC_TEST_CORE"], name) as database:
        filled_crm.fill(database, PARTNERS, LEADS)
        yield database


def test_there_and_back(database, request):
    before, shape = filled_crm.snapshot(database), filled_crm.shape(database)
    figures, began = [], time.monotonic()

    def lap(what, rows=0):
        nonlocal began
        seconds, began = time.monotonic() - began, time.monotonic()
        figures.append(f"{what}: {seconds:.1f} s" + (f", {rows / seconds:.0f} records/s" if rows else ""))

    filled_crm.install(database)
    lap(f"installed on {PARTNERS:,} contacts and {LEADS:,} enquiries")
    for share in (1, 2, 3):
        reached = filled_crm.kill_at(database, LEADS * share / 4, "--batch", 100)
        assert filled_crm.state(database) == "running"
        assert filled_crm.counted(database) == filled_crm.protected(database), "what is counted is done"
    lap("killed three times", reached)
    code, output = filled_crm.protect(database, "--vacuum", "--delete-sent-mail")
    assert code == 0, output
    assert filled_crm.state(database) == "on"
    assert filled_crm.counted(database) == filled_crm.protected(database)
    total, _known = filled_crm.done(database)
    lap("resumed, finished and tables rewritten", total - reached)
    assert filled_crm.left_in_clear(database) == []

    gone, output = filled_crm.uninstall(database, allowed=False)
    assert not gone, "not without being meant"
    assert "wlec_allow_uninstall" in output
    began = time.monotonic()
    gone, output = filled_crm.uninstall(database)
    assert gone, output[-3000:]
    lap(f"uninstalled, {total:,} records given back in clear", total)
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\n" + "\n".join(figures))
    assert filled_crm.differences(before, filled_crm.snapshot(database)) == []
    assert filled_crm.shape(database) == shape


def test_a_centre_with_files_goes(new_database):
    """Our own tables go with what only they hold; the register stays, in clear."""
    database = new_database("centre")
    assert filled_crm.state(database) == "on"
    gone, output = filled_crm.uninstall(database)
    assert gone, output[-3000:]
    sealed = "SELECT count(*) FROM {} t WHERE to_jsonb(t)::text LIKE '%wlec1$%'"
    for table in filled_crm.TABLES:
        assert sql.execute([(sealed.format(table), None)], database) == [(0,)], table
    contacts = sql.execute(
        [("SELECT count(*) FROM res_partner WHERE ref LIKE 'P-%' AND name IS NOT NULL", None)], database
    )
    assert contacts[0][0] > 100
    ours = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name LIKE 'wlec%'"
    assert sql.execute([(ours, None)], database) == [("wlec_data_key",)]
