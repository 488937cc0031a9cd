# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.wlec_confidentiality.orm import unprotected


class CalendarEvent(models.Model):
    """What is shown as "Busy" is, of every colleague's, the same: a meeting with a client, and one that is private.

    To those it is closed to, a client's meeting says of itself that it is private; and where there are such meetings, a private
    one is found by nothing that Odoo does not show of it.
    """

    _inherit = "calendar.event"

    def _field_to_sql(self, alias, field_expr, query=None):
        sql = super()._field_to_sql(alias, field_expr, query)
        if field_expr != "privacy" or self.env.su or unprotected.is_none(self):
            return sql
        return SQL("(CASE WHEN %s THEN %s ELSE 'private' END)", self._open_or_clear_sql(alias), sql)

    def _open_or_clear_sql(self, alias):
        flag = SQL.identifier(alias, "wlec_protected", to_flush=self._fields["wlec_protected"])
        is_kept_out = self.env.user._confidentiality_obstacle()
        may = SQL("FALSE") if is_kept_out else self._open_sql(alias, self.env.uid)
        return SQL("(%s IS NOT TRUE OR %s)", flag, may)

    @api.model
    def _shown_meetings(self):
        """Those that are more than "Busy" to the user."""
        if unprotected.is_none(self):
            return Domain.TRUE
        uid = self.env.uid
        invited = Domain.custom(to_sql=lambda model, alias, query: model._invited_sql(alias, uid))
        return self._open_meetings() & (Domain(super()._get_default_privacy_domain()) | invited)

    @api.model
    def _busy_meetings(self):
        """The others, as a query."""
        return self.sudo()._search(~self._shown_meetings(), active_test=False)

    def _busy(self):
        """Those of these that are no more than "Busy" to the user."""
        if self.env.su or not self.ids or unprotected.is_none(self):
            return self.browse()
        domain = Domain("id", "in", self.ids) & ~self._shown_meetings()
        return self.browse(self.sudo()._search(domain, active_test=False).get_result_ids())

    def _get_default_privacy_domain(self):
        return Domain(super()._get_default_privacy_domain()) & self._open_meetings()

    def _closed_meetings(self):
        if self.env.su or not self.ids or unprotected.is_none(self):
            return self.browse()
        there = self.browse(self._protected_ids()).sudo().exists().sudo(False)
        return there - self.browse(there._open_to((self.env.uid,)))
