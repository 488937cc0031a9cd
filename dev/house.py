# SPDX-License-Identifier: LGPL-3.0-or-later
"""A house is what every command needs: Odoo, its Python, a PostgreSQL server, keys and settings."""

import contextlib
import json
import os
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

from dev import console, libraries, odoo_source, packages, postgres, processes, python_env, system
from dev.console import Problem
from dev.places import ADDON, DATA, REQUIREMENTS, ROOT, SHARED, digest

LAUNCHER = ROOT / "dev" / "launch_odoo"


class House:
    def __init__(self, odoo: Path, python: Path, server: dict[str, str], data: Path):
        self.odoo, self.python, self.data = odoo, python, data
        self.logs = DATA / "log"
        self.own_server = not postgres.given_server()
        self.cluster: postgres.Cluster | None = None  # ours, if the server is
        self.keyring = data / "keyring.json"
        self.seal_key = data / "seal.key"
        self.settings = data / "odoo.conf"
        self.environment = self._environment(server)

    def _environment(self, server: dict[str, str]) -> dict[str, str]:
        """The caller's, without any other Odoo's or PostgreSQL's settings, and with ours."""
        foreign = ("PG", "ODOO_", "PYTHON", "VIRTUAL_ENV")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
        return {
            **kept,
            **packages.environment(),
            **server,
            "ODOO_RC": str(self.settings),
            "WLEC_KEYRING": str(self.keyring),
            "WLEC_SEAL_KEY": str(self.seal_key),
            "PYTHONUNBUFFERED": "1",
        }

    def identity(self) -> str:
        """Changes when Odoo or the Python packages do."""
        return digest(REQUIREMENTS, salt=odoo_source.identity(self.odoo))

    # -- Odoo ----------------------------------------------------------------------------------------------

    def command(self, *words) -> list:
        return [self.python, LAUNCHER, *words]

    def run_odoo(self, name: str, *words, text: str | None = None, advice: str = "", fine=(0,)) -> Path:
        """Run an Odoo command to its end; its log is what comes back."""
        log = self.logs / f"{name}.log"
        advice = (
            advice or "The whole message is in that log. Mend what it names, then type the command again."
        )
        processes.run(self.command(*words), log, advice, text, fine, env=self.environment, cwd=ROOT)
        return log

    def run_script(self, name: str, database: str, script: Path) -> Path:
        """Run one of dev/shell/*.py inside Odoo."""
        words = ("shell", "-d", database, "--no-http", "--log-level=warn")
        return self.run_odoo(name, *words, text=script.read_text())

    # -- SQL -----------------------------------------------------------------------------------------------

    def sql(self, statement: str, *parameters, database: str = "postgres") -> list[list]:
        command = [self.python, "-m", "dev.sql", database]
        done = subprocess.run(
            [str(word) for word in command],
            input=json.dumps([[statement, parameters]]),
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=ROOT,
        )
        if done.returncode:
            raise Problem(
                f"PostgreSQL refused: {done.stderr.strip()}",
                f"The statement was: {statement}\nWith PGHOST set, see that PGUSER may log in and create databases.",
            )
        return json.loads(done.stdout)

    # -- keys and settings -----------------------------------------------------------------------------------

    def make_keys(self) -> None:
        """The key ring and the seal key, readable by their owner only; never replaced."""
        if not self.keyring.exists():
            tool = ADDON / "tools" / "keyring.py"
            advice = f"Look at {tool}; then try again."
            command = [self.python, tool, "create", self.keyring]
            processes.run(command, self.logs / "keyring.log", advice, env=self.environment, cwd=self.data)
        if not self.seal_key.exists():
            self.seal_key.touch(mode=0o600)
        if not self.seal_key.stat().st_size:
            self.seal_key.write_text(secrets.token_hex(32) + "\n")

    def write_settings(self) -> None:
        """Settings for every Odoo command; `odoo -c` takes the file too."""
        addons = [*odoo_source.addons_folders(self.odoo), ROOT]
        values = {
            "addons_path": ",".join(map(str, addons)),
            "data_dir": self.data / "odoo",
            "http_interface": "127.0.0.1",
            "list_db": False,
            "max_cron_threads": 0,
            "limit_memory_hard": 0,
        }
        lines = [f"{key} = {value}\n" for key, value in values.items()]
        self.settings.write_text("".join(["[options]\n", *lines]))


@contextlib.contextmanager
def prepare(durable: bool) -> Iterator[House]:
    """Everything in place and PostgreSQL running, for as long as the house is in use."""
    system.check_owner()
    data = DATA if durable else DATA / "test"
    for folder in (DATA, data, data / "odoo"):
        folder.mkdir(mode=0o700, exist_ok=True)
    odoo, python = programs()
    libraries.get()
    with contextlib.ExitStack() as stack:
        server, cluster = postgres.given_server(), None
        if not server:
            with console.step("Starting PostgreSQL"):
                cluster = postgres.Cluster("run" if durable else "test", durable)
                server = stack.enter_context(cluster)
        house = House(odoo, python, server, data)
        house.cluster = cluster
        house.write_settings()
        yield house


def programs() -> tuple[Path, Path]:
    """Odoo and the Python environment; one set-up at a time, also among clones that share them."""
    lock = processes.Lock((SHARED or DATA) / "setup.lock")
    if not lock.take(wait=False):
        with console.step("Waiting for another set-up to finish"):
            lock.take()
    with lock:
        odoo = odoo_source.get()
        return odoo, python_env.get(odoo)


def tool(words: list[str]) -> int:
    """Run a program of the Python environment, such as a linter; without words only make the environment."""
    system.check_owner()
    DATA.mkdir(mode=0o700, exist_ok=True)
    _odoo, python = programs()
    return subprocess.run([python, *words]).returncode if words else 0
