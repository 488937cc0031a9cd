# SPDX-License-Identifier: LGPL-3.0-or-later
import importlib.util
from pathlib import Path

from odoo.tests import tagged

from .disclosing import DisclosingCase

_SCRIPT = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-migration.py"


@tagged("post_install", "-at_install", "wlec")
class TestConditionsApart(DisclosingCase):
    """A centre that had the addon before Articles 9 and 10 got a condition each."""

    def setUp(self):
        super().setUp()
        self.of_crime = self.env.ref("wlec_confidentiality.legal_provision_dpa_s1_33")
        self.of_both = self.env.ref("wlec_confidentiality.legal_provision_dpa_s1_18")
        self.criminal = self.env["wlec.information.category"].search([("regime", "=", "criminal")], limit=1)
        item = {"description": "Record of arrest", "document_id": self.document.id}
        self.crime, self.other_crime = (
            self.request("danger", item_ids=[(0, 0, {**item, "category_id": self.criminal.id})])
            for _number in range(2)
        )
        self.illness = self.request("danger", item_ids=[(0, 0, {**item, "category_id": self.health.id})])
        self.requests = self.crime | self.other_crime | self.illness
        self.env.flush_all()
        self.as_it_was()

    def as_it_was(self):
        cr = self.env.cr
        cr.execute("UPDATE wlec_legal_provision SET special_condition = TRUE WHERE offence_condition")
        cr.execute("UPDATE wlec_legal_provision SET offence_condition = NULL")
        for request, provision in (
            (self.crime, self.of_crime),
            (self.other_crime, self.of_both),
            (self.illness, self.of_both),
        ):
            cr.execute(
                "UPDATE wlec_disclosure_request SET condition_id = %s, offence_condition_id = NULL WHERE id = %s",
                [provision.id, request.id],
            )
        self.env.invalidate_all()

    def migrate(self, version="19.0.1.0.0"):
        spec = importlib.util.spec_from_file_location("conditions_apart", _SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, version)
        self.env.invalidate_all()

    def conditions(self):
        return [(one.condition_id, one.offence_condition_id) for one in self.requests]

    def test_what_there_was_can_be_used(self):
        self.migrate()
        none = self.of_both.browse()
        expected = [(none, self.of_crime), (self.of_both, self.of_both), (self.of_both, none)]
        self.assertEqual(self.conditions(), expected)
        self.assertEqual((self.of_crime.special_condition, self.of_crime.offence_condition), (False, True))
        self.assertEqual((self.of_both.special_condition, self.of_both.offence_condition), (True, True))
        # As in a centre that begins today.
        self.assertEqual(self.env["wlec.legal.provision"].search_count([("offence_condition", "=", True)]), 6)
        self.migrate()
        self.assertEqual(self.conditions(), expected)

    def test_what_the_centre_wrote_itself_stays(self):
        self.of_crime.special_condition = False
        own = self.of_both.copy({"reference": "Our own condition", "special_condition": True})
        self.env.flush_all()
        self.migrate()
        self.assertEqual((own.special_condition, own.offence_condition), (True, False))

    def test_a_new_installation_has_nothing_to_move(self):
        self.migrate(version=None)
        self.assertFalse(self.requests.offence_condition_id)
