# SPDX-License-Identifier: LGPL-3.0-or-later
from unittest.mock import patch

from odoo.addons.wlec_confidentiality.models.access.wlec_workflow_mixin import permit
from odoo.addons.wlec_confidentiality.models.records import log_purge, sealer

from .common import ConfidentialityCase


class TestLogPurge(ConfidentialityCase):
    """What becomes of a purge that was approved. That the sealer removes what it says, and only that, is tried in tests/attack."""

    def setUp(self):
        super().setUp()
        self.purge = self.env["wlec.log.purge"].create({"reason": "Older than the law asks for"})
        self.number = log_purge.oldest(self.env.cr).number
        with permit(self.purge, self.purge._workflow_fields()):
            self.purge.write({"state": "approved", "number": self.number})

    def do(self, oldest=None, noted=False):
        # The sealer works on connections of its own, and so commits; here it does not come to that.
        with (
            patch.object(log_purge, "oldest", return_value=oldest),
            patch.object(log_purge, "is_noted", return_value=noted),
        ):
            self.purge._do()

    def test_what_the_sealer_has_noted_is_done(self):
        """Also where the job was killed before it could say so."""
        self.do(noted=True)
        self.assertEqual((self.purge.state, self.purge.problem), ("done", False))
        self.assertTrue(self.purge.done_at)

    def test_what_vanished_was_not_purged(self):
        others = log_purge.Partition(self.number + 1, 2**20, 2**21)
        for oldest in (None, others):
            self.do(oldest)
            self.assertEqual((self.purge.state, self.purge.done_at), ("approved", False))
            self.assertIn("not by this purge", self.purge.problem)
        with self.acting(self.otto) as env:
            self.purge.with_env(env).action_cancel()
        self.assertEqual(self.purge.state, "cancelled")

    def test_what_must_stay_stays(self):
        with patch.object(sealer, "purge") as purge:
            self.purge._do()
        purge.assert_not_called()  # no number of years is named
        self.assertIn("for ever", self.purge.problem)

    def test_nothing_is_noted_that_was_not_purged(self):
        self.assertFalse(log_purge.is_noted(self.env.cr, self.number))
