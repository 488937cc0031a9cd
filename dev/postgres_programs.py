# SPDX-License-Identifier: LGPL-3.0-or-later
"""The programs of a PostgreSQL server: installed ones, or Debian's packages (installed by root, else unpacked)."""

import dataclasses
import os
import re
import shutil
from pathlib import Path

from dev import console, debian, processes, system
from dev.console import Problem
from dev.places import CLUSTERS, DOWNLOADS

OLDEST = 13  # what Odoo 19 asks for
UNPACKED = CLUSTERS / "programs"
NEEDED = ("initdb", "pg_ctl", "postgres", "psql")


@dataclasses.dataclass(frozen=True)
class Programs:
    folder: Path
    version: int

    def path(self, name: str) -> Path:
        return self.folder / name

    def environment(self) -> dict[str, str]:
        """Unpacked programs find the libraries unpacked with them. Nothing of the caller's PG settings gets through."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        if UNPACKED in self.folder.parents:
            libraries = [str(path) for path in (UNPACKED / "usr/lib").glob("*-linux-*")]
            environment["LD_LIBRARY_PATH"] = ":".join(libraries)
        return environment


def find(cluster: str | None) -> Programs:
    """Programs that fit a cluster of that version; the newest ones for a cluster still to be made."""
    found = _installed()
    if not found:
        _get()
        found = _installed()
    fitting = [one for one in found if cluster is None or str(one.version) == cluster]
    if fitting:
        return max(fitting, key=lambda one: one.version)
    if found:
        raise Problem(
            f"The database of this project was made by PostgreSQL {cluster}; this machine has "
            + ", ".join(sorted(str(one.version) for one in found))
            + ".",
            f"Install PostgreSQL {cluster} next to it; or, if the demo centre's data may go, remove {CLUSTERS}.",
        )
    raise Problem(
        f"There is no PostgreSQL server (version {OLDEST} or newer) on this machine.",
        "Install one (Debian: apt-get install postgresql), or use the centre's: PGHOST=... PGUSER=... ./run",
    )


def _installed() -> list[Programs]:
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *UNPACKED.glob("usr/lib/postgresql/*/bin")]
    folders += Path("/opt/homebrew/opt").glob("postgresql*/bin")
    if program := shutil.which("initdb"):
        folders.append(Path(program).resolve().parent)
    found = []
    for folder in folders:
        if all((folder / name).exists() for name in NEEDED):
            one = Programs(folder, 0)
            text = processes.output([folder / "postgres", "--version"], env=one.environment())
            number = re.search(r"\) (\d+)", text)
            if number and int(number[1]) >= OLDEST:
                found.append(Programs(folder, int(number[1])))
    return found


def _get() -> None:
    if system.can_install():
        system.install("postgresql")
    elif debian.available():
        _unpack()


def _unpack() -> None:
    """Without root: what `apt-get install postgresql` would download, unpacked beside the project."""
    state = DOWNLOADS / "apt-postgresql"
    options = debian.private_apt(state)
    with console.step("Downloading PostgreSQL"):
        processes.attempt(["apt-get", *options, "-qq", "update"])
        install = ["install", "-y", "--no-install-recommends", "--download-only", "postgresql"]
        processes.attempt(["apt-get", *options, "-qq", *install])
        building = UNPACKED.with_name("programs.new")
        processes.clear(building).mkdir(parents=True)
        for deb in (state / "cache" / "archives").glob("*.deb"):
            debian.unpack(deb, building)
        building.rename(processes.clear(UNPACKED))
