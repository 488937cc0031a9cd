# SPDX-License-Identifier: LGPL-3.0-or-later
"""Debian packages the project needs besides Odoo: installed by root, else unpacked beside the project.

Unpacked ones work through the environment of the programs that use them; the machine stays as it is.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from dev import console, debian, processes, system
from dev.console import Problem
from dev.places import DATA, DOWNLOADS

UNPACKED = DATA / "system"
# Keeps Debian's PostgreSQL package from making and starting a service cluster nobody asked for.
_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/wlec.conf")


def provide(*packages: str, there: Callable[[], bool], advice: str) -> None:
    """Have these packages, unless what they are wanted for is `there`; the advice is for whom they cannot be had."""
    if there():
        return
    with processes.Lock(DATA / "packages.lock"):
        if there():  # another set-up was faster
            return
        if system.is_root() and shutil.which("apt-get"):
            _install(*packages)
        elif debian.available():
            _unpack(*packages)
    if not there():
        raise Problem(f"This machine lacks {', '.join(packages)}.", advice)


def _install(*packages: str) -> None:
    if "postgresql" in packages and not _NO_CLUSTER.exists():
        _NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        _NO_CLUSTER.write_text("create_main_cluster = false\n")
    advice = "Look at the message of apt above, mend it (`apt-get update` often does), then try again."
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = DATA / "log" / "apt.log"
    with console.step(f"Installing {packages[0]} with apt"):
        processes.run(["apt-get", "-q", "update"], log, advice, env=environment)
        command = ["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages]
        processes.run(command, log, advice, env=environment)


def _unpack(*packages: str) -> None:
    """What `apt-get install` would download, unpacked into a folder named after the first package."""
    folder = UNPACKED / packages[0]
    state = DOWNLOADS / f"apt-{packages[0]}"
    with console.step(f"Unpacking {packages[0]} beside the project"):
        options = debian.private_apt(processes.clear(state))
        processes.attempt(["apt-get", *options, "-qq", "update"])
        install = ["install", "-y", "--no-install-recommends", "--download-only", *packages]
        processes.attempt(["apt-get", *options, "-qq", *install])
        building = folder.with_name(f"{folder.name}.new")
        processes.clear(building).mkdir(parents=True)
        for deb in (state / "cache" / "archives").glob("*.deb"):
            debian.unpack(deb, building)
        building.rename(processes.clear(folder))
        processes.clear(state)


def environment() -> dict[str, str]:
    """How programs find the libraries and fonts that were unpacked."""
    folders = ("*/usr/lib/*-linux-*", "*/lib/*-linux-*", "*/usr/lib/*-linux-*/pulseaudio")
    libraries = [str(path) for pattern in folders for path in UNPACKED.glob(pattern)]
    if not libraries:
        return {}
    found = {"LD_LIBRARY_PATH": ":".join(libraries)}
    if fonts := list(UNPACKED.glob("*/usr/share/fonts")):
        found["FONTCONFIG_FILE"] = str(_fonts_file(fonts))
    return found


def _fonts_file(folders: list[Path]) -> Path:
    file = UNPACKED / "fonts.conf"
    places = "".join(
        f"<dir>{folder}</dir>" for folder in (*folders, "/usr/share/fonts", "/usr/local/share/fonts")
    )
    file.write_text(f"<fontconfig>{places}<cachedir>{UNPACKED / 'fonts-cache'}</cachedir></fontconfig>\n")
    return file
