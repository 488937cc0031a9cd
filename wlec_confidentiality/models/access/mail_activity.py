# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from . import unsealed

_TEXT = ("note", "summary", "feedback")


class MailActivity(models.Model):
    _inherit = "mail.activity"

    # By hand: a type, a day and a person, but no text.
    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        if not self.env.su:
            activities._refuse_text()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and ({"res_model", "res_model_id", *_TEXT} & vals.keys()):
            self._refuse_text()
        return result

    def _refuse_text(self):
        unsealed.refuse_made(
            self.filtered(lambda activity: any(activity[name] for name in _TEXT)), "res_model"
        )
