# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from odoo.addons.base.models.res_users import INDEX_SIZE
from odoo.addons.wlec_confidentiality.orm import actor


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _check_credentials(self, *, scope, key):
        uid = super()._check_credentials(scope=scope, key=key)
        if uid:
            # The first characters are the key's public index; the secret itself is never looked at here.
            self.env.cr.execute(
                SQL("SELECT id FROM res_users_apikeys WHERE index = %s AND user_id = %s", key[:INDEX_SIZE], uid)
            )
            row = self.env.cr.fetchone()
            actor.note_api_key(row and row[0])
        return uid
