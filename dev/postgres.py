# SPDX-License-Identifier: LGPL-3.0-or-later
"""PostgreSQL: a private cluster in the project that listens on a Unix socket only, or the server PGHOST names.

Users of one cluster (a `./run`, several `./test`) are counted by shared locks: the first starts it, the last stops it.
"""

import contextlib
import hashlib
import os
import pwd
import tempfile
from pathlib import Path

from dev import console, postgres_programs, processes, system
from dev.console import Problem
from dev.places import ADDON, CLUSTERS, DATA

ROLE = "odoo"
SOCKET_LIMIT = 107  # bytes in the path of a socket
# Test databases may be lost at any time; those of ./run may not, and keep PostgreSQL's own settings.
FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "jit": "off",  # compiles for seconds what runs for milliseconds on tables nobody has analysed
}


class Cluster:
    """A cluster of our own, while in use: `with Cluster("run", durable=True) as environment`."""

    def __init__(self, name: str, durable: bool):
        self.folder = CLUSTERS / name
        self.settings = {} if durable else FOR_TESTS
        self.gate = processes.Lock(CLUSTERS / f"{name}.gate")
        self.users = processes.Lock(CLUSTERS / f"{name}.users")
        self.log = DATA / "log" / f"postgres-{name}.log"
        self.programs = None
        self.sockets = None

    def __enter__(self) -> dict[str, str]:
        CLUSTERS.mkdir(exist_ok=True)
        self.programs = postgres_programs.find(self._version())
        with self.gate:
            self.users.take(shared=True)
            try:
                self._create()
                self.sockets = self._socket_folder()
                self._start()
            except BaseException:
                self.users.let_go()
                raise
        return {"PGHOST": str(self.sockets), "PGPORT": "5432", "PGUSER": ROLE}

    def __exit__(self, *exc) -> None:
        with self.gate:
            self.users.let_go()
            if self.users.take(wait=False):
                self._control("stop", "-m", "fast")
                self.users.let_go()

    # -- steps ---------------------------------------------------------------------------------------------

    def _version(self) -> str | None:
        with contextlib.suppress(OSError):
            return (self.folder / "PG_VERSION").read_text().strip()
        return None

    def _create(self) -> None:
        """Make the cluster under another name and rename it when whole: a stopped set-up leaves nothing behind."""
        if self.folder.exists():
            return
        building = self.folder.with_name(self.folder.name + ".new")
        with console.step("Creating the PostgreSQL cluster"):
            processes.clear(building).mkdir(mode=0o700)
            _give(building)
            options = [
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N" if self.settings else "--data-checksums",
            ]
            self._program("initdb", "-D", building, *options)
            with (building / "postgresql.conf").open("a") as conf:
                conf.write("\n# the project's own\nlisten_addresses = ''\nunix_socket_permissions = 0700\n")
                conf.writelines(f"{key} = {value}\n" for key, value in self.settings.items())
            (building / ".role").write_text("")
            building.rename(self.folder)

    def _start(self) -> None:
        if self._runs():
            return
        self._control("start", "-l", self.folder / "server.log", "-o", f"-k '{self.sockets}'")
        if (self.folder / ".role").exists():
            statement = f"DO $$BEGIN CREATE ROLE {ROLE} LOGIN CREATEDB; EXCEPTION WHEN duplicate_object THEN NULL; END$$;\n"
            self._administer("postgres", "-c", statement)
            (self.folder / ".role").unlink()

    def harden(self, database: str) -> None:
        """Give the access records to another role, as a centre's database administrator would."""
        self._administer(database, "-v", f"odoo_role={ROLE}", "-f", ADDON / "data" / "access" / "harden.sql")

    def _administer(self, database: str, *words) -> None:
        connection = ["-h", self.sockets, "-p", "5432", "-U", "postgres", "-d", database]
        self._program("psql", "-q", "-X", "-o", os.devnull, *connection, *words)

    def _runs(self) -> bool:
        """Whether the server runs on the socket we expect; one that lost its socket folder is started again."""
        status = processes.output(
            [*_as_postgres(), self.programs.path("pg_ctl"), "-D", self.folder, "status"]
        )
        if not status:
            return False
        if (self.sockets / ".s.PGSQL.5432").is_socket():
            return True
        self._control("stop", "-m", "fast")
        return False

    def _control(self, *words) -> None:
        self._program("pg_ctl", "-D", self.folder, "-s", "-w", "-t", "60", *words)

    def _program(self, name: str, *words) -> None:
        advice = (
            f"Look at {self.folder}/server.log too. Is the disk full? Is a file of another user in {CLUSTERS}?\n"
            "The folder holds the demo centre's database: remove it only if that may go."
        )
        command = [*_as_postgres(), self.programs.path(name), *words]
        processes.run(command, self.log, advice, env=self.programs.environment(), cwd="/")

    def _socket_folder(self) -> Path:
        """In the project where the path is short enough, else in the folder for temporary files."""
        folder = CLUSTERS / f"{self.folder.name}-socket"
        if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) > SOCKET_LIMIT:
            mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]
            folder = Path(tempfile.gettempdir()) / f"wlec-{os.geteuid()}-{mark}"
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), _server_user().pw_uid}:
            raise Problem(
                f"{folder} belongs to somebody else.", "Remove it, or ask its owner to; then try again."
            )
        _give(folder)
        folder.chmod(0o700)
        return folder


# -- root ------------------------------------------------------------------------------------------------------


def _server_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root; it then runs as a user without rights."""
    if not system.is_root():
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Problem(
        "PostgreSQL does not run as root, and there is no user postgres or nobody.", "Work as another user."
    )


def _give(folder: Path) -> None:
    if system.is_root():
        user = _server_user()
        os.chown(folder, user.pw_uid, user.pw_gid)


def _as_postgres() -> list[str]:
    """Words before a command that make it run as that user, still able to enter folders of root (such as /root)."""
    if not system.is_root():
        return []
    user = _server_user()
    enter = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    change = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    if not processes.output([*change, *enter, "echo", "fine"]):
        return change  # a container may lack the capability; then the folders above must let the user in
    return [*change, *enter]


def given_server() -> dict[str, str] | None:
    """The centre's own server, when PGHOST names one."""
    if not os.environ.get("PGHOST"):
        return None
    names = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSSLMODE")
    return {name: os.environ[name] for name in names if os.environ.get(name)}
