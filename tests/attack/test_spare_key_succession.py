# SPDX-License-Identifier: LGPL-3.0-or-later
"""The seal key is exchanged: the check goes on, what was signed before is genuine, an exchange stopped anywhere is finished, and nobody
else's key ever follows."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import centre as centres
from tests.support.in_process import copy_with_seal_key, told

HERE = Path(__file__).parent
MOMENTS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A copy of the centre with a seal key of its own."""
    with copy_with_seal_key("succession", tmp_path_factory.mktemp("seal")) as (name, key):
        yield name, key


@pytest.fixture(scope="module")
def found(place):
    return told(place[0], HERE / "sealing_in_process.py", HERE / "succession_in_process.py")


def test_the_check_follows_the_keys(found):
    assert found["another"]
    assert found["old kept"] == [True, "600"]
    assert found["after"] is None
    assert found["pinned"]
    assert found["former"]
    assert found["many"] == [None, None, None]
    assert found["keys"] == 4


def test_receipts_of_before_are_genuine(found):
    assert found["receipts"]


def test_stopped_anywhere_it_goes_on(found):
    assert len(found["stopped"]) == 6
    for name, (damage, damage_later, changed, waits) in found["stopped"].items():
        assert damage is None, name
        assert damage_later is None, name
        never_began = name == "before anything is signed; the next seal"
        assert (changed, waits) == (not never_began, never_began), name


def test_no_other_key_follows(found):
    assert len(found["attacks"]) == 4
    assert set(found["attacks"].values()) == {"seal"}
    assert "another key" in found["refused"]["another key in its place"]
    assert found["planted"] is False
    assert found["at last"] is None


def _odoo(place, *words):
    return centres.odoo("wlec", *words, "-d", place[0], "--log-level=warn", check=False)


def test_killed_in_the_middle_on_the_console(place, found):
    """Killed at some moment after it has begun its work, again and again; then it is done once more, and the log is intact."""
    for moment in MOMENTS:
        before = {path.name: path.stat().st_mtime_ns for path in place[1].parent.iterdir()}
        command = [
            sys.executable,
            str(centres.LAUNCHER),
            "wlec",
            "renew-seal-key",
            "-d",
            place[0],
            "--log-level=warn",
        ]
        running = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while running.poll() is None and before == {
            p.name: p.stat().st_mtime_ns for p in place[1].parent.iterdir()
        }:
            time.sleep(0.005)
        time.sleep(moment)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    done = _odoo(place, "renew-seal-key")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Destroy it" in done.stdout
    done = _odoo(place, "verify-log")
    assert done.returncode == 0, done.stdout
    assert "INTACT" in done.stdout


def test_an_outsider_follows_the_keys_from_the_first(place, found, tmp_path):
    assert _odoo(place, "export-log", tmp_path / "log.zip").returncode == 0
    program = Path(__file__).parents[2] / "wlec_confidentiality" / "tools" / "verify_log.py"

    def outsider(command, key):
        words = [sys.executable, "-I", program, command, tmp_path / "log.zip", "--key", key]
        return subprocess.run(words, capture_output=True, text=True)

    import zipfile

    with zipfile.ZipFile(tmp_path / "log.zip") as log:
        first = log.read("key.txt").decode().strip()
    done = outsider("check", first)
    assert done.returncode == 0, done.stdout
    keys = [line.split()[0] for line in outsider("keys", first).stdout.splitlines()]
    assert keys[0] == first
    assert len(keys) > 5
    assert outsider("check", keys[-1]).returncode == 1


def test_another_database_with_the_same_key(place, found):
    """What one database has exchanged, the next takes over, with the old key's own signature."""
    name = f"{place[0]}_b"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        other = (name, place[1])
        for words in (("verify-log",), ("seal-anew", "--reason", "The first seal of a test")):
            _odoo(other, *words)
        assert _odoo(place, "renew-seal-key").returncode == 0
        done = _odoo(other, "renew-seal-key")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "INTACT" in _odoo(other, "verify-log").stdout
        assert "INTACT" in _odoo(place, "verify-log").stdout
