# SPDX-License-Identifier: LGPL-3.0-or-later
"""Nobody is sent a letter of empty boxes."""

import pypdfium2

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.wlec_confidentiality.reports import pdf

# Letters and a sign so rare that no usual font has them.
_LETTERS, _SIGN = "\U00030100\U00030101", "\U0001cf50"


@tagged("post_install", "-at_install")
class TestFonts(TransactionCase):
    def text(self, words, **options):
        page = f"<html lang='en-GB'><head><title>t</title></head><body><p>Dear {words}</p></body></html>"
        with pypdfium2.PdfDocument(pdf.render(page, **options)) as made:
            return " ".join(made[0].get_textpage().get_text_range().split())

    def test_what_can_be_printed_is_left_alone(self):
        self.assertEqual(self.text("Zoë Łątka", to_be_read=True), "Dear Zoë Łątka")

    def test_a_letter_nobody_could_read_is_not_made(self):
        with self.assertRaisesRegex(UserError, "no font for these letters: Chinese"):
            self.text(_LETTERS, to_be_read=True)

    def test_other_papers_say_that_letters_are_missing(self):
        text = self.text(_LETTERS)
        self.assertIn("Boxes stand here", text)
        self.assertIn("Chinese", text)

    def test_a_sign_does_not_stop_a_letter(self):
        self.assertEqual(self.text(f"client {_SIGN}", to_be_read=True), "Dear client [znamenny neume kryuk]")
