# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models

from odoo.addons.wlec_confidentiality.orm.sealable import SealableHtml


class MailFollowersEdit(models.TransientModel):
    _name = "mail.followers.edit"
    _inherit = ["mail.followers.edit", "wlec.draft.mixin"]

    _owner_fields = ("res_model", "res_ids")

    message = SealableHtml()
