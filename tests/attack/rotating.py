# SPDX-License-Identifier: LGPL-3.0-or-later
"""Keys exchanged on the console while others write, hold a row or pull the plug; and whether everything opens afterwards."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from dev import sql
from tests.support.centre import LAUNCHER
from tests.support.pure_tools import tool

from .conftest import File

keyring = tool("keyring")
RING = Path(os.environ.get("WLEC_KEYRING", "keyring.json"))


@contextlib.contextmanager
def ring_kept(expect_log):
    """Whatever a test does to the ring, the keys that have sealed something are back afterwards."""
    # Two at once: Odoo logs the one it runs again; and a ring that is away is told in the log.
    expect_log(r"^(WARNING|ERROR) odoo\.(sql_db|service\.model|http)")
    yield
    assert keyring.load(RING)


def command(centre, *words):
    return [sys.executable, str(LAUNCHER), "wlec", "-d", centre.db, *words, "--log-level=warn"]


def run(centre, *words):
    return subprocess.run(command(centre, *words), capture_output=True, text=True, timeout=300)


def everything_opens(centre):
    done = run(centre, "check-keys", "--all")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 problems" in done.stdout


def left_behind(centre):
    """Data keys in use that are wrapped with an older key of the ring."""
    current = keyring.load(RING).current
    return centre.sql("SELECT count(*) FROM wlec_data_key WHERE kek_id <> %s", current)[0][0]


class Writer(threading.Thread):
    """Somebody who writes and reads without a pause; what was answered must be there."""

    def __init__(self, centre, stop):
        super().__init__()
        self.client, self.stop, self.turns, self.trouble = centre.login("alice"), stop, 0, []
        self.file = File(self.client)

    def run(self):
        for turn in itertools.count(1):
            if self.stop.is_set():
                break
            try:
                text = f"{self.file.word} turn {turn}"
                self.client.call(
                    "wlec.case", "write", [self.file.id], {"narrative": text, "risk_notes": text}
                )
                note = self.client.call("wlec.case.note", "create", {"case_id": self.file.id, "body": text})
                fields = ["narrative", "risk_notes", "matter"]
                found = self.client.call("wlec.case", "read", [self.file.id], fields)[0]
                assert found["narrative"] == found["risk_notes"] == text, found
                assert found["matter"] == f"{self.file.word} matter"
                note = note if isinstance(note, list) else [note]
                assert self.client.call("wlec.case.note", "read", note, ["body"])[0]["body"] == text
                self.turns = turn
            except Exception as error:  # told in the test's own thread
                self.trouble.append(repr(error))
                break


@contextlib.contextmanager
def people_writing(centre, count=3):
    stop = threading.Event()
    writers = [Writer(centre, stop) for _number in range(count)]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        stop.set()
        for writer in writers:
            writer.join(60)
    assert not [writer.trouble for writer in writers if writer.trouble]
    assert all(writer.turns for writer in writers)


@contextlib.contextmanager
def held(centre, query):
    """Somebody is busy with this row for as long as the block lasts: the work cannot come to its end."""
    with sql.connect(centre.db) as connection:
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute(f"{query} ORDER BY id DESC LIMIT 1 FOR UPDATE")
            yield
            connection.rollback()


def killed(centre, words, condition):
    """Start a command and kill it as a power cut would, as soon as the condition holds."""
    process = subprocess.Popen(
        command(centre, *words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    deadline = time.monotonic() + 120
    while not condition():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


def running(centre, column):
    found = centre.sql(f"SELECT {column} FROM wlec_key_rotation WHERE state = 'running'")
    return found[0][0] if found else None


def draft(client):
    return client.call("wlec.key.rotation", "create", [{"kind": "check"}])[0]
