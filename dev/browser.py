# SPDX-License-Identifier: LGPL-3.0-or-later
"""Chromium for the tests: the machine's, else Debian's (installed by root, else unpacked beside the project)."""

import os
import shutil

from dev import libraries, packages, processes

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "libatomic1", "fonts-dejavu-core")  # Playwright's driver needs libatomic
PROGRAMS = packages.UNPACKED / "bin"
_ADVICE = (
    "Install Chromium with the package manager of this machine (Debian: apt-get install chromium libatomic1).\n"
    "Without a browser the layers structure and unit still run:  ./test structure unit"
)


def get() -> None:
    packages.provide(*PACKAGES, there=_is_there, advice=_ADVICE)


def environment() -> dict[str, str]:
    """Odoo's tours and Playwright look for the browser on the PATH."""
    return {"PATH": f"{PROGRAMS}:{os.environ.get('PATH', os.defpath)}"} if PROGRAMS.exists() else {}


def _is_there() -> bool:
    _make_wrapper()
    path = environment().get("PATH")
    return any(shutil.which(name, path=path) for name in NAMES) and libraries.is_there("atomic", 1)


def _make_wrapper() -> None:
    """The packaged start script knows only its usual place; ours calls the program where it was unpacked."""
    wrapper = PROGRAMS / "chromium"
    for program in () if wrapper.exists() else packages.UNPACKED.glob("*/usr/lib/chromium/chromium"):
        PROGRAMS.mkdir(parents=True, exist_ok=True)
        wrapper.write_text(f'#!/bin/sh\nexec "{program}" --no-sandbox "$@"\n')
        wrapper.chmod(0o755)
        if not processes.output([wrapper, "--version"], env={**os.environ, **packages.environment()}):
            wrapper.unlink()
