# SPDX-License-Identifier: LGPL-3.0-or-later
"""Load the addon's demo centre, without the demo data of Odoo's own modules.

All files or none: they are loaded in one transaction. Files loaded before are left alone, so what
people did in the demo centre stays.
"""

import json

from odoo.modules.module import Manifest
from odoo.tools import convert_file

NAME = "demo-centre"
ADDON = "wlec_confidentiality"
LOADED = "wlec_confidentiality.demo_files"


def add_arguments(parser):
    """Nothing to choose."""


def run(env, args):
    """Load the files under the manifest key `demo` that this database does not have yet."""
    parameters = env["ir.config_parameter"].sudo()
    loaded = json.loads(parameters.get_param(LOADED) or "[]")
    waiting = [name for name in Manifest.for_addon(ADDON).get("demo", ()) if name not in loaded]
    idref = {}
    for name in waiting:
        print(f"Loading {name}", flush=True)
        convert_file(env, ADDON, name, idref, mode="init", noupdate=True)
    if waiting:
        parameters.set_param(LOADED, json.dumps(loaded + waiting))
    print(f"The demo centre is ready ({len(waiting)} files loaded, {len(loaded)} were there).")
    return 0
