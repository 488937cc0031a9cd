# SPDX-License-Identifier: LGPL-3.0-or-later
"""Files of Debian's archive, from the mirrors this machine is set to use; needs no root and installs nothing.

A pinned file comes by its path in the pool and its SHA-256: stronger than the archive's signature, and independent of
its index. When the archive has moved on, its newest version comes through the signed index of the unstable suite.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

from dev import console, processes
from dev.console import Problem

APT_HELPER = "/usr/lib/apt/apt-helper"
ARCHIVE_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
SUITE = "sid"


def available() -> bool:
    return all(shutil.which(tool) for tool in ("apt-get", "dpkg-deb", "tar")) and Path(APT_HELPER).exists()


def fetch(lock: Path, folder: Path) -> list[Path]:
    """Every package of the lock, in the folder and checked."""
    folder.mkdir(parents=True, exist_ok=True)
    pins = _read(lock)
    for mirror in mirrors():
        missing = [pin for pin in pins if not pin.is_good(folder)]
        if missing:
            _download(mirror, missing, folder)
    debs = []
    for pin in pins:
        debs.append(pin.file(folder) if pin.is_good(folder) else _newest(pin.package, folder))
    return debs


class _Pin:
    def __init__(self, path: str, sha256: str):
        self.path, self.sha256 = path, sha256

    @property
    def package(self) -> str:
        return self.path.rsplit("/", 1)[1].split("_")[0]

    def file(self, folder: Path) -> Path:
        return folder / self.path.rsplit("/", 1)[1]

    def is_good(self, folder: Path) -> bool:
        return self.file(folder).exists() and _sha256(self.file(folder)) == self.sha256


def _read(lock: Path) -> list[_Pin]:
    lines = lock.read_text().splitlines()
    return [_Pin(*line.split()) for line in lines if line and not line.startswith("#")]


def _sha256(path: Path) -> str:
    state = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            state.update(block)
    return state.hexdigest()


def mirrors() -> list[str]:
    """The mirrors in apt's settings. Apt itself reads them, so both of its file formats are understood."""
    form = "$(REPO_URI)|$(RELEASE)|$(COMPONENT)"
    # without --no-release-info nothing is printed on a machine that has not fetched an index yet
    command = ["apt-get", "--no-release-info", "indextargets", "--format", form, "Created-By: Packages"]
    found = []
    for line in processes.output(command).splitlines():
        uri, release, component = line.split("|")
        if component == "main" and "security" not in release and uri.rstrip("/") not in found:
            found.append(uri.rstrip("/"))
    return found


def private_apt(state: Path, sources: Path | None = None) -> list[str]:
    """Options that give apt lists and a cache of its own, so that it needs no root and leaves the machine alone."""
    for name in ("lists/partial", "cache/archives/partial"):
        (state / name).mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State::lists": state / "lists",
        "Dir::Cache": state / "cache",
        "Dir::Cache::archives": state / "cache" / "archives",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",
    }
    if sources:
        options |= {
            "Dir::Etc::sourcelist": sources,
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
        }
    return [word for key, value in options.items() for word in ("-o", f"{key}={value}")]


def _download(mirror: str, pins: list[_Pin], folder: Path) -> None:
    triples = []
    for pin in pins:
        triples += [f"{mirror}/{pin.path}", str(pin.file(folder)), f"SHA256:{pin.sha256}"]
    processes.attempt([APT_HELPER, *private_apt(folder / "apt"), "-qq", "download-file", *triples])


def _newest(package: str, folder: Path) -> Path:
    """The newest version of a package in the unstable suite; apt checks the signature of the index."""
    console.note(f"The pinned {package} is gone from this machine's mirror: asking the signed index.")
    for number, mirror in enumerate(mirrors()):
        state, inbox = folder / f"apt-{number}", folder / f"new-{package}"
        options = private_apt(state, state / "sources.list")
        (state / "sources.list").write_text(f"deb [signed-by={ARCHIVE_KEYS}] {mirror} {SUITE} main\n")
        inbox.mkdir(exist_ok=True)
        if not list((state / "lists").glob("*Packages*")):
            processes.attempt(["apt-get", *options, "-qq", "update"], stderr=None)
        if processes.attempt(["apt-get", *options, "-qq", "download", package], cwd=inbox, stderr=None):
            return max(inbox.glob("*.deb"))
    raise Problem(
        f"No mirror of this machine has the package {package}.",
        "Check the network (and apt's sources). Or get Odoo's 19.0 branch by git yourself and name its folder:\n"
        "  ODOO_HOME=/path/to/odoo ./run",
    )


def unpack(deb: Path, folder: Path, exclude: tuple[str, ...] = ()) -> None:
    """Unpack the files of a package without installing it."""
    patterns = [f"--exclude={pattern}" for pattern in exclude]
    files = processes.start(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE)
    try:
        command = ["tar", "-x", "-C", folder, "--no-same-owner", *patterns]
        good = processes.attempt(command, stdin=files.stdout, stderr=None)
        files.stdout.close()
        good = files.wait() == 0 and good
    finally:
        processes.stop(files)
    if not good:
        raise Problem(f"{deb} could not be unpacked.", "See that the disk has 2 GB left, then try again.")
