# SPDX-License-Identifier: LGPL-3.0-or-later
"""Scripts that run inside `odoo shell` on a database, and say what they have found or measured as one line of JSON."""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import centre as centres

_TOLD = re.compile(r"^(?:FOUND|FIGURES)=(.*)$", re.MULTILINE)


def told(database: str, *scripts: Path, options=(), log_level: str = "warn"):
    """What the scripts, run one after another as one, print after `FOUND=` or `FIGURES=`."""
    text = "\n".join(script.read_text(encoding="utf-8") for script in scripts)
    words = ("shell", "-d", database, "--no-http", f"--log-level={log_level}", *options)
    done = centres.odoo(*words, text=text)
    lines = _TOLD.findall(done.stdout)
    assert lines, done.stderr[-3000:]
    return json.loads(lines[-1])


@contextlib.contextmanager
def copy_of_centre(what: str, *statements: str) -> Iterator[str]:
    """A copy of the demo centre of one's own, after these statements; its name."""
    name = f"{os.environ['WLEC_TEST_DATABASE']}_{what}"
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        if statements:
            centres.sql.execute([(statement, None) for statement in statements], name)
        yield name


@contextlib.contextmanager
def copy_with_seal_key(what: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Such a copy that seals with a key of its own: (name, key)."""
    key = folder / "seal.key"
    key.write_text("cd" * 32)
    key.chmod(0o600)
    with pytest.MonkeyPatch.context() as patched, copy_of_centre(what) as name:
        patched.setenv("WLEC_SEAL_KEY", str(key))
        yield name, key
