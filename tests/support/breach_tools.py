# SPDX-License-Identifier: LGPL-3.0-or-later
"""The tools of the breach register by their path: importing them through their package would import Odoo."""

import importlib.util
import sys
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[2] / "wlec_confidentiality" / "tools"


def _module(name):
    spec = importlib.util.spec_from_file_location(f"wlec_{name}", _FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


severity = _module("severity")
breach_clock = _module("breach_clock")
