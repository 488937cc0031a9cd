# SPDX-License-Identifier: LGPL-3.0-or-later
"""`python3 -m dev pot`: the addon's texts for translators, renewed; and the same file again as long as no text changes.

Odoo exports them from a database with the addon and nothing else, sorted and without line numbers; the dates go here.
Two people who add texts get along: .gitattributes lets git keep both, and this command puts the file in order.
"""

import os
import re

from dev import house, templates
from dev.console import Problem, note
from dev.places import ADDON, DATA, MODULE

POT = ADDON / "i18n" / f"{MODULE}.pot"
_DATES = re.compile(r'^"(POT-Creation|PO-Revision)-Date:.*\n', re.MULTILINE)


def main(words: list[str]) -> int:
    if words:
        raise Problem("`python3 -m dev pot` takes no further words.", "Type it alone.")
    DATA.mkdir(mode=0o700, exist_ok=True)
    with house.prepare(durable=False) as home:
        text = export(home)
    changed = not POT.exists() or POT.read_text("utf-8") != text
    if changed:
        _write(text)
    note(
        f"{POT.relative_to(ADDON.parent)} has {entries(text)} texts, {'renewed' if changed else 'as before'}"
    )
    return 0


def export(home: house.House) -> str:
    """The file as it should be now."""
    with templates.fresh(home, templates.addon(home), "pot") as database:
        target = home.data / f"{database}.pot"
        try:
            home.run_odoo("pot", "i18n", "export", "-d", database, "-o", target, MODULE)
            return settled(target.read_text("utf-8"))
        finally:
            target.unlink(missing_ok=True)


def settled(text: str) -> str:
    """Without what changes from one export to the next."""
    return _DATES.sub("", text).rstrip("\n") + "\n"


def entries(text: str) -> int:
    return len(re.findall(r"^msgid ", text, re.MULTILINE)) - 1  # the first one is the header


def _write(text: str) -> None:
    """Whole or not at all."""
    new = POT.with_name(POT.name + ".new")
    new.write_text(text, "utf-8")
    os.replace(new, POT)
