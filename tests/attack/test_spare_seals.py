# SPDX-License-Identifier: LGPL-3.0-or-later
"""Seals: a superuser of the database changes, removes, exchanges and puts back, and each of it shows; nothing else ever does."""

from pathlib import Path

import pytest

from tests.support.in_process import copy_of_centre, told

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def found():
    """What came of everything that the script tries, on a copy of the centre."""
    with copy_of_centre("seals") as name:
        return told(name, HERE / "sealing_in_process.py", HERE / "seals_in_process.py")


def test_an_entry_is_what_postgresql_sends(found):
    same, all_of_them = found["bytes"]
    assert same == all_of_them > 10


def test_what_nobody_touched_never_alarms(found):
    assert found["clean"] is None
    assert found["clean in small steps"] is False
    assert found["mended"] is None
    assert found["nothing new, nothing signed"] is True


def test_everything_shows(found, request):
    rows = [f"  {name:64} {kind or 'NOT SEEN'}" for name, (kind, _went_on) in found["tampering"].items()]
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\nWhat a superuser does to the log, and what the check then says:\n" + "\n".join(rows))
    assert len(found["tampering"]) >= 15
    assert not [name for name, (kind, _went_on) in found["tampering"].items() if not kind]


def test_another_key_does_not_go_on_by_itself(found):
    assert "another key" in found["another key"]


def test_an_old_backup_is_not_sealed_over_by_itself(found):
    assert "not the last one that was signed" in found["old backup"]
    assert found["begun anew"] == [None, 2]


def test_a_crash_leaves_one_seal_and_no_alarm(found):
    assert found["crashed"] is None
    assert found["after the crash"] == [None, 2]  # the one that was signed, and one more


def test_many_at_once_lose_nothing_and_seal_nothing_twice(found):
    seen = found["all at once"]
    assert seen["damage"] is None
    assert seen["sealed"] == seen["records"]
    assert seen["gaps"] == seen["undone"] > 0
    assert seen["times"] > 1
