# SPDX-License-Identifier: LGPL-3.0-or-later
"""The addon's ``tools`` as a package of their own, without the addon around them, which only Odoo can import."""

import importlib
import sys
import types

from dev.places import ROOT

TOOLS = ROOT / "wlec_confidentiality" / "tools"
_NAME = "wlec_pure_tools"


def tool(name: str) -> types.ModuleType:
    """The module ``tools/name.py``."""
    if _NAME not in sys.modules:
        package = sys.modules[_NAME] = types.ModuleType(_NAME)
        package.__path__ = [str(TOOLS)]
    return importlib.import_module(f"{_NAME}.{name}")
