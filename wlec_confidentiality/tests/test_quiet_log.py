# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.orm import quiet_log

from .common import ConfidentialityCase

WORD = "qzwagtail"
_ACTIONS = "odoo.addons.base.models.ir_actions.server_action_safe_eval"
_JOBS = "odoo.addons.base.models.ir_cron"


@tagged("post_install", "-at_install")
class TestQuietLog(ConfidentialityCase):
    """The log is without anybody's words, and what Odoo shows people from it still works."""

    def setUp(self):
        super().setUp()
        quiet_log.begin()
        self.addCleanup(quiet_log.begin)
        self.case = self.case_for(self.alice, matter=WORD)

    def action(self, code):
        model = self.env["ir.model"]._get_id("wlec.case")
        return self.env["ir.actions.server"].create(
            {"name": "Of a test", "model_id": model, "state": "code", "code": code}
        )

    def test_what_an_action_prints(self):
        action = self.action(
            'for level in (10, 20):\n    _logger.log(level, "It is %s %s", record.matter, "settled")'
        )
        with self.acting(self.alice), self.assertLogs(_ACTIONS, "DEBUG") as log:
            action.sudo().with_env(self.env(user=self.alice, su=True)).with_context(
                active_model="wlec.case", active_id=self.case.id
            ).run()
        self.assertEqual([line.split(":")[-1] for line in log.output], ["It is [...] settled"] * 2)

    def test_why_a_job_run_by_hand_failed(self):
        job = self.env["ir.cron"].create(
            {
                "name": "Of a test",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "code": f"raise UserError('no such agency: someone@{WORD}.test')",
            }
        )
        with self.enter_registry_test_mode(), self.assertLogs(_JOBS, "ERROR"), self.registry.cursor() as cr:
            told = job.with_env(self.env(cr=cr)).method_direct_trigger()
        debug = told["params"]["data"]["debug"]
        self.assertIn("no such agency", debug)
        self.assertNotIn(WORD, debug, "addresses are nowhere in the log")

    def test_no_exception_goes_along(self):
        quiet_log.opened(WORD.encode())
        with self.assertLogs("of.a.test", "ERROR") as log:
            try:
                raise ValueError(f"{WORD} is wrong")
            except ValueError:
                logging.getLogger("of.a.test").exception("Failed")
        (record,) = log.records
        self.assertIs(record.exc_info[0], quiet_log.Told)
        self.assertIsNone(record.exc_info[2])
        self.assertIn("ValueError: [...] is wrong", record.exc_text)
        self.assertNotIn(WORD, repr(record.__dict__) + "".join(log.output))
