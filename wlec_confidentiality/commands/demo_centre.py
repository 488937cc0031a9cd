# SPDX-License-Identifier: LGPL-3.0-or-later
"""Load the addon's demo centre, without the demo data of Odoo's own modules.

All files or none: they are loaded in one transaction. Files loaded before are left alone, so what
people did in the demo centre stays.
"""

import json

from lxml import etree

from odoo.modules.module import Manifest
from odoo.tools import convert_file, file_open
from odoo.tools.convert import xml_import

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
        load(env, name, idref)
    if waiting:
        parameters.set_param(LOADED, json.dumps(loaded + waiting))
        drill(env)
    print(f"The demo centre is ready ({len(waiting)} files loaded, {len(loaded)} were there).")
    return 0


def drill(env):
    """The yearly drill, once, by the officer. It is carried out and not invented, so what is shown of it is true of this centre."""
    drills = env["wlec.emergency.drill"]
    if drills.search_count([], limit=1):
        return
    print("Carrying out the emergency drill", flush=True)
    env.cr.commit()  # pylint: disable=invalid-commit  # it has a connection of its own, and needs what was loaded
    _act(env(user=env.ref(f"{ADDON}.user_otto").id))
    drills.with_env(env.transaction.default_env).create([{}]).action_run()
    _act(env)


def load(env, name, idref):
    """Load one file of the manifest."""
    if not name.endswith(".xml"):
        convert_file(env, ADDON, name, idref, mode="init", noupdate=True)
        return
    with file_open(f"{ADDON}/{name}", "rb", env=env) as file:
        root = etree.parse(file).getroot()
    try:
        ActedImport(env, ADDON, idref, "init", noupdate=True, xml_filename=name).parse(root)
    finally:
        _act(env)


class ActedImport(xml_import):
    """Odoo's reader, except that somebody named in `uid` is the one who acts, as if they had logged in.

    Who acts is the transaction's first environment. Nothing else may open what is confidential or decide a
    workflow, Odoo's superuser included; so in a demo file `<function uid="user_otto" ...>` is done by otto.
    """

    def get_env(self, node, eval_context=None):
        env = super().get_env(node, eval_context)
        _act(env)
        return env


def _act(env):
    transaction = env.transaction
    if transaction.default_env.uid != env.uid:
        transaction.default_env.flush_all()
        env.invalidate_all()
        transaction.default_env = env
