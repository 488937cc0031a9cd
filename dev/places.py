# SPDX-License-Identifier: LGPL-3.0-or-later
"""Where things are, and short hashes that tell when one of them has changed."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE = "wlec_confidentiality"
ADDON = ROOT / MODULE

DATA = ROOT / ".data"
CLUSTERS = ROOT / ".pg"

# Several clones may share one Odoo and one virtual environment; then each version gets a folder of its own.
SHARED = Path(os.environ["WLEC_CACHE"]).expanduser().resolve() if os.environ.get("WLEC_CACHE") else None
DOWNLOADS = SHARED / "downloads" if SHARED else ROOT / ".odoo-dl"

ODOO_LOCK = ROOT / "dev" / "odoo.lock"
REQUIREMENTS = ROOT / "requirements.lock"
UV_REQUIREMENT = ROOT / "dev" / "uv.lock"

# Folders of the addon that do not reach a database.
_OUTSIDE_DATABASE = {"tests", "doc", "readme", "__pycache__"}
_NOT_LOADED = {".pyc", ".pot"}  # kinds of files that do not either


def odoo_folder() -> Path:
    return SHARED / f"odoo-{digest(ODOO_LOCK)}" if SHARED else ROOT / ".odoo"


def venv_folder(odoo: Path) -> Path:
    return SHARED / f"venv-{digest(REQUIREMENTS, salt=str(odoo))}" if SHARED else ROOT / ".venv"


def digest(*paths: Path, salt: str = "") -> str:
    """A short hash of files and folders (names and contents) that stays the same as long as they do."""
    state = hashlib.sha256(salt.encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            inside = file.relative_to(path).parts if file != path else (file.name,)
            if (
                file.is_file()
                and not _OUTSIDE_DATABASE.intersection(inside)
                and file.suffix not in _NOT_LOADED
            ):
                state.update("/".join(inside).encode() + b"\0" + file.read_bytes() + b"\0")
    return state.hexdigest()[:12]
