# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm.sealable import SealableChar, SealableHtml


class MailActivitySchedule(models.TransientModel):
    _name = "mail.activity.schedule"
    _inherit = ["mail.activity.schedule", "wlec.draft.mixin"]

    _owner_fields = ("res_model", "res_ids")

    summary = SealableChar()
    note = SealableHtml()
