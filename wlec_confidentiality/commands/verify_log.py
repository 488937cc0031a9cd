# SPDX-License-Identifier: LGPL-3.0-or-later
"""Check the access records against their seals, with a bar; nothing is shown and nothing is changed.

Exit code: 0 intact, 3 damaged (the first damaged range is named), 1 they cannot be checked.
"""

NAME = "verify-log"
DAMAGED = 3


def add_arguments(parser):
    """It takes none of its own."""


def run(env, args):
    # not at the top: see the note in __init__.py
    from odoo.addons.wlec_confidentiality.commands._screen import Screen
    from odoo.addons.wlec_confidentiality.models.records import log_verifier

    screen, seal = Screen(), env["wlec.access.seal"]
    if not seal._log_key():
        screen.say("There is no seal key: the seals cannot be checked.")
        return 1
    place, kept = None, env["wlec.access.witness"]._kept()
    while True:
        found = log_verifier.step(env.cr.dbname, seal._pinned_keys(), place, 200_000, kept)
        screen.say(f"{found.records} of {found.sealed} sealed records read")
        place = found.place
        if not place:
            break
    if found.damage:
        screen.say("DAMAGED: " + env["wlec.access.check"]._damage_text(found.damage))
        return DAMAGED
    screen.say(f"INTACT: {found.sealed} sealed records, {found.unsealed} not sealed yet.")
    return 0
