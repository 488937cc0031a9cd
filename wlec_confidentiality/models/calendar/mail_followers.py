# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import unprotected


class MailFollowers(models.Model):
    """Who follows a meeting that is shown as "Busy", is no part of that; of a private one no more than of a client's."""

    _inherit = "mail.followers"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        events = self.env["calendar.event"]
        if not (self.env.su or bypass_access or unprotected.is_none(events)):
            of_busy = Domain("res_model", "=", events._name) & Domain("res_id", "in", events._busy_meetings())
            domain = Domain(domain) & ~of_busy
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _protected_closed(self):
        closed, events = super()._protected_closed(), self.env["calendar.event"]
        if unprotected.is_none(events):
            return closed
        query = SQL(
            "SELECT id FROM mail_followers WHERE id = ANY(%s) AND res_model = %s AND res_id IN %s",
            list(self.ids),
            events._name,
            events._busy_meetings().subselect(),
        )
        return closed | {number for (number,) in self.env.execute_query(query)}
