# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.models.access.res_config_settings_first_steps import Step


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    def _wlec_first_steps(self):
        return [*super()._wlec_first_steps(), self._wlec_policy_step()]

    def _wlec_policy_step(self):
        _, policy = self.env._, self.env["wlec.policy"].sudo().search([("state", "=", "in_force")], limit=1)
        missing = len(policy._missing_users()) if policy else 0
        if not policy:
            return Step(
                False, _("Put a version of the Confidentiality Policy into force (Policy, Policy versions).")
            )
        if not policy._people():
            return Step(
                False,
                _(
                    "Whoever is given a duty reads the policy and acknowledges it (Policy, My acknowledgement)."
                ),
            )
        if missing:
            text = _(
                "Everybody reads the policy and acknowledges it (Policy, My acknowledgement): %s have not, and open no file after the"
                " days of grace.",
                missing,
            )
            return Step(False, text)
        return Step(True, _("Everybody who works under the policy has acknowledged it."))
