# SPDX-License-Identifier: LGPL-3.0-or-later
"""Odoo 19: one that is on this machine, or Debian's package unpacked beside the project."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from dev import console, debian, processes
from dev.console import Problem
from dev.places import DOWNLOADS, ODOO_LOCK, digest, odoo_folder

SERIES = 19
PACKAGES = "usr/lib/python3/dist-packages"
STAMP = ".done"

# Other countries' accounts, tills and boxes, and translations of Odoo nobody here reads: 850 MB.
LEFT_OUT = (
    "*/addons/l10n_*",
    "*/addons/pos_*",
    "*/addons/iot_*",
    "*/addons/*/i18n/[!e]*.po",
    "*/addons/*/i18n/e[!n]*.po",
    "./etc",
    "./usr/share/bug",
    "./usr/share/lintian",
)
# Debian leaves this file out for its licence while mail's manifest names it: every bundle would report an error.
# It blurs the background of video calls. Empty, it does no harm.
STUBS = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)


def get() -> Path:
    """The folder that holds the package `odoo` of Odoo 19; fetched when this machine has none."""
    return find() or _fetch()


def find() -> Path | None:
    home = os.environ.get("ODOO_HOME")
    for folder in _named(Path(home).expanduser().resolve()) if home else _usual():
        if series(folder) == SERIES:
            return folder
    if home:
        raise Problem(
            f"ODOO_HOME={home} holds no Odoo {SERIES}.",
            f"Name the folder of a checkout of Odoo's {SERIES}.0 branch (it has `odoo-bin` in it), or unset ODOO_HOME.",
        )
    return None


def series(folder: Path) -> int | None:
    """Which Odoo a folder holds: read from its release file, never imported (that would need its libraries)."""
    try:
        found = re.search(r"version_info\s*=\s*\((\d+)", (folder / "odoo" / "release.py").read_text())
    except OSError:
        return None
    return int(found[1]) if found else None


def identity(folder: Path) -> str:
    """Changes when Odoo changes: the pins, or the commit of a checkout."""
    if folder == odoo_folder() / PACKAGES:
        return digest(odoo_folder() / STAMP)
    commit = processes.output(["git", "-C", folder, "rev-parse", "HEAD"])
    return digest(folder / "odoo" / "release.py", salt=f"{folder} {commit}")


def addons_folders(folder: Path) -> list[Path]:
    """Where addons are besides odoo/addons, which Odoo finds itself: a checkout keeps most of them next to it."""
    return [folder / "addons"] if (folder / "addons" / "crm").is_dir() else []


def _named(home: Path) -> Iterator[Path]:
    yield from (home, home / PACKAGES, home / "lib/python3/dist-packages", home.parent)


def _usual() -> Iterator[Path]:
    if _stamp().startswith(digest(ODOO_LOCK)):
        yield odoo_folder() / PACKAGES
    for name in ("odoo-bin", "odoo"):
        if script := shutil.which(name):
            yield Path(script).resolve().parent
    yield Path("/usr/lib/python3/dist-packages")
    python = shutil.which("python3") or sys.executable
    for line in processes.output(
        [python, "-c", "import sys; print('\\n'.join(sys.path))"], cwd="/"
    ).splitlines():
        yield Path(line)


def _stamp() -> str:
    stamp = odoo_folder() / STAMP
    return stamp.read_text() if stamp.exists() else ""


def _fetch() -> Path:
    if not debian.available():
        raise Problem(
            f"There is no Odoo {SERIES} on this machine, and no apt to get Debian's package of it.",
            f"Get Odoo's {SERIES}.0 branch by git and name its folder:  ODOO_HOME=/path/to/odoo ./run",
        )
    with console.step(f"Downloading Odoo {SERIES} (130 MB)"):
        debs = debian.fetch(ODOO_LOCK, DOWNLOADS)
    target = odoo_folder()
    building = target.with_name(target.name + ".new")
    with console.step(f"Unpacking Odoo {SERIES}"):
        processes.clear(building).mkdir(parents=True)
        for deb in debs:
            debian.unpack(deb, building, LEFT_OUT)
        for stub in STUBS:
            file = building / PACKAGES / "odoo/addons" / stub
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        (building / STAMP).write_text("\n".join([digest(ODOO_LOCK), *(deb.name for deb in debs)]))
        building.rename(processes.clear(target))
    processes.clear(DOWNLOADS)
    if series(target / PACKAGES) != SERIES:
        raise Problem(
            f"Debian's package holds no Odoo {SERIES}.", "Set ODOO_HOME to a checkout of Odoo's 19.0 branch."
        )
    return target / PACKAGES
