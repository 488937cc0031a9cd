# SPDX-License-Identifier: LGPL-3.0-or-later
"""What is wrong with the evidence is said to those who answer for it, in words, and as a task; and to nobody else."""

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.models.records import (
    wlec_access_seal,
    wlec_access_seal_state,
    wlec_log_purge,
)
from odoo.addons.wlec_confidentiality.tools.log_check import Damage

from .common import ConfidentialityCase

_PROBLEM = "wlec_confidentiality.seal_problem"


@tagged("post_install", "-at_install")
class TestSealState(ConfidentialityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameters = cls.env["ir.config_parameter"]
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.key = Path(folder.name) / "seal.key"
        cls.key.write_text("ab" * 32)
        cls.key.chmod(0o600)
        cls.startClassPatcher(patch.dict(os.environ, {"WLEC_SEAL_KEY": str(cls.key)}))
        cls.seals = cls.env["wlec.access.seal"]
        cls.officers = cls.env.ref("wlec_confidentiality.group_officer").all_user_ids.filtered("active")

    def witness(self, **values):
        witness = self.env["wlec.access.witness"].create(
            {"name": "Treasurer", "address": "treasurer@example.org"} | values
        )
        self.env.cr.execute(
            "UPDATE wlec_access_witness SET given_at = now() AT TIME ZONE 'UTC' WHERE id = %s", [witness.id]
        )
        witness.invalidate_recordset()
        return witness

    def tasks(self):
        kind = self.env.ref("wlec_confidentiality.activity_type_seals")
        return self.env["mail.activity"].search([("activity_type_id", "=", kind.id)])

    def test_a_missing_and_a_late_witness(self):
        self.env["wlec.access.witness"].search([("active", "=", True)]).active = False
        self.assertIn("Name a witness", self.seals._problem())
        witness = self.witness()
        self.assertFalse(self.seals._witness_problem())
        self.env.cr.execute(
            "UPDATE wlec_access_witness SET given_at = '2020-01-01' WHERE id = %s", [witness.id]
        )
        witness.invalidate_recordset()
        self.assertIn("Treasurer", self.seals._problem())

    def test_who_names_a_witness_and_who_takes_one_away_is_on_record(self):
        with self.acting(self.otto):
            witness = self.witness().with_env(self.env(user=self.otto))
            witness.unlink()
        found = self.events(model="wlec.access.witness", actor_id=self.otto.id)
        self.assertEqual([event["action"] for event in found], ["create", "unlink"])

    def test_what_an_archived_witness_holds_counts(self):
        with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"WLEC_WITNESS_DIR": folder}):
            witness = self.witness(kind="file", address="other-disk")
            witness._give_file(self.seals.new({"note": "a checkpoint", "size": 1}))
            witness.active = False
            self.assertIn("a checkpoint", self.env["wlec.access.witness"]._kept())

    def test_a_mail_that_did_not_go_is_a_problem(self):
        witness = self.witness()
        seal = self.seals.new({"note": "x", "size": 1})
        mails = type(self.env["mail.mail"])

        def fails(mail, **_options):
            mail.write({"state": "exception", "failure_reason": "no mail server"})

        with patch.object(mails, "send", fails), self.assertRaisesRegex(OSError, "no mail server"):
            witness._give_mail(seal)

    def test_a_sealer_that_refuses(self):
        self.parameters.set_param(_PROBLEM, "the key is another")
        self.assertIn("the key is another", self.seals._problem())

    def test_a_seal_older_than_an_hour(self):
        old = fields.Datetime.subtract(fields.Datetime.now(), hours=2)
        with patch.object(type(self.seals), "_newest_at", lambda _self: old):
            self.assertIn("more than an hour old", self.seals._sealing_problem())

    def test_the_job_that_looks_every_minute_leaves_no_record_of_it(self):
        """Else the records of a quiet night are its own, and each is sealed in its turn."""
        reading = AssertionError("a seal was read as people read one")
        with patch.object(wlec_access_seal.WlecAccessSeal, "_fetch_query", side_effect=reading):
            self.assertTrue(self.seals._problems())
            with self.assertRaises(AssertionError):
                self.seals.search([], limit=1).mapped("at")

    def test_a_key_that_is_due(self):
        self.assertFalse(self.seals._key_problem())
        os.utime(self.key, (1, 1))
        self.addCleanup(os.utime, self.key)
        self.assertIn("renew-seal-key", self.seals._key_problem())
        self.parameters.set_param(wlec_access_seal_state.KEY_MONTHS, "0")
        self.assertFalse(self.seals._key_problem())

    def test_an_old_key_left_lying(self):
        old = self.key.with_name("seal.key.before-0123456789ab")
        old.write_text("cd" * 32)
        old.chmod(0o600)
        self.addCleanup(old.unlink)
        self.assertIn(old.name, self.seals._key_problem())
        self.assertNotIn("cd" * 4, self.seals._key_problem())

    def test_each_officer_has_one_task_until_it_is_mended(self):
        self.parameters.set_param(_PROBLEM, "the key is another")
        self.seals._tell_officers()
        self.seals._tell_officers()
        self.assertEqual(self.tasks().user_id, self.officers)
        self.assertEqual(len(self.tasks()), len(self.officers))
        self.assertEqual(set(self.tasks().mapped("summary")), {"Look at the seals"})
        with patch.object(wlec_access_seal_state.WlecAccessSeal, "_problems", lambda _self: []):
            self.seals._tell_officers()
        self.assertFalse(self.tasks())

    def test_damage_is_kept_and_officers_are_called(self):
        check = self.env["wlec.access.check"].create({})
        mails = self.env["mail.mail"].search_count([("subject", "=", "Look at the seals")])
        with self.acting(self.audrey) as env:
            env["wlec.access.check"].browse(check.id).sudo()._finish(Damage("changed", 120, 161))
        self.assertEqual((check.state, check.verdict), ("done", "damaged"))
        self.assertIn("120 to 161", check.finding)
        self.assertEqual(check.activity_ids.user_id, self.officers)
        sent = self.env["mail.mail"].search([("subject", "=", "Look at the seals")])
        self.assertEqual(len(sent) - mails, len(self.officers.filtered("email")))
        self.assertNotIn("120", "".join(sent.mapped("body_html")))
        self.assertTrue(self.seals._problem().startswith("The last check found damage"), "before all else")

    def test_where_the_task_leads_to_it_says_what_is_wrong(self):
        self.parameters.set_param(_PROBLEM, "the key is another")
        self.seals._tell_officers()
        place = self.env["wlec.access.check"].browse(self.tasks()[:1].res_id)
        with self.acting(self.otto) as env:
            mine = env[place._name].browse(place.id)
            self.assertIn("the key is another", mine.seal_problems)
            self.assertIn("Name a witness", mine.seal_problems)
        with patch.object(wlec_access_seal_state.WlecAccessSeal, "_problems", lambda _self: []):
            place.invalidate_recordset(["seal_problems"])
            self.assertFalse(place.seal_problems)

    def test_the_page_is_for_officers_and_auditors(self):
        self.parameters.set_param(_PROBLEM, "the key is another")
        for user in (self.otto, self.audrey):
            state = self.env["wlec.seal.state"].with_user(user).create({})
            self.assertIn("the key is another", state.problems)
            self.assertTrue(state.first_key.startswith("access-records/"))
            self.assertEqual(state.log_key, state.first_key)
        for user in (self.alice, self.mona, self.fred):
            with self.assertRaises(AccessError):
                self.env["wlec.seal.state"].with_user(user).create({})
        with self.assertRaises(AccessError):
            state.with_user(self.otto).read(["problems"])

    def test_kept_for_six_years_at_least(self):
        for years in (1, 5, -1):
            with self.assertRaises(ValidationError):
                self.env["res.config.settings"].create({"wlec_log_years": years})
        self.env["res.config.settings"].create({"wlec_log_years": 6}).execute()
        self.assertEqual(self.parameters.get_param(wlec_log_purge.YEARS), "6")

    def test_an_exporter_must_be_an_auditor_at_that_moment(self):
        choice = self.env["wlec.log.export"].with_user(self.audrey).create({"form": "fhir"})
        self.assertIn(str(choice.id), choice.action_export()["url"])
        self.audrey.group_ids -= self.env.ref("wlec_confidentiality.group_auditor")
        with self.assertRaises(UserError):
            choice.action_export()
