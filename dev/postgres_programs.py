# SPDX-License-Identifier: LGPL-3.0-or-later
"""The programs of a PostgreSQL server: installed ones, or Debian's packages (installed by root, else unpacked)."""

import dataclasses
import os
import re
import shutil
from pathlib import Path

from dev import packages, processes
from dev.console import Problem
from dev.places import CLUSTERS

OLDEST = 13  # what Odoo 19 asks for
_ADVICE = "Install a PostgreSQL server of version 13 or newer (Debian: apt-get install postgresql), or use the centre's: PGHOST=... PGUSER=... ./run"
NEEDED = ("initdb", "pg_ctl", "postgres", "psql")


@dataclasses.dataclass(frozen=True)
class Programs:
    folder: Path
    version: int

    def path(self, name: str) -> Path:
        return self.folder / name

    def environment(self) -> dict[str, str]:
        """Unpacked programs find the libraries unpacked with them. Nothing of the caller's PG settings gets through."""
        return {**{k: v for k, v in os.environ.items() if not k.startswith("PG")}, **packages.environment()}


def find(cluster: str | None) -> Programs:
    """Programs that fit a cluster of that version; the newest ones for a cluster still to be made."""
    packages.provide("postgresql", there=lambda: bool(_installed()), advice=_ADVICE)
    found = _installed()
    fitting = [one for one in found if cluster is None or str(one.version) == cluster]
    if fitting:
        return max(fitting, key=lambda one: one.version)
    versions = ", ".join(sorted(str(one.version) for one in found))
    raise Problem(
        f"The database of this project was made by PostgreSQL {cluster}; this machine has {versions}.",
        f"Install PostgreSQL {cluster} next to it; or, if the demo centre's data may go, remove {CLUSTERS}.",
    )


def _installed() -> list[Programs]:
    folders = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *packages.UNPACKED.glob("*/usr/lib/postgresql/*/bin"),
    ]
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
