# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models
from odoo.fields import Domain


class CalendarEvent(models.Model):
    """Searching: a meeting shown as "Busy" is found by its time and by the colleague whose it is, and by nothing else.

    Found by what is hidden of it - the client who comes to it, the enquiry it is about, a word in its subject - it would tell
    what nobody shows.
    """

    _inherit = "calendar.event"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        if not self.env.su and not bypass_access:
            domain = Domain(domain).map_conditions(self._by_what_is_shown)
            if order and not self._names_of_order(order) <= self._get_public_fields():
                domain &= self._shown_meetings()
        return super()._search(
            domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access
        )

    @api.model
    def _by_what_is_shown(self, condition):
        name = condition.field_expr
        if name == "partner_ids":
            return self._by_colleague(condition)
        if name in self._get_public_fields() - {"wlec_protected"} or _is_any_name(condition):
            return condition
        return condition & self._shown_meetings()

    @api.model
    def _open_meetings(self):
        return self._search_wlec_is_open("in", [True])

    @api.model
    def _by_colleague(self, condition):
        """Colleagues may be looked for; others only in what is open to the person who looks."""
        is_shown = self._shown_meetings()
        value = condition.value
        ids = [value] if isinstance(value, int) and value is not True else value
        if condition.operator not in ("in", "=") or isinstance(ids, (str, bool, Domain)) or not ids:
            return condition & is_shown
        ids = [number for number in ids if isinstance(number, int)]
        staff = (
            self.env["res.users"].sudo().search([("partner_id", "in", ids), ("share", "=", False)]).partner_id
        )
        return Domain("partner_ids", "in", staff.ids) | (condition & is_shown)

    @api.model
    def _names_of_order(self, order):
        return {part.split()[0].partition(".")[0] for part in order.split(",") if part.strip()} - {"id"}


def _is_any_name(condition):
    """What a search by name asks before anything is typed."""
    return condition.field_expr in ("name", "display_name") and condition.value == ""
