# SPDX-License-Identifier: LGPL-3.0-or-later
"""The demo centre under test: a real server on a database of its own, with data that is really committed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2.extras

from dev import databases, processes, run, sql
from tests.support.client import PASSWORD, Client

LAUNCHER = Path(__file__).with_name("launch_odoo")


def odoo(*words, text: str | None = None, check: bool = True) -> subprocess.CompletedProcess:
    """Run one Odoo command to its end. `check` raises with the end of its output when it fails."""
    command = [sys.executable, str(LAUNCHER), *(str(word) for word in words)]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if check and done.returncode:
        raise AssertionError(
            f"odoo {' '.join(command[2:])} ended with {done.returncode}:\n{done.stderr[-4000:]}"
        )
    return done


@contextlib.contextmanager
def database_from(template: str, name: str) -> Iterator[str]:
    """A copy of a template, gone afterwards."""
    sql.execute([(f'CREATE DATABASE "{name}" TEMPLATE "{template}"', None)], "postgres")
    try:
        yield name
    finally:
        sql.execute(databases.dropping(name), "postgres")


class Centre:
    """A server in a process of its own. `url`, `db` and `log` say where."""

    def __init__(self, database: str, log: Path):
        self.db, self.log = database, log
        self.url = None
        self.server = None

    # -- life ----------------------------------------------------------------------------------------------

    def start(self, *words) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, LAUNCHER, "server", "-d", self.db, f"--db-filter=^{self.db}$", "-p", port]
        with self.log.open("a") as output:
            self.server = processes.start([*command, *words], stdout=output, stderr=output)
        run.wait_for(f"{self.url}/web/login", self.server, self.log)

    def stop(self) -> None:
        if self.server:
            processes.stop(self.server, signal.SIGINT)
            self.server = None

    def kill(self) -> None:
        """As a power cut would."""
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    # -- use -----------------------------------------------------------------------------------------------

    def login(self, name: str | None, password: str = PASSWORD) -> Client:
        return Client(self.url, self.db, name, password)

    def sql(self, query: str, *params) -> list[tuple]:
        """Rows straight from the database (as Odoo's own role); every statement commits."""
        return sql.execute([(query, params)], self.db)

    def events(self, since_id: int = 0) -> list[dict]:
        """The access records after one, oldest first."""
        query = "SELECT * FROM wlec_access_event WHERE id > %s ORDER BY id"
        rows = psycopg2.extras.RealDictCursor
        with sql.connect(self.db) as connection, connection.cursor(cursor_factory=rows) as cursor:
            cursor.execute(query, [since_id])
            return [dict(row) for row in cursor.fetchall()]

    def far_numbers(self, *tables: str) -> None:
        """The next records get long numbers, which occur nowhere else in an answer. They only ever grow, so that "newer than" stays true."""
        far = "SELECT setval(%s, nextval(%s) + 4000000 + (random() * 900000)::int)"
        for table in tables:
            self.sql(far, *[f"{table}_id_seq"] * 2)

    def last_event(self) -> int:
        return self.sql("SELECT coalesce(max(id), 0) FROM wlec_access_event")[0][0]

    def shell(self, code: str) -> str:
        """Run code in `odoo shell` on this database (`env` is there); what it prints comes back.

        A shell does not tell the server that what it holds in memory is out of date: this one does.
        """
        told = f"{code}\nenv.registry.signal_changes()\n"
        return odoo("shell", "-d", self.db, "--no-http", "--log-level=warn", text=told).stdout

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")


@contextlib.contextmanager
def opened(database: str, log: Path, *words) -> Iterator[Centre]:
    """A centre with its server running."""
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    centre = Centre(database, log)
    try:
        centre.start("--log-level=info", *words)
        yield centre
    finally:
        centre.stop()
