# SPDX-License-Identifier: LGPL-3.0-or-later
import logging
from functools import partial

import psycopg2

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import retrying

from .protecting import Job

_logger = logging.getLogger(__name__)


class WlecCrmProtection(models.Model):
    """The scheduled job: goes on with what has begun, and looks every day for what has escaped it."""

    _inherit = "wlec.crm.protection"

    @api.model
    def _cron_protect(self):
        cron, progress = self.env["ir.cron"], {"left": 0, "seconds": float("inf")}

        def report(model, done, remaining):
            if remaining is not None:
                progress["left"] = remaining
            progress["left"] = max(progress["left"] - done, 0)
            progress["seconds"] = cron._commit_progress(done, remaining=progress["left"])

        job = Job(self.env, partial(_transact, self.env), report, seconds_left=lambda: progress["seconds"])
        try:
            job.run()
        except (ConcurrencyError, psycopg2.errors.SerializationFailure):
            _logger.info("Protecting the CRM: another run is at it.")
        if not job.interrupted:
            cron._commit_progress(remaining=0)  # what is left waits for tomorrow, or for whoever is at it


def _transact(env, work):
    return retrying(work, env)
