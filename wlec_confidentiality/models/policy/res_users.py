# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.exceptions import RedirectWarning, UserError

from odoo.addons.wlec_confidentiality.orm import audit

from .wlec_policy import DUTIES


class ResUsers(models.Model):
    _inherit = "res.users"

    def _confidentiality_obstacle(self):
        """Nobody opens a file before they have acknowledged the policy in force.

        Asked again in every transaction, never remembered beyond it: an acknowledgement opens the way, and a new version
        closes it, at once and in every worker.
        """
        return super()._confidentiality_obstacle() or self._policy_obstacle()

    def _policy_obstacle(self):
        """The answer “nothing” is kept with what the gate has learnt in this transaction, and is forgotten with it."""
        self.ensure_one()
        learnt, key = audit.buffer(self.env.cr).lenses, ("the policy acknowledged", self.id)
        if key not in learnt:
            if obstacle := self._ask_policy_obstacle():
                return obstacle
            learnt[key] = True
        return None

    def _ask_policy_obstacle(self):
        if not any(self.has_group(duty) for duty in DUTIES):
            return None
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
        return RedirectWarning(
            self.env._(
                "Before you open client files, please read the Confidentiality Policy (version %s) and acknowledge it."
                " It takes a few minutes, and you need to do it only once for each version.",
                number,
            ),
            self.env.ref("wlec_confidentiality.wlec_policy_acknowledge_action").id,
            self.env._("Read and acknowledge"),
        )
