# SPDX-License-Identifier: LGPL-3.0-or-later
"""The addon's pure tools, for tests that stand outside of Odoo."""

import importlib.util
from types import ModuleType

from tests.structure.reading import ADDON


def tool(name: str) -> ModuleType:
    """``wlec_confidentiality/tools/<name>.py``, loaded by itself."""
    spec = importlib.util.spec_from_file_location(f"wlec_{name}", ADDON / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
