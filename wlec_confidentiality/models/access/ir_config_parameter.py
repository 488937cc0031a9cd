# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import SUPERUSER_ID, api, models

from odoo.addons.wlec_confidentiality.orm import actor, audit

_OURS = "wlec_confidentiality."
_LOG_NAME = "database.uuid"  # part of the name in which the access records are sealed


class IrConfigParameter(models.Model):
    """Settings of confidentiality: who sets one, and which, belongs in the access record. Not to what."""

    _inherit = "ir.config_parameter"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._record_ours(made.mapped("key"))
        return made

    def write(self, vals):
        keys = {*self.mapped("key"), vals.get("key")}
        result = super().write(vals)
        self._record_ours(keys)
        return result

    def unlink(self):
        self._record_ours(self.mapped("key"))
        return super().unlink()

    def _record_ours(self, keys):
        ours = sorted(key for key in keys if key and (key.startswith(_OURS) or key == _LOG_NAME))
        if ours and actor.principals(self.env)[0] != SUPERUSER_ID:  # not what the programme notes for itself
            audit.record(self, "configure", fields=ours)
