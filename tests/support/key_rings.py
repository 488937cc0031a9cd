# SPDX-License-Identifier: LGPL-3.0-or-later
"""Key rings of tests: the tool that makes them, what is in a file, a file with something else in it."""

import base64
import json
import subprocess
import sys

from .pure_tools import TOOLS, tool

SOURCE = TOOLS / "keyring.py"
keyring = tool("keyring")

KEY = base64.b64encode(bytes(32)).decode()
DATA_KEY = bytes(range(32))
SCOPE = "wlec.case,7"


def written(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(0o600)
    return path


def content_of(path):
    return json.loads(path.read_text())


def command(*words, text=None):
    """The tool by itself, as somebody types it who has no Odoo."""
    line = [sys.executable, SOURCE, *words]
    return subprocess.run(line, capture_output=True, text=True, input=text, check=False)
