# SPDX-License-Identifier: LGPL-3.0-or-later
"""The file translators start from is what Odoo would export now."""

import io
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

MODULE = "wlec_confidentiality"
POT = Path(__file__).parents[1] / "i18n" / f"{MODULE}.pot"


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def test_the_file_is_current(self):
        exported = io.BytesIO()
        self.assertTrue(trans_export(None, [MODULE], exported, "po", self.env))
        wanted, found = _places(polib.pofile(exported.getvalue().decode())), _places(polib.pofile(str(POT)))
        self.assertGreater(len(wanted), 1000)
        advice = "Renew it:  python3 -m dev pot"
        self.assertFalse(sorted(wanted - found), f"not in {POT.name}. {advice}")
        self.assertFalse(sorted(found - wanted), f"only in {POT.name}. {advice}")


def _places(file):
    """{(text, where it is used)}; the order and the notes are the command's business."""
    return {(entry.msgid, where) for entry in file for where, _line in entry.occurrences}
