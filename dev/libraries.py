# SPDX-License-Identifier: LGPL-3.0-or-later
"""The libraries by which documents become PDF files: Pango and HarfBuzz, and a font with the letters people have."""

import ctypes
import ctypes.util
from pathlib import Path

from dev import packages
from dev.console import Problem

NEEDED = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
_ADVICE = (
    "Without them no schedule and no letter can be printed. Install Pango, HarfBuzz and a font such as DejaVu\n"
    f"with the package manager of this machine (Debian: apt-get install {' '.join(PACKAGES)})."
)


def get() -> None:
    if _missing():
        packages.provide(*PACKAGES, advice=_ADVICE)
        if missing := _missing():
            raise Problem(f"This machine lacks the libraries {', '.join(missing)}.", _ADVICE)


def _missing() -> list[str]:
    return [name for name in NEEDED if not _is_there(name)]


def _is_there(name: str) -> bool:
    if any(packages.UNPACKED.glob(f"*/usr/lib/*/lib{name}.so.0")) or ctypes.util.find_library(name):
        return True
    try:
        ctypes.CDLL(f"lib{name}.so.0")
    except OSError:
        return any(Path("/usr/lib").glob(f"*/lib{name}.so.0"))
    return True
