# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.wlec_confidentiality.models.access import seal_key
from odoo.addons.wlec_confidentiality.models.access.res_config_settings_first_steps import Step
from odoo.addons.wlec_confidentiality.tools.consent_signing import SealKeyProblem

from .wlec_log_purge import SHORTEST, YEARS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wlec_sealing_problem = fields.Char("Sealing", compute="_compute_wlec_seals")
    wlec_last_seal_at = fields.Datetime("Last seal", compute="_compute_wlec_seals")
    wlec_log_key = fields.Char("Key of the log", compute="_compute_wlec_seals")
    wlec_first_log_key = fields.Char("Key for auditors", compute="_compute_wlec_seals")
    wlec_seal_key_due = fields.Date("Seal key to be exchanged by", compute="_compute_wlec_seals")
    wlec_seal_key_months = fields.Integer(
        "Exchange the seal key every (months)",
        default=12,
        config_parameter="wlec_confidentiality.seal_key_months",
    )
    wlec_log_years = fields.Integer("Keep access records for (years)", config_parameter=YEARS)

    @api.constrains("wlec_log_years")
    def _check_wlec_log_years(self):
        if any(0 != settings.wlec_log_years < SHORTEST for settings in self):
            raise ValidationError(
                self.env._("Access records are kept for at least %s years, or for ever (0).", SHORTEST)
            )

    def _compute_wlec_seals(self):
        seal = self.env["wlec.access.seal"].sudo()
        for settings in self:
            settings.wlec_sealing_problem = seal._problem()
            settings.wlec_last_seal_at = seal.search([], limit=1).at
            settings.wlec_log_key = seal._log_key()
            settings.wlec_first_log_key = seal._pinned_keys()[0]
            settings.wlec_seal_key_due = seal._key_due()

    def _wlec_first_steps(self):
        ring, *others = super()._wlec_first_steps()
        return [ring, self._wlec_seal_key_step(), *others, self._wlec_witness_step()]

    def _wlec_seal_key_step(self):
        try:
            seal_key.signer()
            return Step(True, self.env._("The seal key, which signs access records and receipts."))
        except SealKeyProblem as problem:
            text = self.env._(
                "Make the seal key: openssl rand -hex 32 > FILE, and chmod 600 FILE. Name it in odoo.conf (wlec_seal_key = FILE), and"
                " start Odoo again. Before that access records are not sealed and no receipt is given: %s.",
                problem,
            )
            return Step(False, text)

    def _wlec_witness_step(self):
        return Step(
            bool(self.env["wlec.access.witness"].sudo().search_count([], limit=1)),
            self.env._(
                "A witness: somebody outside who is given the seals. The confidentiality officer names one (Configuration, Witnesses)."
            ),
        )
