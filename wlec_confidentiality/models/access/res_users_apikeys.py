# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import models
from odoo.tools import SQL

from odoo.addons.base.models.res_users import INDEX_SIZE
from odoo.addons.wlec_confidentiality.orm import actor, audit


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _check_credentials(self, *, scope, key):
        uid = super()._check_credentials(scope=scope, key=key)
        if uid:
            # The first characters are the key's public index; the secret itself is never looked at here.
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM res_users_apikeys WHERE index = %s AND user_id = %s",
                    key[:INDEX_SIZE],
                    uid,
                )
            )
            row = self.env.cr.fetchone()
            actor.note_api_key(row and row[0])
        return uid

    def _generate(self, scope, name, expiration_date):
        # Whoever can run code can make a key for somebody else: then it says so, with the name of who did it.
        audit.record(self.env.user, "configure", fields=("api_key_ids",))
        return super()._generate(scope, name, expiration_date)
