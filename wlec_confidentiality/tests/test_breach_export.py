# SPDX-License-Identifier: LGPL-3.0-or-later
import json

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.tools import data_tracker, fhir_audit
from odoo.addons.wlec_confidentiality.tools.export_facts import Centre, Facts

from .breach_common import BreachCase

PERSON = "Jo Field, her cousin"


@tagged("post_install", "-at_install", "wlec")
class TestBreachExport(BreachCase):
    """To whom notices of a breach went, in an export of the access records: bodies by name, nobody else."""

    def setUp(self):
        super().setUp()
        self.env.company.wlec_insurer_name = "Long Mutual"
        self.breach = self.assessed()
        self.agency = self.env["wlec.agency"].search([], limit=1)

    def sent(self, recipient, name):
        notice = self.notice(self.breach, recipient=recipient)
        with self.acting(self.otto) as env:
            mine = env["wlec.breach.notice"].browse(notice.id)
            mine.recipient_name = name
            mine.action_send()
        return notice

    def row(self, notice):
        self._write_buffer()
        self.env.cr.execute(
            "SELECT * FROM wlec_log.event WHERE model = %s AND record_ids = %s AND action = 'disclose'",
            [notice._name, notice.ids],
        )
        [row] = self.env.cr.dictfetchall()
        return row

    def exported(self, notice, user=None):
        """Whom the export names, as an auditor makes it."""
        row = self.row(notice)
        with self.acting(user or self.audrey) as env:
            facts = env["wlec.access.event"]._export_facts([row]).get(row["id"], Facts())
        centre = Centre("Centre", "log", "centre.example")
        told = json.dumps([
            list(fhir_audit.audit_events(row, facts, centre, {})), list(data_tracker.usages(row, facts, centre, {})),
        ])  # fmt: skip
        self.assertNotIn(PERSON, told)
        return facts.recipient, told

    def test_bodies_by_name(self):
        regulator = self.env.company.wlec_regulator_name
        for recipient, name in (
            ("regulator", regulator),
            ("charity", "Charity Commission for England and Wales"),
            ("insurer", "Long Mutual"),
            ("other", self.agency.name),
        ):
            with self.subTest(recipient=recipient):
                named, told = self.exported(self.sent(recipient, name))
                self.assertEqual(named, name)
                self.assertIn(json.dumps({"display": name}), told)

    def test_nobody_else(self):
        for recipient, kind in (
            ("regulator", "Data protection regulator"),
            ("charity", "Charity Commission"),
            ("insurer", "Insurer"),
            ("other", "Somebody named in the notice"),
        ):
            with self.subTest(recipient=recipient):
                self.assertEqual(self.exported(self.sent(recipient, PERSON))[0], kind)

    def test_what_was_not_sent_went_to_nobody(self):
        notice = self.notice(self.breach)
        self.by(self.otto, notice, "action_withdraw")
        self._write_buffer()
        self.assertFalse(self.events(action="disclose", model=notice._name, record_ids=notice.ids))

    def test_an_auditor_who_was_involved_is_told_nothing(self):
        notice = self.sent("regulator", self.env.company.wlec_regulator_name)
        self.breach.subject_user_ids = self.audrey
        self.assertEqual(self.exported(notice)[0], "")
