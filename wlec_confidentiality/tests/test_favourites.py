# SPDX-License-Identifier: LGPL-3.0-or-later
"""A favourite search is kept in clear, so none is kept for somebody's words."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ConfidentialityCase


@tagged("post_install", "-at_install")
class TestFavourites(ConfidentialityCase):
    def keep(self, model, domain):
        with self.acting(self.alice) as env:
            return env["ir.filters"].create_filter({"name": "Mine", "model_id": model, "domain": domain})

    def test_a_search_for_words_is_not_kept(self):
        for model, domain in (
            ("res.partner", "[('name', 'ilike', 'Amina')]"),
            ("res.partner", "['|', ('city', '=', 'Leeds'), ('id', '>', 3)]"),
            ("res.partner", "[['display_name', 'in', ['x', 'Amina']]]"),
            ("crm.lead", "[('partner_id', 'ilike', 'Amina')]"),
            ("crm.lead", "[('partner_id.email', '=like', 'amina@%')]"),
            ("crm.lead", "[('phone_mobile_search', 'ilike', '0770')]"),
            ("mail.message", "[('body', 'ilike', 'Amina')]"),
            ("calendar.event", "[('partner_ids', 'any', [('name', 'ilike', 'Amina')])]"),
            ("wlec.case", "[('partner_id', 'ilike', 'Amina')]"),
        ):
            with self.subTest(domain=domain), self.assertRaises(UserError):
                self.keep(model, domain)

    def test_other_searches_are(self):
        for model, domain in (
            ("res.partner", "[('is_company', '=', True), ('name', '!=', False)]"),
            (
                "crm.lead",
                "[('user_id', '=', uid), ('create_date', '>=', '2026-01-01'), ('type', '=', 'lead')]",
            ),
            ("crm.lead", "[('stage_id', 'ilike', 'New')]"),
            (
                "calendar.event",
                "[('start', '>=', (context_today() - relativedelta(days=1)).strftime('%Y-%m-%d'))]",
            ),
            ("wlec.case", "[('state', '=', 'open'), ('name', 'ilike', 'CASE')]"),
            ("res.country", "[('name', 'ilike', 'Ken')]"),
        ):
            with self.subTest(domain=domain):
                self.assertTrue(self.keep(model, domain))

    def test_nor_by_changing_one(self):
        kept = self.keep("res.partner", "[('is_company', '=', True)]")
        with self.acting(self.alice) as env, self.assertRaises(UserError):
            kept.with_env(env).write({"domain": "[('name', 'ilike', 'Amina')]"})
