# SPDX-License-Identifier: LGPL-3.0-or-later
"""The register import as a process of its own: killed, stopped, started twice, given rubbish."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dev import sql
from tests.support.centre import LAUNCHER, database_from

REGISTER = Path(__file__).parents[2] / "data" / "register"
OURS = "SELECT count(*) FROM ir_model_data WHERE module = '__wlec_register__'"
PEOPLE, CONTACTS = 2363, "SELECT count(*) FROM res_partner WHERE ref LIKE 'P-%'"


@pytest.fixture(scope="module")
def database(request):
    """A copy of the addon without a centre, shared by these tests in their order."""
    name, template = f"{os.environ['WLEC_TEST_DATABASE']}_import", os.environ["WLEC_TEST_ADDON"]
    with database_from(template, name):
        yield name


def command(database, *words):
    return [
        sys.executable,
        str(LAUNCHER),
        "wlec",
        "-d",
        database,
        "import-register",
        *map(str, words),
        "--log-level=warn",
    ]


def run(database, *words):
    return subprocess.run(command(database, *words), capture_output=True, text=True, timeout=300)


def count(database, query=OURS):
    return sql.execute([(query, None)], database)[0][0]


def wait_until(condition, process):
    deadline = time.monotonic() + 120
    while not condition():
        assert process.poll() is None, "the import ended before it could be disturbed"
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_killed_and_run_again(database, tmp_path):
    words = (REGISTER / "people.csv", "--report", tmp_path / "report.csv", "--batch", 100)
    process = subprocess.Popen(command(database, *words), stdout=subprocess.PIPE, text=True)
    wait_until(lambda: count(database) > 300, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = count(database)
    assert 300 < done < PEOPLE
    assert done % 100 == 0, "a batch is in as a whole or not at all"
    again = run(database, *words)
    assert again.returncode == 3, again.stderr
    assert f"{PEOPLE - done} created, 0 updated, {done} unchanged, 37 rejected" in again.stdout
    assert count(database) == PEOPLE == count(database, CONTACTS)
    third = run(database, *words)
    assert f"0 created, 0 updated, {PEOPLE} unchanged" in third.stdout
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as report:
        found = [(row["file"], row["line"], row["column"], row["reason"]) for row in csv.DictReader(report)]
    with (REGISTER / "expected_errors.csv").open(encoding="utf-8", newline="") as stream:
        assert found == [tuple(row) for row in csv.reader(stream) if row[0] == "people.csv"]


def test_stopped_with_control_c(database, tmp_path):
    before = count(database)
    words = (REGISTER / "enquiries.csv", "--report", tmp_path / "report.csv", "--batch", 50)
    process = subprocess.Popen(
        command(database, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: count(database) > before, process)
    process.send_signal(signal.SIGINT)
    _out, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "run the same command again" in errors
    assert "Traceback" not in errors
    assert (count(database) - before) % 50 == 0


def test_two_at_once(database, tmp_path):
    words = (REGISTER / "enquiries.csv", "--report", tmp_path / "report.csv", "--batch", 50)
    before = count(database)
    first = subprocess.Popen(command(database, *words), stdout=subprocess.PIPE, text=True)
    try:
        wait_until(lambda: count(database) > before, first)
        second = run(database, REGISTER / "demo" / "people.csv", "--report", tmp_path / "other.csv")
        assert second.returncode == 1
        assert "Another import is running" in second.stdout
    finally:
        first.kill()
        first.wait()


def test_rubbish_is_refused_in_plain_words(database, tmp_path):
    """One kind over the command line; the others are in tests/unit and in the tests of the addon."""
    path = tmp_path / "people.csv"
    path.write_bytes(b"person_ref," + b"x" * 50_000_000)
    done = run(database, path)
    assert done.returncode == 1
    assert "more than 1,000,000 characters" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_database_that_is_not_there_and_a_file_that_is_not_there(database, tmp_path):
    missing = run(database, tmp_path / "none.csv")
    assert missing.returncode == 1
    assert "is not a file" in missing.stderr
    nowhere = run(f"{database}_none", REGISTER / "people.csv")
    assert nowhere.returncode == 1
    assert "cannot be opened" in nowhere.stderr
    assert "Traceback" not in nowhere.stderr
