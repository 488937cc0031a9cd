# SPDX-License-Identifier: LGPL-3.0-or-later
import itertools
from unittest.mock import patch

from odoo.addons.wlec_confidentiality.models.access import references

from .common import ConfidentialityCase


class TestReferences(ConfidentialityCase):
    def test_they_do_not_count(self):
        partner = self.env["res.partner"].create({"name": "Client of a test"})
        numbers = [int(self.case_for(self.alice, partner).name.removeprefix("CASE-")) for _ in range(6)]
        steps = {second - first for first, second in itertools.pairwise(numbers)}
        self.assertGreater(len(steps), 1, "one file after the other must not tell how many lie between")
        self.assertFalse(self.env["ir.sequence"].sudo().search([("code", "like", "wlec.")]))

    def test_many_at_once(self):
        drawn = references.draw(self.env["wlec.case"], "CASE", 3000)
        self.assertEqual(len(set(drawn)), 3000)
        for name in drawn:
            self.assertRegex(name, r"^CASE-\d{5}$")
        self.assertNotEqual(drawn, sorted(drawn))

    def test_one_that_is_taken_is_drawn_again(self):
        taken = self.case_for(self.alice).name
        number, other = int(taken.removeprefix("CASE-")), 77_777
        other += number == other
        with patch.object(references.secrets, "randbelow", side_effect=[number, number, other]):
            self.assertEqual(references.draw(self.env["wlec.case"], "CASE"), [f"CASE-{other:05d}"])

    def test_one_of_a_file_behind_a_wall_is_taken_too(self):
        hidden = self.case_for(self.bob).name
        number, other = int(hidden.removeprefix("CASE-")), 77_777
        other += number == other
        with patch.object(references.secrets, "randbelow", side_effect=[number, other]):
            with self.acting(self.alice) as env:
                self.assertEqual(references.draw(env["wlec.case"], "CASE"), [f"CASE-{other:05d}"])

    def test_where_they_run_out_they_grow(self):
        taken = self.case_for(self.alice).name
        number = int(taken.removeprefix("CASE-"))
        with patch.object(
            references.secrets, "randbelow", side_effect=lambda top: number if top == 10**5 else 123_456
        ):
            self.assertEqual(references.draw(self.env["wlec.case"], "CASE"), ["CASE-123456"])
