# SPDX-License-Identifier: LGPL-3.0-or-later
"""Papers made for tests, good and bad, and the tools under test loaded without Odoo."""

import importlib
import importlib.util
import sys
from pathlib import Path

_HOME = Path(__file__).resolve().parents[3] / "wlec_confidentiality" / "tools" / "papers"


def tool(name):
    """A module of tools/papers, by its own name: importing it through the addon would import Odoo."""
    if "wlec_papers" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "wlec_papers", _HOME / "__init__.py", submodule_search_locations=[str(_HOME)]
        )
        sys.modules["wlec_papers"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["wlec_papers"])
    return importlib.import_module(f"wlec_papers.{name}")
