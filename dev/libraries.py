# SPDX-License-Identifier: LGPL-3.0-or-later
"""The libraries by which documents become PDF files: Pango and HarfBuzz, and a font with the letters people have."""

import ctypes
import ctypes.util

from dev import packages

NEEDED = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
_ADVICE = (
    "Without them no schedule and no letter can be printed. Install Pango, HarfBuzz and a font such as DejaVu\n"
    f"with the package manager of this machine (Debian: apt-get install {' '.join(PACKAGES)})."
)


def get() -> None:
    packages.provide(*PACKAGES, there=lambda: all(map(is_there, NEEDED)), advice=_ADVICE)


def is_there(name: str, version: int = 0) -> bool:
    file = f"lib{name}.so.{version}"
    if any(packages.UNPACKED.glob(f"**/{file}")) or ctypes.util.find_library(name):
        return True
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
