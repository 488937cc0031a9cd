# SPDX-License-Identifier: LGPL-3.0-or-later
"""The virtual environment: every package pinned by version and hash in requirements.lock."""

import os
import shutil
import sys
from functools import partial
from pathlib import Path

from dev import console, packages, processes
from dev.console import Problem
from dev.places import DATA, DOWNLOADS, REQUIREMENTS, UV_REQUIREMENT, digest, venv_folder

SUPPORTED = ((3, 10), (3, 13))
_AGAIN = "Check the network (a proxy? see pip's settings), then type the command again; it goes on where it stopped."


def right_python() -> None:
    """Odoo 19 runs on Python 3.10 to 3.13. With another one, start again with one that fits."""
    oldest, newest = SUPPORTED
    if oldest <= sys.version_info[:2] <= newest:
        return
    for minor in range(newest[1], oldest[1] - 1, -1):
        if python := shutil.which(f"python3.{minor}"):
            os.execv(python, [python, "-m", "dev", *sys.argv[1:]])  # noqa: S606
    raise Problem(
        f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; Odoo 19 needs Python 3.10 to 3.13.",
        "Install one of those (for example with `uv python install 3.12`) so that python3.12 is on the PATH.",
    )


def get(odoo: Path) -> Path:
    """The environment's Python, with exactly the packages of the lock, able to import Odoo."""
    venv = venv_folder(odoo)
    python = venv / "bin" / "python"
    stamp = venv / ".stamp"
    wanted = digest(REQUIREMENTS)
    have = stamp.read_text() if stamp.exists() else None
    if have != wanted or not python.exists():
        with console.step("Building the Python environment"):
            _build(venv, python, keep=have is not None and python.exists())
            stamp.write_text(wanted)
    _point_to(odoo, venv)
    return python


def _build(venv: Path, python: Path, keep: bool) -> None:
    (venv / ".stamp").unlink(missing_ok=True)
    uv, environment = _uv()
    log = DATA / "log" / "python.log"
    if not keep:
        processes.run(
            [uv, "venv", "-q", "--clear", "--python", sys.executable, venv], log, _AGAIN, env=environment
        )
    command = [uv, "pip", "sync", "-q", "--python", python, "--require-hashes", REQUIREMENTS]
    processes.run(command, log, _AGAIN, env=environment)


def unpack(lock: Path, folder: Path) -> Path:
    """The packages of another lock, alone in a folder that is on nobody's path: what the project is measured against."""
    stamp = folder / ".stamp"
    if not stamp.exists() or stamp.read_text() != digest(lock):
        uv, environment = _uv()
        command = [
            uv,
            "pip",
            "install",
            "-q",
            "--python",
            sys.executable,
            "--target",
            processes.clear(folder),
        ]
        command += ["--no-deps", "--require-hashes", "-r", lock]
        processes.run(command, DATA / "log" / "python.log", _AGAIN, env=environment)
        stamp.write_text(digest(lock))
    return folder


def _uv() -> tuple[str, dict]:
    """uv, ten times faster than pip, and how to run it: the machine's certificates, no Python of its own."""
    environment = {**os.environ, "UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    uv = shutil.which("uv")
    if uv and processes.output([uv, "--version"]):
        return uv, environment
    home = DOWNLOADS / "uv"
    if not (home / "bin" / "uv").exists():
        _bootstrap(home)
    return str(home / "bin" / "uv"), environment


def _bootstrap(home: Path) -> None:
    """uv by pip. Debian cuts pip out of Python; then its package of pip is unpacked and used once."""
    environment = dict(os.environ)
    there = partial(_has_pip, environment)
    packages.provide("python3-pip", there=there, advice="Install pip or uv for this Python, then try again.")
    install = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--upgrade"]
    source = ["--no-deps", "--require-hashes", "-r", UV_REQUIREMENT]
    log = DATA / "log" / "python.log"
    processes.run([*install, "--target", home, *source], log, _AGAIN, env=environment)


def _has_pip(environment: dict) -> bool:
    if unpacked := [
        str(path) for path in packages.UNPACKED.glob("python3-pip/usr/lib/python3*/dist-packages")
    ]:
        environment["PYTHONPATH"] = ":".join(unpacked)
    return bool(processes.output([sys.executable, "-m", "pip", "--version"], env=environment))


def _point_to(odoo: Path, venv: Path) -> None:
    """A path file makes `import odoo` work for pytest and for editors, without any PYTHONPATH."""
    site = next((venv / "lib").glob("python3*/site-packages"))
    file = site / "odoo_local.pth"
    if not file.exists() or file.read_text() != f"{odoo}\n":
        file.write_text(f"{odoo}\n")
