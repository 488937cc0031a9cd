# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo import api, models

from odoo.addons.wlec_confidentiality.orm import unprotected

# What these fields say of any private meeting of a colleague's.
_TOLD = {"wlec_protected": False, "wlec_is_open": True}


class CalendarEvent(models.Model):
    """A meeting shown as "Busy" is as any colleague's private one, and copied no more than that."""

    _inherit = "calendar.event"

    def _closed_meetings(self):
        if self.env.su or not self.ids or unprotected.is_none(self):
            return self.browse()
        there = self.browse(self._protected_ids()).sudo().exists().sudo(False)
        return there - self.browse(there._open_to((self.env.uid,)))

    @api.model
    def _get_public_fields(self):
        # Else Odoo would put "no" into the memory of the transaction for what it shows as "Busy", and that would be believed.
        return super()._get_public_fields() | {"wlec_protected"}

    def _read_format(self, fnames, load="_classic_read"):
        rows = super()._read_format(fnames, load)
        if not _TOLD.keys().isdisjoint(fnames) and (closed := set(self._closed_meetings().ids)):
            for row in rows:
                if row["id"] in closed:
                    row.update((name, value) for name, value in _TOLD.items() if name in row)
        return rows

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        self._closed_meetings().check_access("write")  # before anything is said of who may be told
        return super().message_subscribe(partner_ids, subtype_ids)

    def copy(self, default=None):
        if closed := self._closed_meetings():
            raise self.env["ir.rule"]._make_access_error("create", closed)
        return super().copy(default)

    def copy_data(self, default=None):
        copies = super().copy_data(default)
        closed = self._closed_meetings()
        for event, vals in zip(self, copies, strict=True):
            if event in closed:
                vals["privacy"] = "private"
                vals.pop("wlec_protected", None)
        return copies
