# SPDX-License-Identifier: LGPL-3.0-or-later
"""The machine's users: who we are, and whose files these are."""

import os
import pwd

from dev.console import Problem
from dev.places import CLUSTERS, DATA, ROOT


def is_root() -> bool:
    return os.geteuid() == 0


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
