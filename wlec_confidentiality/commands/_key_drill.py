# SPDX-License-Identifier: LGPL-3.0-or-later
"""The drill: a backup restored into a scratch database and opened there, by this same programme in processes of its own."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2

from odoo import sql_db
from odoo.tools import SQL, config
from odoo.tools.misc import exec_pg_environ, find_pg_tool

from odoo.addons.wlec_confidentiality.commands._screen import Screen
from odoo.addons.wlec_confidentiality.orm import keys
from odoo.addons.wlec_confidentiality.tools import keyring

OK, FAILED = 0, 1


class Failed(Exception):
    """A step did not go as it must; the text says which."""


class Drill:
    def __init__(self, env, ring=None, screen=None):
        self.screen, self.ring = screen or Screen(), ring or keys.ring_path()
        self.source = env.cr.dbname
        self.scratch = f"{self.source[:40]}_key_drill_{os.getpid()}"
        self.filestore = Path(config.filestore(self.scratch))

    def run(self):
        with contextlib.ExitStack() as stack:
            try:
                self._all(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="key-drill-"))), stack)
            except (Failed, OSError, psycopg2.Error) as problem:
                self.screen.say(f"NOT PROVEN: {str(problem).strip()}")
                return FAILED
        self.screen.say("Proven: this backup and this copy of the ring are enough. Nothing was left behind.")
        return OK

    def _all(self, home, stack):
        copy, dump = home / "ring.json", home / "backup.dump"
        self._copy_ring(copy)
        with self._step("Backup"):
            self._program(
                "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={dump}", self.source
            )
        stack.callback(self._clean)
        with self._step(f"Restore of {dump.stat().st_size / 1e6:.1f} MB into {self.scratch}"):
            self._sql(SQL("CREATE DATABASE %s TEMPLATE template0", SQL.identifier(self.scratch)))
            words = ("--no-owner", "--no-acl", "--exit-on-error", f"--dbname={self.scratch}", dump)
            self._program("pg_restore", *words)
            with contextlib.closing(
                sql_db.db_connect(self.scratch).cursor()
            ) as cr:  # work begun there is not for here
                cr.execute("UPDATE wlec_key_rotation SET state = 'stopped' WHERE state = 'running'")
                cr.commit()  # pylint: disable=invalid-commit
            sql_db.close_db(self.scratch)
            self._link_documents()
        self._must(copy, "Opened with the copy of the ring", 0, "0 problems")
        self._must(home / "nowhere.json", "Without a ring it does not open", 1, "locked")
        keyring.create(home / "other.json")
        self._must(
            home / "other.json", "With another ring it does not open", 3, " 0 data keys, 0 sealed values"
        )

    # ---- steps
    def _copy_ring(self, copy):
        try:
            shutil.copyfile(self.ring, copy)
        except (OSError, TypeError) as problem:
            raise Failed(
                f"the copy of the ring {self.ring} cannot be read ({getattr(problem, 'strerror', None) or problem})"
            ) from None
        copy.chmod(0o600)
        try:
            there = keyring.load(copy).key_ids
        except keyring.KeyRingProblem:
            raise Failed(f"the copy of the ring {self.ring} is damaged, or no key ring at all") from None
        with contextlib.closing(sql_db.db_connect(self.source).cursor()) as cr:
            cr.execute("SELECT DISTINCT kek_id FROM wlec_data_key")
            missing = sorted({kek_id for (kek_id,) in cr.fetchall()} - set(there))
        if missing:
            raise Failed(
                f"the copy of the ring {self.ring} lacks {', '.join(missing)}: renew it from the ring in use"
            )

    @contextlib.contextmanager
    def _step(self, text):
        begun = time.monotonic()
        yield
        self.screen.say(f"  {text}: {time.monotonic() - begun:.1f} s")

    def _link_documents(self):
        """Sealed documents in the filestore: second names for the same files, so that nothing done here reaches the first."""
        source = Path(config.filestore(self.source))
        if source.is_dir():
            shutil.copytree(source, self.filestore, copy_function=os.link)

    def _must(self, ring, text, code, words):
        with self._step(text):
            done = self._check(ring)
        if done.returncode != code or words not in done.stdout:
            shown = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
            raise Failed(f"“{text}” did not come about. What was said:\n{shown}")
        for line in done.stdout.splitlines() if code == 0 else ():
            if "problems" in line:
                self.screen.say(f"    {line}")

    def _check(self, ring):
        """``odoo wlec check-keys --all`` on the scratch database, with this ring."""
        options = [f"--addons-path={','.join(config['addons_path'])}", f"--data-dir={config['data_dir']}"]
        options += [f"--{name}={config[name]}" for name in ("db_host", "db_port", "db_user") if config[name]]
        words = ("wlec", "-d", self.scratch, "check-keys", "--all", "--log-level=error", *options)
        environment = {**exec_pg_environ(), "WLEC_KEYRING": str(ring)}
        return subprocess.run(
            [sys.executable, sys.argv[0], *words], env=environment, capture_output=True, text=True
        )

    # ---- PostgreSQL
    def _program(self, name, *words):
        command = [find_pg_tool(name), *map(str, words)]
        done = subprocess.run(command, env=exec_pg_environ(), capture_output=True, text=True)
        if done.returncode:
            raise Failed(f"{name} failed: {done.stderr.strip()[-800:]}")

    def _sql(self, *queries):
        with contextlib.closing(sql_db.db_connect("postgres").cursor()) as cr:
            cr.rollback()
            cr._cnx.autocommit = True  # databases are made and dropped outside a transaction
            for query in queries:
                cr.execute(query)

    def _clean(self):
        shutil.rmtree(self.filestore, ignore_errors=True)
        # Not WITH (FORCE): PostgreSQL's own cleaning workers may only be ended so by a superuser; they give way by themselves.
        mine = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
        drop = SQL("DROP DATABASE IF EXISTS %s", SQL.identifier(self.scratch))
        self._sql(SQL(mine, self.scratch), drop)
