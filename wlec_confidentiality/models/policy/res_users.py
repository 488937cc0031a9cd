# SPDX-License-Identifier: LGPL-3.0-or-later
import logging

from odoo import fields, models, tools
from odoo.exceptions import RedirectWarning, UserError

from .wlec_policy_people import DUTIES


class PolicyNotAcknowledged(RedirectWarning):
    """Somebody must read and acknowledge the policy before they open client files. It happens every day, and is no fault
    of the server: no more than a line in its log."""

    http_status = 403
    loglevel = logging.INFO


class _Obstacle(Exception):
    """Carries the exception a user meets past the cache, which keeps no exceptions."""


class ResUsers(models.Model):
    _inherit = "res.users"

    def _confidentiality_obstacle(self):
        """Nobody opens a file before they have acknowledged the policy in force."""
        return super()._confidentiality_obstacle() or self._policy_obstacle()

    def _policy_obstacle(self):
        self.ensure_one()
        try:
            self._check_acknowledged(fields.Date.today())
        except _Obstacle as found:
            return found.args[0]
        return None

    @tools.ormcache("self.id", "today")
    def _check_acknowledged(self, today):
        """Only “nothing stands in the way” is remembered, for the day, and until a policy, an acknowledgement or somebody's
        groups change: every worker is told, and a transaction that is rolled back forgets it again."""
        if not any(self.has_group(duty) for duty in DUTIES):
            return
        if obstacle := self._ask_policy_obstacle():
            raise _Obstacle(obstacle)

    def _ask_policy_obstacle(self):
        standing = self.env["wlec.policy.acknowledgement"].sudo()._standing(self)
        if standing is None:
            return UserError(
                self.env._(
                    "No version of the Confidentiality Policy is in force, so client files stay closed."
                    " Please tell the confidentiality officer."
                )
            )
        _policy_id, number, done, within_grace = standing
        if done or within_grace:
            return None
        return PolicyNotAcknowledged(
            self.env._(
                "Before you open client files, please read the Confidentiality Policy (version %s) and acknowledge it."
                " It takes a few minutes, and you need to do it only once for each version.",
                number,
            ),
            self.env.ref("wlec_confidentiality.wlec_policy_acknowledge_action").id,
            self.env._("Read and acknowledge"),
        )
