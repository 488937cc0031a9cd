# SPDX-License-Identifier: LGPL-3.0-or-later
"""The machine: its users, and its packages where we may install some."""

import os
import pwd
import shutil
from pathlib import Path

from dev import console, processes
from dev.console import Problem
from dev.places import CLUSTERS, DATA, ROOT

# Keeps Debian's PostgreSQL package from making and starting a service cluster nobody asked for.
_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/wlec.conf")


def is_root() -> bool:
    return os.geteuid() == 0


def can_install() -> bool:
    return is_root() and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install Debian packages; only root of a machine with apt gets here."""
    if "postgresql" in packages and not _NO_CLUSTER.exists():
        _NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        _NO_CLUSTER.write_text("create_main_cluster = false\n")
    advice = "Look at the message of apt above, mend it (`apt-get update` often does), then try again."
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = DATA / "log" / "apt.log"
    with console.step(f"Installing {', '.join(packages)} with apt"):
        processes.run(["apt-get", "-q", "update"], log, advice, env=environment)
        command = ["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages]
        processes.run(command, log, advice, env=environment)


def check_owner() -> None:
    """Files of another user would fail later, one by one and in words nobody understands."""
    for folder in (ROOT, DATA, CLUSTERS):
        if folder.exists() and not is_root() and folder.stat().st_uid != os.geteuid():
            owner = _name(folder.stat().st_uid)
            raise Problem(
                f"{folder} belongs to {owner}, and you are {_name(os.geteuid())}.",
                f"Work as {owner}, or take a copy of the project that is your own (git clone).",
            )
    if not os.access(ROOT, os.W_OK):
        raise Problem(f"{ROOT} is not writable for you.", "Clone the project into a folder of your own.")


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
